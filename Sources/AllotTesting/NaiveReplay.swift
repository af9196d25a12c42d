public import Allot

/// The naive twin of the engine: everything is scanned, sorted and recomputed from its definition.
///
/// It shares the model's types with the engine and no search, placement, quota or ledger code.
/// Every step is quadratic or worse; it is for worlds of a few dozen jobs.
public struct NaiveReplay {
  struct Place: Equatable {
    var pool: Int
    var node: Int
    var gpus: Int
    var cores: Int
    var memory: Int
  }

  struct Held {
    var job: Int
    var pools: Assignment
    var places: [Place]
    var start: Int64
    var expectedEnd: Int64
    var realEnd: Int64
    var serial: Int
    /// When a victim in its grace is evicted.
    var leaves: Int64?
    /// True for a claimant whose place is held and not yet empty.
    var isPending = false
    /// Devices already promised to others under the event rule.
    var isGone = false
  }

  /// A pool for each component of a job, or the pool of an ordinary one.
  typealias Assignment = [Int]

  /// A place that is held until the victims have left it.
  struct Claim {
    var job: Int
    var victims: [Int]
    /// What it takes over from them.
    var given: [(victim: Int, place: Place)] = []
  }

  /// A blocked job's hold on a pool, or on a tenant in a model.
  struct Hold {
    var job: Int
    /// When it is expected to start; nil when nothing may pass.
    var time: Int64?
    /// The pools in which it is expected to start.
    var assigned: Assignment = []
    /// The same where they are what it waits for.
    var pools: Assignment = []
    /// The tenant that it waits for, and the resource.
    var stop: Stop?
    var guarded: [Stop] = []
  }

  var world: World
  let policy: NaivePolicy
  let rule: PassRule
  var now: Int64 = 0
  var waiting: [Int] = []
  var running: [Held] = []
  var holds: [Hold] = []
  var visited: Set<Int> = []
  var barred: Set<Int> = []
  /// The devices that this pass has taken back.
  var taken: Int64 = 0
  /// Who ran when this pass began.
  var runningAtFirst: [Held] = []
  /// Heads that could not be served as things stand.
  var aside: Set<Int> = []
  /// Jobs whose victims have left, and which are their queues' heads until they are served.
  var preemptors: Set<Int> = []
  /// Who holds quota of a model and waits for nodes, in the order of admission.
  var admitted: [(job: Int, model: Int, time: Int64)] = []
  /// Since when jobs have had their quota, where that is not since they started.
  var quotaSince: [Int: Int64] = [:]
  var claimants: [Int] = []
  /// Victims in their grace, in the order in which they were told.
  var told: [Int] = []
  var claims: [Claim] = []
  /// The slots of waiting jobs: of this pass in a plan, else kept.
  var slots: [PlannedSlot] = []
  var changes = 0
  /// How often terms have changed.
  var changed = 0
  /// How many outages and absences have begun.
  var begun: Int
  /// True once there has been an instant.
  var hasLookedAtNodes = false
  var hasEnded = false
  private var isDue = false
  /// The jobs that the trace has still to submit.
  private var toCome: [Job]
  /// The jobs of a world in which some wait for others to end.
  private var dependencies: NaiveDependencies
  var saved: [Int64]
  var serial = 0
  var ledger: NaiveLedger?
  var shares: Shares = []
  var decisions: [Decision] = []

  /// Replays a world and gives every decision in order.
  public static func decisions(
    world: World,
    policy: NaivePolicy,
    rule: PassRule = .instant
  ) -> [Decision] {
    var replay = NaiveReplay(world: world, policy: policy, rule: rule)
    replay.run()
    guard !replay.dependencies.isEmpty else { return replay.decisions }
    return replay.decisions.map { decision in
      var decision = decision
      decision.job = ID(replay.dependencies.came[Int(decision.job.index)])
      return decision
    }
  }

  private init(world: World, policy: NaivePolicy, rule: PassRule) {
    self.world = world
    self.policy = policy
    self.rule = rule
    saved = Array(repeating: 0, count: world.jobs.count)
    // What is not there from the first makes no instant.
    begun = world.closures.prefix { $0.from == .distantPast }.count
    toCome = world.dependencies.isEmpty ? world.jobs : []
    dependencies = NaiveDependencies(world)
    switch policy.order {
    case .fairShare(let halfLife, let tick):
      ledger = NaiveLedger(tenants: world.tenants.count, halfLife: halfLife, tick: tick)
    case .multifactor(let factors):
      ledger = NaiveLedger(
        tenants: world.tenants.count,
        halfLife: factors.halfLife,
        tick: factors.tick
      )
    default: break
    }
    if !dependencies.isEmpty {
      dependencies.couldRun = world.jobs.indices.map { couldEverRun($0) }
    }
    if givesIDs { self.world.jobs = [] }
  }

  /// True where jobs are known by the order in which they come.
  private var givesIDs: Bool { world.resubmitsUntil != nil || !dependencies.isEmpty }

  private mutating func run() {
    var beginning = world.warmStart?.begin.milliseconds
    if let warm = world.warmStart { warmUp(warm) }
    while true {
      let arrival = toCome.first?.submit.milliseconds ?? dependencies.next
      let ends = running.filter { !$0.isPending }.map(\.realEnd) + running.compactMap(\.leaves)
      var times = ends + [arrival].compactMap { $0 }
      if case .conservative = policy.fill { times += slots.map(\.start) }
      if isDue { times.append(nextLook(now + 1)) }
      if let nextChange { times.append(nextChange) }
      if let nextOutage { times.append(nextOutage) }
      if policy.reclaims, !waiting.isEmpty {
        let ends = running.filter { !$0.isPending }.flatMap { held in
          path(held.job).filter { $0 > 0 }.map { held.start + protection(below: $0) }
        }
        times += ends.filter { $0 > now }
      }
      guard let instant = beginning ?? times.min() else { return }
      beginning = nil
      now = instant
      let (before, first) = (running, decisions.count)
      let ending = running.filter { $0.realEnd == now }.sorted { $0.serial < $1.serial }
      if rule == .instant {
        for held in ending { finish(held) }
        changeNodes()
        changeTerms()
        for job in submitted(after: ending) { arrive(job) }
        isDue = nextLook(now) != now
        if isDue {
          settle()
        } else {
          pass()
          isDue = policy.interval != nil && roundIsFull
        }
      } else {
        for index in running.indices where running[index].expectedEnd == now {
          running[index].isGone = true
        }
        for job in submitted(after: ending) {
          arrive(job)
          pass()
        }
        for held in ending {
          finish(held)
          pass()
        }
        keepSlots()
      }
      finishInstant(before: before, first: first)
    }
  }

  /// Keeps what is final of an instant: who did not run before it was not preempted, and who does
  /// not run after it did not start; evictions come first.
  mutating func finishInstant(before: [Held], first: Int) {
    let started = running.filter { !$0.isPending && $0.start == now }
    for held in started.sorted(by: { $0.serial < $1.serial }) {
      let (units, instant) = (gpus(held.job), now)
      for tenant in path(held.job) {
        ledger?.start(tenant, gpus: units, now: instant)
      }
    }
    let made = decisions[first...]
    guard made.contains(where: { $0.kind == .evict }) else { return }
    // One eviction for who ran before, and the last start for who runs now.
    func runs(_ decision: Decision, in list: [Held]) -> Bool {
      list.contains { $0.job == Int(decision.job.index) && !$0.isPending }
    }
    let evictions = made.indices.filter { index in
      made[index].kind == .evict && runs(made[index], in: before)
        && !made[..<index].contains {
          [.evict, .interrupt].contains($0.kind) && $0.job == made[index].job
        }
    }.map { made[$0] }
    let starts = made.indices.filter { index in
      made[index].kind == .start && runs(made[index], in: running)
        && !made[(index + 1)...].contains {
          ($0.kind == .start || $0.kind == .evict) && $0.job == made[index].job
        }
    }.map { made[$0] }
    let dismissals = made.filter { $0.kind == .dismiss }
    let others = made.filter { ![.evict, .start, .dismiss].contains($0.kind) }
    decisions.replaceSubrange(first..., with: others + evictions + dismissals + starts)
  }

  /// The jobs that are submitted now: in a closed loop those that end, then those of the trace.
  private mutating func submitted(after ending: [Held]) -> Range<Int> {
    let first = world.jobs.count - (givesIDs ? 0 : toCome.count)
    var count = 0
    if !dependencies.isEmpty {
      for held in ending { dependencies.end(held.job, at: now) }
      world.jobs += dependencies.take(at: now)
      return first..<world.jobs.count
    }
    if let end = world.resubmitsUntil, now < end.milliseconds {
      for held in ending {
        var again = world.jobs[held.job]
        again.submit = SimTime(milliseconds: now)
        world.jobs.append(again)
        saved.append(0)
        count += 1
      }
    }
    while let job = toCome.first, job.submit.milliseconds == now {
      if world.resubmitsUntil != nil { world.jobs.append(job) }
      toCome.removeFirst()
      count += 1
    }
    return first..<first + count
  }

  /// Says that the first jobs of the trace have come.
  mutating func forgetArrivals(_ count: Int) { toCome.removeFirst(count) }

  private mutating func finish(_ held: Held) {
    leave(held)
    hasEnded = true
    note(.end, held.job)
  }

  /// The first instant from one on at which the scheduler looks.
  private func nextLook(_ time: Int64) -> Int64 {
    guard let step = policy.interval?.milliseconds else { return time }
    return (time + step - 1) / step * step
  }

  mutating func arrive(_ job: Int) {
    let isLost = !dependencies.isEmpty && dependencies.isLost(dependencies.came[job])
    if isLost || assignments(job).isEmpty && !couldRunLater(job) {
      note(.reject, job)
      refuse(job)
    } else {
      waiting.append(job)
    }
  }

  /// Those behind a job that will never run need not wait for it.
  mutating func refuse(_ job: Int) {
    if !dependencies.isEmpty { dependencies.refuse(job, at: now) }
  }

  private func decision(_ kind: JournalEntry.Kind, _ job: Int) -> Decision {
    Decision(time: SimTime(milliseconds: now), kind: kind, job: ID(job))
  }

  mutating func note(_ kind: JournalEntry.Kind, _ job: Int) {
    decisions.append(decision(kind, job))
  }

  mutating func start(_ job: Int, in pools: Assignment, places: [Place]) {
    take(job, in: pools, places: places, emptyAt: now)
    begin(job)
  }

  /// Gives a job its places, which are empty at an instant.
  mutating func take(_ job: Int, in pools: Assignment, places: [Place], emptyAt empty: Int64) {
    waiting.removeAll { $0 == job }
    running.append(
      Held(
        job: job,
        pools: pools,
        places: places,
        start: .max,
        expectedEnd: empty + limitLeft(job),
        realEnd: .max,
        serial: -1,
        isPending: true
      )
    )
  }

  mutating func begin(_ job: Int) {
    guard let index = running.firstIndex(where: { $0.job == job }) else { return }
    running[index].isPending = false
    running[index].start = now
    running[index].expectedEnd = now + limitLeft(job)
    running[index].realEnd = now + world.jobs[job].run.milliseconds - saved[job]
    running[index].serial = serial
    serial += 1
    var decision = decision(.start, job)
    let pools = running[index].pools
    decision.pool = clusterPool(pools[0])
    if !isOrdinary(job) { decision.pools = pools.map { clusterPool($0) } }
    decision.nodes = running[index].places.filter { !isCount($0.pool) }.map { Int32($0.node) }
    decisions.append(decision)
  }

  mutating func chargeEnd(_ held: Held) {
    // Starts are charged when their instant is over.
    guard held.start < now else { return }
    let (units, instant) = (gpus(held.job), now)
    for tenant in path(held.job) {
      ledger?.end(tenant, gpus: units, start: held.start, now: instant)
    }
  }

  func limitLeft(_ job: Int) -> Int64 { world.jobs[job].limit.milliseconds - saved[job] }
  func gpus(_ job: Int) -> Int64 { Int64(world.jobs[job].gpus) }
}
