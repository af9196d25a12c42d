/// Devices that a tenant is allowed: one amount for every device model, or one for each that is
/// named.
public struct Allowance: Sendable, Equatable {
  /// How much.
  public enum Amount: Sendable, Equatable {
    /// So many devices.
    case devices(Int64)
    /// A part of something, rounded down.
    case part(Share)

    func devices(of whole: Int64) -> Int64 {
      switch self {
      case .devices(let count): count
      case .part(let share): whole * share.millionths / Share.whole.millionths
      }
    }
  }

  /// An amount of one device model.
  public struct Named: Sendable, Equatable {
    /// The model's name.
    public var model: String
    /// The amount of it.
    public var amount: Amount

    /// An amount of a model.
    public init(model: String, amount: Amount) {
      self.model = model
      self.amount = amount
    }
  }

  /// The amount of every model that is not named; nil for any.
  public var others: Amount?
  /// Amounts of single models.
  public var named: [Named]

  /// An amount of every model, or of those named.
  public init(_ others: Amount?, named: [Named] = []) {
    self.others = others
    self.named = named
  }

  /// The devices of a model, where parts are of so many; nil for any number.
  public func devices(of model: String, whole: Int64) -> Int64? {
    (named.first { $0.model == model }?.amount ?? others)?.devices(of: whole)
  }
}
