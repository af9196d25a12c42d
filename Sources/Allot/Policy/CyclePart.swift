/// The part of a policy that decides about the first waiting jobs of all queues together.
///
/// Queues are the lowest tenants with an entitlement. In a cycle the first job of each is a head;
/// all are decided about on the state at the beginning of the cycle. Heads that can not be served
/// as things stand are put aside until some job ends or leaves, so that the next job of their queue
/// becomes the head; in a strict queue, and under a fill that is strict, they stay the head. Cycles
/// follow each other until one neither starts nor preempts nor puts aside anything.
public protocol CyclePart: PolicyPart {
  /// Decides about heads, one of each queue at most, in the order in which they are dealt with.
  ///
  /// `reclaimable` is of the same state, which afterwards serves for this cycle only.
  func decide(
    _ heads: [Holding],
    in state: inout QuotaState,
    _ reclaimable: Reclaimable
  ) -> [HeadDecision]
  /// False where a head waits whatever becomes of the others, as no victims would make it fit; true
  /// where that is not known at once.
  ///
  /// Where it is false for a job, it is false for one of its queue that asks for more of the same.
  /// `reclaimable` is of the same state.
  func mayServe(_ head: Holding, in state: QuotaState, _ reclaimable: Reclaimable) -> Bool
  /// True where such a head changes nothing for the others of its cycle, not even their order.
  func ignores(hopeless head: Holding, in state: QuotaState) -> Bool
  /// The time between checkpoints, or nil where a victim loses all its work.
  var checkpoint: SimDuration? { get }
  /// True where a head that has its quota holds it at once, and waits for nodes while it does;
  /// false where it needs a place as well.
  var admitsByQuotaAlone: Bool { get }
}

extension CyclePart {
  /// A head needs a place, too.
  public var admitsByQuotaAlone: Bool { false }

  /// Decides about heads on a state of which nothing is known.
  public func decide(_ heads: [Holding], in state: inout QuotaState) -> [HeadDecision] {
    decide(heads, in: &state, Reclaimable(state))
  }
}
