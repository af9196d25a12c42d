public import Allot

/// Walls: each class has the nodes of its entitlement to itself and no others.
///
/// The nodes are those of `Entitlements`, in the order of the tenants file. Below a class its
/// tenants share freely. The schedule equals independent replays on the sub-clusters, start for
/// start.
public struct WallQuota: QuotaPart {
  /// Walls between classes.
  public init() {}

  /// `walls`.
  public var name: String { "walls" }

  /// Each class has its nodes to itself.
  public var hasWalls: Bool { true }

  /// Walls limit by nodes, not by number.
  public func limit(nominal: Int64?) -> Int64? { nil }
}
