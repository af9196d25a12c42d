internal import Allot

/// What queues of a tree would ideally hold: their guarantees, and the rest by guarantees.
///
/// Level by level, a queue starts with what it holds, or with its guarantee and what can not be
/// taken from it where it holds more. What is left goes, again and again, to the queues that want
/// more and have the smallest part of their guarantees: each is offered left × guaranteed /
/// guarantees of all who want more, made whole (see ``Rounding``), and takes at most what its
/// maximum and its demand leave, and, without queues below it, at most the larger of its guarantee
/// and what it holds. Queues without guarantee share evenly afterwards.
///
/// Source: apache/hadoop trunk, preemptable resource calculator of the Capacity Scheduler; ratios
/// are computed in single precision, as there.
public struct IdealAssignment: Sendable {
  /// How offers are made whole, which is up to the resource calculator there.
  public enum Rounding: String, Sendable, CaseIterable {
    /// To the nearest unit: the default calculator, which sees memory alone.
    case nearest = "default"
    /// Upwards: the dominant calculator, which clusters with devices need.
    case up = "dominant"
  }

  /// A queue, with what it and all below it hold.
  public struct Queue: Sendable {
    /// The queue above, which comes before it; nil for the root.
    public var parent: Int?
    /// What it may count on.
    public var guaranteed: Int64
    /// What it may hold at most.
    public var maximum: Int64
    /// What it holds.
    public var used: Int64
    /// What it waits for.
    public var pending: Int64
    /// True where nothing is taken from it or below it.
    public var isProtected: Bool

    /// A queue below a parent.
    public init(
      parent: Int?,
      guaranteed: Int64,
      maximum: Int64,
      used: Int64,
      pending: Int64,
      isProtected: Bool = false
    ) {
      self.parent = parent
      self.guaranteed = guaranteed
      self.maximum = maximum
      self.used = used
      self.pending = pending
      self.isProtected = isProtected
    }
  }

  private let queues: [Queue]
  private let rounding: Rounding
  let children: [[Int]]
  private var pending: [Int64]
  private var untouchable: [Int64]
  private var preemptable: [Int64]
  /// What each queue would ideally hold.
  public private(set) var ideal: [Int64]
  /// What is to be taken from each queue.
  public private(set) var excess: [Int64]

  /// The ideal assignment of what the root is guaranteed, and what is to be taken from whom if at
  /// most so much may be taken at each level.
  ///
  /// - Precondition: the first queue is the root, and parents come before their children.
  public init(_ queues: [Queue], rounding: Rounding, mostPreempted: Int64 = .max) {
    self.queues = queues
    self.rounding = rounding
    children = queues.map(\.parent).children()
    let nothing = Array(repeating: Int64(0), count: queues.count)
    (pending, untouchable, preemptable) = (nothing, nothing, nothing)
    (ideal, excess) = (nothing, nothing)
    for index in queues.indices.reversed() { gather(index) }
    ideal[0] = queues[0].guaranteed
    for index in queues.indices where !children[index].isEmpty {
      assign(children[index], total: ideal[index], mostPreempted: mostPreempted)
    }
  }

  private func isLeaf(_ queue: Int) -> Bool { children[queue].isEmpty }

  /// What waits below a queue, and what of its excess its leaves can give.
  private mutating func gather(_ index: Int) {
    let extra = max(0, queues[index].used - queues[index].guaranteed)
    if isLeaf(index) {
      pending[index] = queues[index].pending
      if queues[index].isProtected {
        untouchable[index] = extra
      } else {
        preemptable[index] = extra
      }
      return
    }
    let below = children[index].reduce(0) { $0 + preemptable[$1] }
    pending[index] = children[index].reduce(0) { $0 + pending[$1] }
    untouchable[index] = max(0, extra - below)
    preemptable[index] = min(below, extra)
  }

  private mutating func assign(_ level: [Int], total: Int64, mostPreempted: Int64) {
    var left = total
    fill(level.filter { queues[$0].guaranteed > 0 }, &left, isEven: false)
    let without = level.filter { queues[$0].guaranteed <= 0 }
    if !without.isEmpty && left > 0 { fill(without, &left, isEven: true) }
    let needed = level.reduce(0) { $0 + max(0, queues[$1].used - ideal[$1]) }
    let scale = needed > mostPreempted ? Float(mostPreempted) / Float(needed) : 1
    for index in level {
      let demand = queues[index].used + pending[index]
      let kept = max(min(demand, queues[index].guaranteed), ideal[index])
      guard queues[index].used > kept else { continue }
      excess[index] = Int64(Double(queues[index].used - kept) * Double(scale))
    }
  }

  private mutating func fill(_ level: [Int], _ left: inout Int64, isEven: Bool) {
    var open: [Int] = []
    for index in level {
      let queue = queues[index]
      ideal[index] =
        queue.used > queue.guaranteed ? queue.guaranteed + untouchable[index] : queue.used
      left -= ideal[index]
      if ideal[index] < queue.used + pending[index] { open.append(index) }
    }
    while !open.isEmpty && left > 0 {
      let guaranteed = open.reduce(0) { $0 + queues[$1].guaranteed }
      let parts = open.map { index in
        isEven ? 1 / Float(open.count) : Float(queues[index].guaranteed) / Float(guaranteed)
      }
      let ratios = open.map(fulfilment)
      let least = ratios.min() ?? 0
      let round = left
      var unmet: [Int] = []
      for (place, index) in open.enumerated() {
        guard ratios[place] == least else {
          unmet.append(index)
          continue
        }
        let offer = min(left, whole(Double(round) * Double(parts[place])))
        let accepted = accept(offer, index)
        left -= accepted
        if accepted > 0 { unmet.append(index) }
      }
      open = unmet
    }
  }

  private func whole(_ offer: Double) -> Int64 {
    switch rounding {
    case .nearest: Int64(offer + 0.5)
    case .up: Int64(Float(offer).rounded(.up))
    }
  }

  /// The part of its guarantee that a queue would have; who has none comes last.
  private func fulfilment(_ index: Int) -> Double {
    guard queues[index].guaranteed > 0 else { return Double(Int32.max) }
    return Double(Float(ideal[index]) / Float(queues[index].guaranteed))
  }

  private mutating func accept(_ offer: Int64, _ index: Int) -> Int64 {
    let queue = queues[index]
    var most = min(
      offer,
      max(0, queue.maximum - ideal[index]),
      queue.used + pending[index] - ideal[index]
    )
    if isLeaf(index) { most = min(most, max(0, max(queue.used, queue.guaranteed) - ideal[index])) }
    ideal[index] += most
    return most
  }
}
