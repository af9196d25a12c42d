/// What a tenant is allowed: one amount of devices for every model, or one for each resource that
/// is named.
public struct Allowance: Sendable, Equatable {
  /// How much.
  public enum Amount: Sendable, Equatable {
    /// So many devices or cores, or so much memory in MiB.
    case units(Int64)
    /// A part of something, rounded down.
    case part(Share)

    func units(of whole: Int64) -> Int64 {
      switch self {
      case .units(let count): count
      case .part(let share): whole * share.millionths / Share.whole.millionths
      }
    }
  }

  /// An amount of one resource.
  public struct Named: Sendable, Equatable {
    /// The name of a device model, or `cores` or `memory`.
    public var resource: String
    /// The amount of it.
    public var amount: Amount

    /// An amount of a resource.
    public init(resource: String, amount: Amount) {
      self.resource = resource
      self.amount = amount
    }
  }

  /// The amount of every device model that is not named; nil for any.
  public var others: Amount?
  /// Amounts of single resources.
  public var named: [Named]

  /// An amount of every model, or of those named.
  public init(_ others: Amount?, named: [Named] = []) {
    self.others = others
    self.named = named
  }

  /// True where every amount that is given is none.
  public var isNothing: Bool {
    (named.map(\.amount) + [others].compactMap { $0 }).allSatisfy { amount in
      switch amount {
      case .units(let count): count == 0
      case .part(let share): share == Share(millionths: 0)
      }
    }
  }

  /// True where a resource is given an amount of its own.
  public func names(_ resource: String) -> Bool { named.contains { $0.resource == resource } }

  /// What is given of a resource by its name; nil for any amount.
  ///
  /// Of cores and memory beside devices there is only what is named.
  public func given(of resource: Resource, named name: String) -> Amount? {
    let own = named.first { $0.resource == name }?.amount
    if case .devices = resource { return own ?? others }
    return own
  }

  /// The same by a name alone, on a machine whose devices are not its cores.
  public func given(of name: String) -> Amount? {
    let other = Resource.named.first { $0.name == name }?.resource
    return given(of: other ?? .devices(ID(0)), named: name)
  }

  /// The amount of a resource by its name, where parts are of so much; nil for any amount.
  public func amount(of name: String, whole: Int64) -> Int64? {
    given(of: name)?.units(of: whole)
  }
}
