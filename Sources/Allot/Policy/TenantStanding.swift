/// How a tenant stands in one device model when others want to take back what it holds.
public struct TenantStanding: Sendable, Equatable {
  /// The devices that it holds and that do not leave already.
  public var held: Int64
  /// Its entitlement.
  public var nominal: Int64
  /// What the policy's division of surplus gave it at the beginning of the pass; zero without one.
  public var share: Double
  /// True where no tenants are below it.
  public var isLeaf: Bool
  /// What it held when the pass began, where the policy reads that.
  public var heldAtFirst: Int64

  /// The whole devices that it holds less than so many; negative where it holds more.
  public func missing(to devices: Double) -> Int64 { Int64(devices.rounded(.down)) - held }

  /// A tenant's standing.
  public init(
    held: Int64,
    nominal: Int64,
    share: Double = 0,
    isLeaf: Bool = true,
    heldAtFirst: Int64? = nil
  ) {
    self.held = held
    self.nominal = nominal
    self.share = share
    self.isLeaf = isLeaf
    self.heldAtFirst = heldAtFirst ?? held
  }
}
