/// Why parts of a policy can not be put together.
public struct PolicyContradiction: Error, Equatable, CustomStringConvertible {
  /// The concepts that contradict each other, the one that is usually wrong first.
  public let concepts: [String]
  /// What is wrong and what to write instead, in one sentence.
  public let description: String

  init(_ concepts: [String], _ description: String) {
    self.concepts = concepts
    self.description = description
  }
}

extension Policy {
  /// Why these parts can not be put together, or nil where they can.
  public var contradiction: PolicyContradiction? {
    if let lone = readerOfShares, surplus == nil {
      return PolicyContradiction(
        [lone.concept, "surplus"],
        "the \(lone.concept) \(lone.name) reads shares: name a 'surplus' that divides"
      )
    }
    if let surplus, surplus.mayLeaveNothing, quota.bound != .none {
      return PolicyContradiction(
        ["quota", "surplus"],
        "shares by \(surplus.name) may be nothing for who waits: use 'quota: none'"
      )
    }
    if quota.bound != .none && (fill.head != .pass || blocked == .stop) {
      return PolicyContradiction(
        fill.head != .pass ? ["fill", "quota"] : ["blocked", "quota"],
        "limits that move with demand hold no reservations: use 'fill: greedy' and "
          + "'blocked: skip'"
      )
    }
    if reclaim?.terms.nonPreemptibleFrom != nil && fill.head != .pass {
      return PolicyContradiction(
        ["fill", "reclaim"],
        "jobs that are never preempted wait for quota of their own, for which nothing is held: use "
          + "'fill: greedy', or 'non_preemptible_from: none'"
      )
    }
    if let cycle, let (concept, other) = otherThan(cycle) {
      return PolicyContradiction(
        [concept, "cycle"],
        "the cycle \(cycle.name) decides about quotas and preemption by itself: use \(other)"
      )
    }
    return slotContradiction
  }

  /// The part that reads what a division of surplus gives, if any.
  private var readerOfShares: (concept: String, name: String)? {
    if quota.bound != .none { return ("quota", quota.name) }
    if let reclaim, reclaim.readsShares { return ("reclaim", reclaim.name) }
    return order.reads.contains(.fairShare) ? ("order", order.name) : nil
  }

  /// What has to be otherwise beside a part that decides about heads; nil where all is well.
  private func otherThan(_ cycle: any CyclePart) -> (concept: String, other: String)? {
    if !quota.bindsNobody || quota.hasWalls { return ("quota", "'quota: none'") }
    if surplus != nil { return ("surplus", "'surplus: arrival'") }
    if reclaim != nil { return ("reclaim", "'reclaim: none'") }
    if !order.isStatic {
      return ("order", "an order of jobs that never changes, such as 'order: priority'")
    }
    if fill.head != .pass && fill.head != .close {
      return ("fill", "'fill: greedy' or 'fill: strict'")
    }
    return blocked == .stop ? ("blocked", "'blocked: skip'") : nil
  }

  private var slotContradiction: PolicyContradiction? {
    guard fill.head.givesSlots else {
      guard depth != nil else { return nil }
      return PolicyContradiction(
        ["depth", "fill"],
        "a depth needs a fill that gives jobs slots: plan or conservative"
      )
    }
    if reclaim != nil {
      return PolicyContradiction(
        ["reclaim", "fill"],
        "a fill that gives every job a slot does not preempt: use 'reclaim: none'"
      )
    }
    guard fill.head == .promise else { return nil }
    if !order.isStatic {
      return PolicyContradiction(
        ["order", "fill"],
        "a conservative fill needs an order that never changes: use 'fill: plan'"
      )
    }
    if blocked == .stop {
      return PolicyContradiction(
        ["blocked", "fill"],
        "a conservative fill gives every job a slot: use 'blocked: skip'"
      )
    }
    return nil
  }
}
