internal import Allot

/// The order and the choice of victims.
extension QuotaState {
  /// False where a request does not fit even if all of some jobs left.
  ///
  /// What is available grows by no more than what a job gives back.
  func couldFit(_ claim: Holding, without jobs: some Sequence<Int>) -> Bool {
    var missing = claim.amounts
    for index in missing.indices {
      missing[index].units -= tree.available(to: claim.node, missing[index].column)
    }
    for job in jobs {
      for held in holdings[job].amounts {
        for index in missing.indices where missing[index].column == held.column {
          missing[index].units -= held.units
        }
      }
    }
    return missing.allSatisfy { $0.units <= 0 }
  }

  /// The order in which victims are tried: who leaves already, other queues before the claimant's
  /// own, less urgent, later started, lower rank.
  func precedes(_ a: Int, _ b: Int, claimant: Int) -> Bool {
    let (x, y) = (holdings[a], holdings[b])
    if x.isLeaving != y.isLeaving { return x.isLeaving }
    if (x.node == claimant) != (y.node == claimant) { return y.node == claimant }
    return x.yields(before: y)
  }

  /// Lets victims stay that need not leave, the last but one first, and puts all back.
  ///
  /// The last victim has to leave: without it the claimant did not fit.
  mutating func addingBack(
    _ victims: [QuotaVictim],
    for claim: Holding,
    mayBorrow: Bool
  ) -> [QuotaVictim] {
    var left = victims
    for index in victims.indices.dropLast().reversed() {
      putBack(victims[index].holding)
      if fits(claim, mayBorrow: mayBorrow) {
        left.remove(at: index)
      } else {
        remove(victims[index].holding)
      }
    }
    restore(left)
    return left
  }

  /// Puts victims back that were taken out.
  mutating func restore(_ victims: [QuotaVictim]) {
    for victim in victims { putBack(victim.holding) }
  }

  /// What a body finds on the state in which victims have left.
  mutating func without<Value>(
    _ victims: [QuotaVictim],
    _ body: (inout QuotaState) -> Value
  ) -> Value {
    for victim in victims { remove(victim.holding) }
    let value = body(&self)
    restore(victims)
    return value
  }
}
