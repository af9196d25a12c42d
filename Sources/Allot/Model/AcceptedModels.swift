/// The device models that a job accepts: any, or those of a list.
public struct AcceptedModels: Sendable, Equatable {
  /// One bit for each model of the list, by its position; zero where any model will do.
  private var bits: UInt64

  /// Any model.
  public static let any = AcceptedModels(bits: 0)

  /// A single model.
  public static func only(_ model: ID<DeviceModel>) -> AcceptedModels { AcceptedModels([model]) }

  /// The models of a list, in whatever order; a list without models would accept nothing.
  ///
  /// - Precondition: the list is not empty, and its models are among the first 64 of their cluster.
  public init(_ models: some Sequence<ID<DeviceModel>>) {
    bits = 0
    for model in models {
      precondition((0..<64).contains(model.index), "a cluster has at most 64 device models")
      bits |= 1 << UInt64(model.index)
    }
    precondition(bits != 0, "a job accepts at least one device model")
  }

  private init(bits: UInt64) { self.bits = bits }

  /// True where any model will do.
  public var isAny: Bool { bits == 0 }

  /// The model of a list of one; nil for several or any.
  public var single: ID<DeviceModel>? {
    bits.nonzeroBitCount == 1 ? ID(bits.trailingZeroBitCount) : nil
  }

  /// True for a model that the job accepts.
  public func contains(_ model: ID<DeviceModel>) -> Bool {
    bits == 0 || bits >> UInt64(model.index) & 1 == 1
  }
}
