/// How many of something will be free when: a step function of time from now on.
///
/// Two parallel arrays, one entry for each step; neighbours always differ, so that a search meets
/// no more steps than it must. Steps that have passed are left behind by moving the head. Profiles
/// are short (tens to hundreds of steps even in overload), which is why a scan from the front beats
/// every tree.
public struct CountProfile: Sendable, Equatable {
  /// When each step begins.
  private var times: [Int64]
  /// What is free from then on.
  private var free: [Int64]
  /// The step of the present.
  private var head = 0

  /// Everything is free for ever.
  public init(capacity: Int64) {
    times = [.min]
    free = [capacity]
  }

  /// Forgets what lies before an instant.
  public mutating func advance(to now: SimTime) {
    head = step(at: now)
    guard head > 64 && head * 2 > times.count else { return }
    times.removeFirst(head)
    free.removeFirst(head)
    head = 0
  }

  /// The step that an instant from the present on lies in.
  private func step(at time: SimTime) -> Int {
    var step = head
    while step + 1 < times.count && times[step + 1] <= time.milliseconds { step += 1 }
    return step
  }

  /// Changes what is free from one instant until another.
  ///
  /// - Precondition: the first is not before the present step and the last is after the first.
  /// - Complexity: `O(steps)`.
  public mutating func add(_ amount: Int64, from start: SimTime, until end: SimTime) {
    guard amount != 0, start < end else { return }
    let first = split(at: start.milliseconds, from: head)
    let last = split(at: end.milliseconds, from: first)
    for step in first..<last { free[step] += amount }
    // Only at the two borders neighbours can have become equal.
    joinIfEqual(last)
    joinIfEqual(first)
  }

  /// The step that begins at a time, made if there is none.
  private mutating func split(at time: Int64, from first: Int) -> Int {
    let step = Self.first(in: times.span, from: first, notBefore: time)
    if step < times.count && times[step] == time { return step }
    times.insert(time, at: step)
    free.insert(free[step - 1], at: step)
    return step
  }

  private mutating func joinIfEqual(_ step: Int) {
    guard step > head, step < times.count, free[step] == free[step - 1] else { return }
    times.remove(at: step)
    free.remove(at: step)
  }

  /// The first instant, from one on, at which `width` is free for the whole of a length.
  ///
  /// - Precondition: `width` is free at last, once everything has ended.
  /// - Complexity: `O(steps)`.
  public func earliest(_ width: Int64, for length: SimDuration, from now: SimTime) -> SimTime {
    var step = step(at: now)
    var start = now.milliseconds
    while true {
      if free[step] < width {
        step += 1
        precondition(step < times.count, "what is asked for is never free")
        start = times[step]
      } else if step + 1 == times.count || times[step + 1] - start >= length.milliseconds {
        return SimTime(milliseconds: start)
      } else {
        step += 1
      }
    }
  }

  /// The least that is free from one instant until another.
  func least(from start: SimTime, until end: SimTime) -> Int64 {
    let first = step(at: start)
    var least = free[first]
    for step in first..<times.count where times[step] < end.milliseconds {
      least = min(least, free[step])
    }
    return least
  }

  /// The first instant from now on to which a slot of this very profile could move, or nil.
  ///
  /// The slot, which begins at `start`, stays in the profile meanwhile: it can move if its width is
  /// free right before it, or if a hole before it is long enough. This makes the refusal cheap,
  /// and most slots can not move.
  public func earlier(
    _ width: Int64,
    for length: SimDuration,
    from now: SimTime,
    than start: SimTime
  ) -> SimTime? {
    let times = times.span
    let free = free.span
    let start = start.milliseconds
    var step = step(at: now)
    // The steps up to `end` begin before the slot.
    let end = Self.first(in: times, from: step, notBefore: start)
    while step < end {
      while step < end && free[step] < width { step += 1 }
      guard step < end else { return nil }
      let begin = max(times[step], now.milliseconds)
      while step < end && free[step] >= width { step += 1 }
      let hole = (step < end ? times[step] : start) - begin
      if step == end || hole >= length.milliseconds { return SimTime(milliseconds: begin) }
    }
    return nil
  }

  /// The first step from one on that does not begin before a time.
  private static func first(
    in times: borrowing Span<Int64>,
    from first: Int,
    notBefore time: Int64
  ) -> Int {
    var low = first
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
