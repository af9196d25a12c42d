public import Allot

/// Who is offered the next container: queues below their minimum share first, then the smaller
/// dominant share for its weight.
///
/// A queue is needy where it holds less than its minimum of the resource of which it holds the
/// largest part of the cluster. Two needy queues go by what they hold of their minima; others by
/// their parts of the cluster divided by their weights; in both, the dominant resource first, then
/// the one after it.
///
/// Source: apache/hadoop trunk, dominant resource fairness of the Fair Scheduler.
///
/// In replays the resource is devices, the minimum a tenant's entitlement, and ties go to the
/// oldest waiting job below.
public struct DominantRatioOrder: OrderPart {
  /// A queue or application as the order sees it; a list has an entry for each resource.
  public struct Share: Sendable {
    /// What it holds.
    public var usage: [Double]
    /// What it should have before others get more.
    public var minimum: [Double]
    /// Its weight.
    public var weight: Double

    /// A queue or application.
    public init(usage: [Double], minimum: [Double], weight: Double) {
      self.usage = usage
      self.minimum = minimum
      self.weight = weight
    }
  }

  /// The order by dominant shares.
  public init() {}

  /// `minimum-share`.
  public var name: String { "minimum-share" }
  /// A tenant's waiting jobs go in one go, as far as keys do not change.
  public var walk: Walk { .tree }
  /// What tenants hold and are entitled to.
  public var reads: OrderInputs { [.allocation, .entitlement] }

  /// Below zero for who holds less than its minimum, else what it holds for its weight.
  public func key(of tenant: TenantView) -> Double {
    let held = Double(tenant.allocation)
    let minimum = Double(tenant.nominal)
    if held < minimum { return held / minimum - 1 }
    return tenant.weight == 0 ? .infinity : held / Double(tenant.weight)
  }

  /// Negative where the first is offered the next container, positive where the second is, zero
  /// where nothing tells them apart.
  public func compare(_ a: Share, _ b: Share, cluster: [Double]) -> Int {
    let (x, y) = (ranked(a, cluster), ranked(b, cluster))
    let aIsNeedy = isNeedy(a, x)
    let bIsNeedy = isNeedy(b, y)
    if aIsNeedy != bIsNeedy { return aIsNeedy ? -1 : 1 }
    func ratio(_ share: Share, _ resource: Int) -> Double {
      aIsNeedy
        ? share.usage[resource] / share.minimum[resource]
        : share.usage[resource] / cluster[resource] / share.weight
    }
    for (first, second) in zip(x, y) {
      let (r, s) = (ratio(a, first), ratio(b, second))
      // Nothing held by weight zero is no number, which is neither less nor more.
      if r < s { return -1 }
      if r > s { return 1 }
    }
    return 0
  }

  /// The resources by the part of the cluster that is held of each, largest first.
  private func ranked(_ share: Share, _ cluster: [Double]) -> [Int] {
    cluster.indices.sorted { i, j in
      let (x, y) = (share.usage[i] / cluster[i], share.usage[j] / cluster[j])
      return x != y ? x > y : i < j
    }
  }

  private func isNeedy(_ share: Share, _ ranked: [Int]) -> Bool {
    ranked.first.map { share.usage[$0] < share.minimum[$0] } ?? false
  }
}
