import Allot
import AllotPolicies
import AllotTesting

/// Combinations that ``PolicyMix/all`` can not have, where preemption and checkpoints depend on the
/// number of a mix and so on its fill.
extension PolicyMix {
  /// Every order, quota and fill with preemption: once at once and once with grace.
  static let reclaims: [(policy: Policy, naive: NaivePolicy)] = {
    var mixes: [(policy: Policy, naive: NaivePolicy)] = []
    for (number, mix) in (all + ceilings).enumerated() where !mix.policy.quota.hasWalls {
      for grace in [Int64?.none, 7] {
        var (policy, naive) = mix
        naive.reclaims = true
        naive.grace = grace.map { SimDuration(seconds: $0) }
        naive.checkpoint = (number / 4 + number) % 2 == 0 ? SimDuration(seconds: 3) : nil
        naive.stops = (number / 2 + (grace == nil ? 0 : 1)) % 2 == 0
        // Siblings are compared, or queues and none, one or two of the heights above them.
        naive.ancestors = [nil, 0, nil, 1, nil, 2][number % 6]
        naive.lastInLineYields = number / 6 % 2 == 0
        policy.name = "reclaim" + policy.name.dropFirst(3) + (grace == nil ? "" : " with grace")
        policy.blocked = naive.stops ? .stop : .skip
        policy.reclaim = reclaim(of: naive)
        mixes.append((policy, naive))
      }
    }
    return mixes
  }()

  /// What a naive policy says of reclaim, as a part.
  static func reclaim(of naive: NaivePolicy) -> (any ReclaimPart)? {
    guard naive.reclaims else { return nil }
    let terms = ReclaimTerms(
      checkpoint: naive.checkpoint,
      grace: naive.grace,
      protection: naive.protection,
      perRound: naive.perRound.map { Share(millionths: $0) },
      victims: naive.lastInLineYields ? .lastInLine : .latestStart,
      ownQueue: naive.ownQueue,
      nonPreemptibleFrom: naive.nonPreemptibleFrom
    )
    let threshold = Share(millionths: naive.threshold)
    return switch naive.trigger {
    case .quota where naive.ancestors != nil:
      DeservedReclaim(terms, ancestors: naive.ancestors ?? 0)
    case .quota:
      WithinQuotaReclaim(
        terms,
        threshold: threshold,
        tolerance: Share(millionths: naive.tolerance)
      )
    case .saturation: SaturationReclaim(terms)
    case .fairShare:
      FairShareReclaim(terms, threshold: threshold, claimsEntitlement: naive.claimsEntitlement)
    case .untilShare: UntilShareReclaim(terms)
    case .ideal: IdealReclaim(terms, tolerance: Share(millionths: naive.tolerance))
    }
  }

  /// Limits of parents that bind before their children's, under every fill.
  static let ceilings: [(policy: Policy, naive: NaivePolicy)] =
    all.filter { $0.policy.name.contains("arrival cap") || $0.policy.name.contains("Quota cap") }
    .map { mix in
      var (policy, naive) = mix
      policy.name = policy.name.replacing("cap", with: "ceiling")
      policy.quota = CeilingQuota(ceiling: 6)
      policy.reclaim = nil
      policy.blocked = .skip
      naive.quota = .ceiling(6)
      naive.reclaims = false
      naive.stops = false
      return (policy, naive)
    }

  /// Fair share with another ledger.
  static func fairShares(
    _ ledger: HalfLifeLedger
  ) -> [(policy: Policy, naive: NaivePolicy)] {
    all.filter { $0.policy.ledger != nil && $0.policy.name.contains("none") }.map { mix in
      var (policy, naive) = mix
      policy.name = "fast " + policy.name
      policy.ledger = ledger
      naive.order = .fairShare(halfLife: ledger.halfLife, tick: ledger.tick)
      return (policy, naive)
    }
  }
}

/// A tenant may hold its entitlement, but no more than a number: a parent has less than its
/// children together.
struct CeilingQuota: QuotaPart {
  var ceiling: Int64
  var name: String { "ceiling" }

  func limit(nominal: Int64?) -> Int64? { nominal.map { min($0, ceiling) } }
}
