/// A binary min-heap of two-word event keys; what comes out is in time order, then in key order.
///
/// The first word is the time, the second the kind and a sequence number, so that no two keys are
/// equal and ties never depend on the heap's shape. `O(log n)` per operation.
public struct EventQueue: Sendable {
  /// What the queue holds: when, in which order within the instant, and whom it concerns.
  public struct Entry: Sendable {
    /// The instant of the event.
    public var time: SimTime
    /// The order within the instant: the kind above a sequence number.
    public var order: UInt64
    /// Whom the event concerns: a position in a table of the caller's.
    public var subject: Int32
    /// The attempt of the subject that scheduled the event; a later attempt makes the event void.
    public var attempt: Int32

    /// An event of a subject.
    public init(time: SimTime, order: UInt64, subject: Int32, attempt: Int32) {
      self.time = time
      self.order = order
      self.subject = subject
      self.attempt = attempt
    }

    static func < (a: Entry, b: Entry) -> Bool {
      a.time != b.time ? a.time < b.time : a.order < b.order
    }
  }

  private var heap: [Entry] = []

  /// An empty queue.
  public init() {}

  /// The number of pending events, void ones included.
  public var count: Int { heap.count }

  /// The earliest event, if any.
  public var first: Entry? { heap.first }

  /// Adds an event.
  public mutating func push(_ entry: Entry) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard entry < heap[parent] else { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = entry
  }

  /// Takes the earliest event out.
  public mutating func pop() -> Entry? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if heap.isEmpty { return first }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      if child >= heap.count { break }
      if child + 1 < heap.count && heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = last
    return first
  }
}
