/// Preemption by queues within what they deserve from queues that hold more, for one resource.
///
/// What stays with a queue is at least what it deserves, what it is guaranteed, and the least that
/// its gang runs with.
///
/// Source: volcano-sh/volcano at ed72c7c8, plugins capacity and gang.
public struct DeservedReclaim: Sendable {
  /// A queue as reclaim sees it.
  public struct Queue: Sendable {
    /// What it may count on while others want it too.
    public var deserved: Int64
    /// What it keeps in any case.
    public var guarantee: Int64
    /// What it holds.
    public var allocated: Int64
    /// The least that its running gang needs; zero where there is none.
    public var gangMinimum: Int64

    /// A queue.
    public init(deserved: Int64, guarantee: Int64, allocated: Int64, gangMinimum: Int64) {
      self.deserved = deserved
      self.guarantee = guarantee
      self.allocated = allocated
      self.gangMinimum = gangMinimum
    }
  }

  /// Reclaim by what queues deserve.
  public init() {}

  /// True where a queue may take back so much.
  public func mayReclaim(_ reclaimer: Queue, request: Int64) -> Bool {
    reclaimer.allocated + request <= reclaimer.deserved
  }

  /// How much a queue yields at most.
  public func reclaimable(from queue: Queue, request: Int64) -> Int64 {
    let kept = max(queue.deserved, queue.guarantee, queue.gangMinimum)
    return max(0, min(request, queue.allocated - kept))
  }
}
