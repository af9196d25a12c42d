/// What a cycle decided about the first waiting job of a queue.
public struct HeadDecision: Sendable, Equatable {
  /// What becomes of a head.
  public enum Outcome: Sendable, Equatable {
    /// It holds its request from now on.
    case admitted
    /// Its victims must leave; it is looked at again.
    case preempts([QuotaVictim])
    /// It could not be served beside the heads before it; it is looked at again.
    case deferred
    /// It can not be served as things stand.
    case waits
  }

  /// The place of the head among those that were decided about.
  public var head: Int
  /// What becomes of it.
  public var outcome: Outcome

  /// A decision about a head.
  public init(head: Int, _ outcome: Outcome) {
    self.head = head
    self.outcome = outcome
  }
}
