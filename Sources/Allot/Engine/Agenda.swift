/// What is due when: the clock of a replay, and all that will happen whether somebody waits or not.
///
/// What else makes an instant depends on who waits and runs, and is asked of its owner: see
/// `Simulation.nextInstant()`.
struct Agenda {
  /// This instant.
  private(set) var now = SimTime.zero
  /// What the replay finds when it begins; nil once it has begun.
  private var warmStart: WarmStart?
  private var ends = EventQueue()
  /// Starts so far: ends of one instant come in the order of the starts.
  private var starts: UInt64 = 0
  /// Terms that begin later, the next ones last.
  private var changes: [DatedTerms]
  /// When the next ones begin.
  private var nextChange: SimTime
  /// Nodes that will be out, the next ones last.
  private var outages: [NodeOutage]
  /// Those of them that are still to be announced, likewise.
  private var announcements: [NodeOutage]
  /// When the next one is out or announced.
  private var nextOutage: SimTime
  /// Jobs that come.
  var arrivals: Arrivals
  /// How often the policy looks; nil where it does whenever something has happened.
  private let interval: SimDuration?
  /// True when something has happened since the policy looked last.
  private var lookIsDue = false

  /// The agenda of a replay that has not begun.
  init(_ world: World, interval: SimDuration?) {
    arrivals = Arrivals(world)
    warmStart = world.warmStart
    changes = world.changes.reversed()
    nextChange = changes.last?.time ?? .distantFuture
    // What is not there from the first is closed when the machine is made.
    outages = world.closures.filter { $0.from > .distantPast }.reversed()
    announcements = outages.filter(\.isAnnounced).sorted {
      ($0.known, $0.from, $0.pool.index, $0.node) > ($1.known, $1.from, $1.pool.index, $1.node)
    }
    nextOutage = .distantFuture
    self.interval = interval
    findNextOutage()
  }

  /// Goes to an instant.
  mutating func advance(to instant: SimTime) { now = instant }

  /// The first instant at which something is due; `jobs` are all that have ids.
  ///
  /// Ends of attempts that are over make no instant.
  mutating func next(
    _ running: RunningJobs,
    in jobs: [Job],
    hasWaiting: Bool
  ) -> SimTime? {
    if let warmStart { return warmStart.begin }
    while let first = ends.first, running.isVoid(first) { _ = ends.pop() }
    var next = ends.first?.time
    if let arrival = arrivals.next(in: jobs) { next = min(next ?? arrival, arrival) }
    if arrivals.giveIDs, let coming = arrivals.nextToCome { next = min(next ?? coming, coming) }
    // Nobody sees the terms of tenants with no jobs any more, nor their nodes.
    let change = min(nextChange, nextOutage)
    if change < .distantFuture, next != nil || hasWaiting { next = min(next ?? change, change) }
    if lookIsDue, let interval {
      let look = (now + SimDuration(milliseconds: 1)).roundedUp(to: interval)
      next = min(next ?? look, look)
    }
    return next
  }

  /// Takes what the replay finds when it begins; nil where it has begun.
  mutating func takeWarmStart() -> WarmStart? {
    // Asked at every instant: an optional that is copied out costs more than one that is nil.
    guard warmStart != nil else { return nil }
    defer { warmStart = nil }
    return warmStart
  }

  // MARK: Ends

  /// Lets an attempt of a job that has just started end at an instant.
  mutating func add(endOf job: ID<Job>, attempt: Int32, at end: SimTime) {
    ends.push(EventQueue.Entry(time: end, order: starts, subject: job.index, attempt: attempt))
    starts += 1
  }

  /// Takes the next job that ends at this instant.
  mutating func takeEnd(_ running: RunningJobs) -> ID<Job>? {
    while let event = ends.first, event.time == now {
      _ = ends.pop()
      if !running.isVoid(event) { return ID(Int(event.subject)) }
    }
    return nil
  }

  // MARK: Terms

  /// True where other terms begin at this instant.
  var isChangeDue: Bool { nextChange <= now }

  /// Takes the next terms that have begun by this instant.
  mutating func takeTerms() -> DatedTerms? {
    guard isChangeDue, let terms = changes.popLast() else { return nil }
    nextChange = changes.last?.time ?? .distantFuture
    return terms
  }

  // MARK: Nodes

  private mutating func findNextOutage() {
    let begin = outages.last?.from ?? .distantFuture
    nextOutage = min(begin, announcements.last?.known ?? .distantFuture)
  }

  /// True where a node is out from this instant on, or announced to be.
  var isOutageDue: Bool { nextOutage <= now }

  /// Takes the next node that is out by this instant.
  mutating func takeOutage() -> NodeOutage? {
    guard let outage = outages.last, outage.from <= now else { return nil }
    outages.removeLast()
    findNextOutage()
    return outage
  }

  /// Takes the next outage that has been announced by this instant.
  mutating func takeAnnouncement() -> NodeOutage? {
    guard let outage = announcements.last, outage.known <= now else { return nil }
    announcements.removeLast()
    findNextOutage()
    return outage
  }

  // MARK: Looks

  /// True where the policy looks at the queue now.
  var isLookingNow: Bool { interval.map { now == now.roundedUp(to: $0) } ?? true }

  /// Says whether the policy has to look again though nothing else happens; where it looks whenever
  /// something has happened, it has not.
  mutating func note(lookIsDue: Bool) { self.lookIsDue = lookIsDue }
}
