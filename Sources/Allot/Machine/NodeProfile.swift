/// What will be free on every node of a pool when: a step function of time from now on.
///
/// A gang that is given a slot keeps the same nodes throughout, so its place is sought on the least
/// that each node has free during the slot.
public struct NodeProfile: Sendable {
  /// When each step begins.
  private var times: [Int64] = [.min]
  /// What is free from then on.
  private var maps: [FreeMap]

  /// Everything is free for ever, as in an empty pool.
  public init(_ empty: FreeMap) {
    maps = [empty]
  }

  /// The same with nodes that are out until they come back, in that order, and with those that are
  /// announced to be.
  init(_ empty: FreeMap, _ returns: [NodeReturn], _ holds: NodeHolds) {
    self.init(empty)
    for back in returns { maps[0].close(back.node) }
    for back in returns {
      let step = split(at: back.time.milliseconds)
      maps[step].open(back.node)
    }
    for hold in holds.byBegin { change(hold.from, hold.until) { $0.close(hold.node) } }
  }

  /// Forgets what lies before an instant.
  public mutating func advance(to now: SimTime) {
    let passed = step(at: now)
    times.removeFirst(passed)
    maps.removeFirst(passed)
  }

  /// The step that an instant lies in.
  private func step(at time: SimTime) -> Int {
    var step = 0
    while step + 1 < times.count && times[step + 1] <= time.milliseconds { step += 1 }
    return step
  }

  /// Takes slots from one instant until another.
  public mutating func occupy(_ slots: [NodeSlot], gpus: Int, from: SimTime, until end: SimTime) {
    change(from, end) { $0.occupy(slots, gpus: gpus) }
  }

  /// Gives slots back from one instant until another.
  public mutating func release(_ slots: [NodeSlot], gpus: Int, from: SimTime, until end: SimTime) {
    change(from, end) { $0.release(slots, gpus: gpus) }
  }

  private mutating func change(
    _ start: SimTime,
    _ end: SimTime,
    _ change: (inout FreeMap) -> Void
  ) {
    guard start < end else { return }
    let first = split(at: start.milliseconds)
    let last = split(at: end.milliseconds)
    for step in first..<last { change(&maps[step]) }
    joinIfEqual(last)
    joinIfEqual(first)
  }

  private mutating func split(at time: Int64) -> Int {
    var step = 0
    while step < times.count && times[step] < time { step += 1 }
    if step < times.count && times[step] == time { return step }
    times.insert(time, at: step)
    maps.insert(maps[step - 1], at: step)
    return step
  }

  private mutating func joinIfEqual(_ step: Int) {
    guard step > 0, step < times.count, maps[step] == maps[step - 1] else { return }
    times.remove(at: step)
    maps.remove(at: step)
  }

  /// The first instant, from one on and before a bound, at which a shape has a place for the whole
  /// of a length, or nil; the slots that best fit gives it there are appended.
  ///
  /// - Precondition: the shape has a place once everything has ended.
  /// - Complexity: `O(steps² × nodes)` at worst.
  public func earliest(
    _ shape: GangShape,
    for length: SimDuration,
    from now: SimTime,
    before bound: SimTime,
    into slots: inout [NodeSlot]
  ) -> SimTime? {
    var step = step(at: now)
    var start = now.milliseconds
    while start < bound.milliseconds {
      let end = start + length.milliseconds
      if let next = nextCandidate(shape, from: step, before: end) {
        step = next
      } else if least(from: step, before: end).place(shape, into: &slots) {
        return SimTime(milliseconds: start)
      } else {
        step += 1
      }
      precondition(step < times.count, "what is asked for is never free")
      start = times[step]
    }
    return nil
  }

  /// False only if no place for a shape begins from one instant on and before another.
  ///
  /// What lies behind `horizon` is not looked at: for a slot of this very profile that is its own
  /// start, so that it need not be taken out.
  func mightHost(
    _ shape: GangShape,
    for length: SimDuration,
    from now: SimTime,
    before slot: SimTime,
    horizon: SimTime
  ) -> Bool {
    var step = step(at: now)
    var start = now.milliseconds
    while start < slot.milliseconds {
      let end = min(start + length.milliseconds, horizon.milliseconds)
      guard let next = nextCandidate(shape, from: step, before: end) else { return true }
      step = next
      guard step < times.count else { return false }
      start = times[step]
    }
    return false
  }

  /// The next step worth a try if too few nodes have the devices of a shape throughout a slot that
  /// begins in a step; nil if enough have.
  private func nextCandidate(_ shape: GangShape, from step: Int, before end: Int64) -> Int? {
    var nodes = NodesThroughout(shape, of: maps[step])
    var at = step
    while at < times.count && (at == step || times[at] < end) {
      guard nodes.stillSuffice(in: maps[at]) else {
        // A slot that contains the steps back to the first that breaks the rest can only fail.
        var back = NodesThroughout(shape, of: maps[at])
        var first = at
        while back.stillSuffice(in: maps[first]) { first -= 1 }
        return first + 1
      }
      at += 1
    }
    return nil
  }

  /// The nodes that have the devices of a shape in every step looked at.
  private struct NodesThroughout {
    private let shape: GangShape
    private var full: [UInt64]
    private var rest: [UInt64]

    init(_ shape: GangShape, of map: FreeMap) {
      self.shape = shape
      full = map.allNodes
      rest = shape.rest == nil ? [] : full
    }

    /// Looks at one more step; false if the nodes that remain are too few.
    mutating func stillSuffice(in map: FreeMap) -> Bool {
      guard map.strike(&full, below: shape.chunk.gpus) >= Int(shape.count) else { return false }
      guard let gpus = shape.rest?.gpus else { return true }
      return map.strike(&rest, below: gpus) >= shape.nodes
    }
  }

  /// The least that each node has free from one instant until another.
  func least(from start: SimTime, until end: SimTime) -> FreeMap {
    least(from: step(at: start), before: end.milliseconds)
  }

  /// The least that each node has free.
  private func least(from step: Int, before end: Int64) -> FreeMap {
    var least = maps[step]
    var at = step + 1
    while at < times.count && times[at] < end {
      least.lower(to: maps[at])
      at += 1
    }
    return least
  }
}
