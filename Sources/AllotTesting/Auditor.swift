public import Allot

/// Recomputes capacity, walls and life cycles from the journal alone, by different code.
///
/// It knows nothing of policies: it counts what every node holds, and checks that every job is
/// submitted when the trace says, starts at most once at a time on nodes that have room in one
/// pool, each of its components in one, keeps to its devices per node, and ends exactly when its
/// work is done.
public struct Auditor: JournalConsumer {
  /// What is wrong, one sentence each; empty for a sound journal.
  public private(set) var findings: [String] = []

  private enum Phase: Equatable {
    case unknown, waiting, rejected, ended
    case running(since: SimTime)
  }

  /// What an ordinary job, or one component, holds in a pool.
  private struct Placed {
    var job: Job
    var pool: ID<Pool>
    var slots: [NodeSlot]
  }

  private var world: World
  private let allowsPromises: Bool
  private let walls: Bool
  private var phases: [Phase]
  private var done: [Int64]
  private var placed: [[Placed]]
  /// What came of the jobs that have ended or were rejected.
  private var ends: [Int: (time: SimTime, isOK: Bool)] = [:]
  /// Who has come at this instant.
  private var arrived: [JournalEntry] = []
  private var gpus: [[Int]]
  private var cores: [[Int]]
  private var memory: [[Int]]
  private var countHeld: [Int]
  /// What is held by tenant and resource.
  private var held: [[Int64]]
  private var clock = SimTime(milliseconds: .min)
  /// How often terms have changed.
  private var changed = 0

  /// An auditor of a world; promises of devices that are due back within the instant are allowed
  /// under the event rule, and walls are checked where the policy has them.
  public init(world: World, passRule: PassRule = .instant, walls: Bool = false) {
    self.world = world
    self.walls = walls
    allowsPromises = passRule == .event
    phases = Array(repeating: .unknown, count: world.jobs.count)
    done = Array(repeating: 0, count: world.jobs.count)
    placed = Array(repeating: [], count: world.jobs.count)
    if world.resubmitsUntil != nil { self.world.jobs = [] }
    let pools = world.machine.machine.pools.elements
    gpus = pools.map { Array(repeating: 0, count: $0.nodes) }
    cores = gpus
    memory = gpus
    countHeld = pools.map { _ in 0 }
    held = world.tenants.ids.map { _ in world.resources.map { _ in 0 } }
  }

  /// Takes the next records.
  public mutating func receive(_ batch: JournalBatch) {
    take(batch.jobs)
    for (index, entry) in batch.entries.enumerated() {
      if entry.time < clock { fail(entry, "time goes backwards") }
      if entry.time > clock && !allowsPromises { checkCapacity(entry) }
      clock = entry.time
      changeTerms()
      switch entry.kind {
      case .submit, .reject: arrive(entry)
      case .dismiss: dismiss(entry)
      case .start:
        start(entry, placed(entry, in: batch))
      case .end, .evict, .interrupt: stop(entry)
      }
      let isLastOfInstant =
        index + 1 == batch.entries.count || batch.entries[index + 1].time > entry.time
      if !allowsPromises || isLastOfInstant { checkCapacity(entry) }
      if isLastOfInstant { checkArrivals() }
    }
  }

  /// Takes the jobs that a closed loop has submitted.
  private mutating func take(_ jobs: [Job]) {
    world.jobs += jobs
    let more = max(0, world.jobs.count - phases.count)
    phases += repeatElement(.unknown, count: more)
    done += repeatElement(0, count: more)
    placed += repeatElement([], count: more)
  }

  /// What is wrong once the journal has ended: every job must have ended or been rejected.
  public func finished() -> [String] {
    let isEverOut = world.outages.contains { $0.until == .distantFuture }
    return findings
      + phases.indices.filter { phases[$0] != .ended && phases[$0] != .rejected }
      .filter { !isEverOut || phases[$0] != .waiting && phases[$0] != .unknown }
      .map { "job \($0) is still \(phases[$0]) at the end" }
  }

  private mutating func fail(_ entry: JournalEntry, _ message: String) {
    findings.append("\(entry.time.milliseconds) ms, job \(entry.job.index): \(message)")
  }

  /// Judges by the terms of the instant from now on; ends come before terms change, and no matter.
  private mutating func changeTerms() {
    while let next = world.changes.dropFirst(changed).first, next.time <= clock {
      world.change(to: next)
      changed += 1
    }
  }

  private mutating func dismiss(_ entry: JournalEntry) {
    let index = Int(entry.job.index)
    if phases[index] != .waiting { fail(entry, "is dismissed although it does not wait") }
    if world.changes.isEmpty && world.warmStart == nil {
      fail(entry, "is dismissed although nothing has changed")
    }
    phases[index] = .rejected
    ends[index] = (entry.time, false)
  }

  private mutating func arrive(_ entry: JournalEntry) {
    let index = Int(entry.job.index)
    if phases[index] != .unknown { fail(entry, "is submitted twice") }
    arrived.append(entry)
    phases[index] = entry.kind == .submit ? .waiting : .rejected
    if entry.kind == .reject { ends[index] = (entry.time, false) }
  }

  /// Checks when jobs have come, once it is known what else has happened in that instant.
  private mutating func checkArrivals() {
    for entry in arrived {
      var due: SimTime? = world.jobs[Int(entry.job.index)].submit
      for dependency in world.dependencies where dependency.job == entry.job {
        let ended = ends[Int(dependency.preceding.index)]
        due = due.flatMap { due in ended.map { max(due, $0.time + dependency.think) } }
        if dependency.condition == .ok && ended?.isOK == false && entry.kind == .submit {
          fail(entry, "waits although a job before it did not do what it had to")
        }
      }
      if due != entry.time { fail(entry, "is not submitted when it should be") }
    }
    arrived.removeAll(keepingCapacity: true)
  }

  /// Where a job starts, component by component.
  private func placed(_ entry: JournalEntry, in batch: JournalBatch) -> [Placed] {
    func slots(_ range: Range<Int32>) -> [NodeSlot] {
      Array(batch.slots[Int(range.lowerBound)..<Int(range.upperBound)])
    }
    let job = world.jobs[Int(entry.job.index)]
    guard let own = job.components else {
      return entry.pool.map { [Placed(job: job, pool: $0, slots: slots(entry.slots))] } ?? []
    }
    return zip(world.components[own].list, batch.components(of: entry)).map { component, place in
      Placed(job: job.part(component), pool: place.pool, slots: slots(place.slots))
    }
  }

  private mutating func start(_ entry: JournalEntry, _ held: [Placed]) {
    let index = Int(entry.job.index)
    guard phases[index] == .waiting, !held.isEmpty, held[0].pool == entry.pool else {
      fail(entry, "starts although it does not wait")
      return
    }
    let components = world.jobs[index].components.map { world.components[$0].list.count }
    if held.count != components ?? 1 { fail(entry, "does not start as a whole") }
    phases[index] = .running(since: entry.time)
    placed[index] = held
    for part in held { start(entry, part.job, pool: part.pool, part.slots) }
    if isGiven(entry) { return }
    if isAboveCeiling(world.jobs[index], held) {
      fail(entry, "makes a tenant hold more than it may")
    }
  }

  /// True for a start from before the replay begins, which must be one of the warm start's.
  private mutating func isGiven(_ entry: JournalEntry) -> Bool {
    guard let warm = world.warmStart, entry.time < warm.begin else { return false }
    if !warm.running.contains(where: { $0.job == entry.job && $0.start == entry.time }) {
      fail(entry, "starts before the replay begins")
    }
    return true
  }

  private mutating func start(
    _ entry: JournalEntry,
    _ job: Job,
    pool: ID<Pool>,
    _ held: [NodeSlot]
  ) {
    let kind = world.cluster.pools[pool].kind
    hold(job, kind.model, by: 1)
    if !job.models.contains(kind.model) { fail(entry, "runs on the wrong device model") }
    if held.isEmpty && kind.gpus == 1 && kind.cores == 0 && kind.memory == 0 {
      countHeld[Int(pool.index)] += Int(job.gpus)
      return
    }
    if held.reduce(0, { $0 + $1.chunk.gpus }) != job.gpus { fail(entry, "holds too few devices") }
    if held.reduce(0, { $0 + $1.chunk.cores }) < job.cores && kind.cores > 0 {
      fail(entry, "holds too few cores")
    }
    if Set(held.map(\.node)).count != held.count { fail(entry, "lies twice on a node") }
    if job.gpusPerNode > 0
      && held.contains(where: { $0.chunk.gpus > job.gpusPerNode })
    {
      fail(entry, "holds more devices on a node than the trace says")
    }
    if held.contains(where: { isOut($0.node, of: pool, at: entry.time) }) {
      fail(entry, "starts on a node that is out")
    }
    if walls && !isInsideWalls(job, pool: pool, held) { fail(entry, "lies outside its walls") }
    change(pool: Int(pool.index), held, by: 1)
  }

  private mutating func hold(_ job: Job, _ model: ID<DeviceModel>, by sign: Int64) {
    var at: ID<Tenant>? = job.tenant
    while let tenant = at {
      for (column, resource) in world.resources.enumerated() {
        if case .devices(let other) = resource, other != model { continue }
        held[Int(tenant.index)][column] += sign * job.amount(of: resource)
      }
      at = world.tenants.parent(of: tenant)
    }
  }

  /// Whether a start makes a tenant hold too much of what it takes; a warm start may have left
  /// tenants above other ceilings.
  private func isAboveCeiling(_ job: Job, _ placed: [Placed]) -> Bool {
    let models = placed.map { world.cluster.pools[$0.pool].kind.model }
    var at: ID<Tenant>? = job.tenant
    while let tenant = at {
      let isAbove = zip(held[Int(tenant.index)], world.resources).contains { held, resource in
        if case .devices(let model) = resource, !models.contains(model) { return false }
        if job.amount(of: resource) == 0 { return false }
        return held > world.ceiling(of: tenant, in: resource) ?? .max
      }
      if isAbove { return true }
      at = world.tenants.parent(of: tenant)
    }
    return false
  }

  private func isInsideWalls(_ job: Job, pool: ID<Pool>, _ held: [NodeSlot]) -> Bool {
    guard let own = world.tenants.classOf(job.tenant) else { return false }
    var first = 0
    for tenant in world.tenants[Tenants.root].children {
      let count = world.entitlements.nodes(of: tenant, in: pool)
      if tenant == own { return held.allSatisfy { (first..<first + count).contains(Int($0.node)) } }
      first += count
    }
    return false
  }

  private mutating func stop(_ entry: JournalEntry) {
    let index = Int(entry.job.index)
    let job = world.jobs[index]
    guard case .running(let since) = phases[index] else {
      fail(entry, "stops although it does not run")
      return
    }
    let failures = failures(under: placed[index], after: since)
    if failures.contains(where: { $0 < entry.time }) { fail(entry, "runs on a node that is out") }
    if (entry.kind == .interrupt) != failures.contains(entry.time) && entry.kind != .end {
      fail(entry, "is interrupted although no node has failed, or is not although one has")
    }
    for part in placed[index] {
      if part.slots.isEmpty {
        countHeld[Int(part.pool.index)] -= Int(part.job.gpus)
      } else {
        change(pool: Int(part.pool.index), part.slots, by: -1)
      }
      hold(part.job, world.cluster.pools[part.pool].kind.model, by: -1)
    }
    let worked = (entry.time - since).milliseconds
    if entry.kind != .end {
      if worked == 0 { fail(entry, "is taken back in the instant of its start") }
      if entry.kept.milliseconds > worked { fail(entry, "keeps more work than it did") }
      done[index] += entry.kept.milliseconds
      phases[index] = .waiting
    } else {
      if done[index] + worked != job.run.milliseconds { fail(entry, "ends at the wrong time") }
      phases[index] = .ended
      ends[index] = (entry.time, job.ending == .completed)
    }
  }

  private func isOut(_ node: Int32, of pool: ID<Pool>, at time: SimTime) -> Bool {
    world.closures.contains {
      $0.pool == pool && $0.node == node && $0.from <= time && time < $0.until
    }
  }

  /// When nodes fail under what a job has held since an instant.
  private func failures(under placed: [Placed], after start: SimTime) -> [SimTime] {
    world.closures.filter { outage in
      outage.running == .requeue && outage.from > start
        && placed.contains { part in
          part.pool == outage.pool && part.slots.contains { $0.node == outage.node }
        }
    }.map(\.from)
  }

  private mutating func change(pool: Int, _ held: [NodeSlot], by sign: Int) {
    for slot in held {
      gpus[pool][Int(slot.node)] += sign * Int(slot.chunk.gpus)
      cores[pool][Int(slot.node)] += sign * Int(slot.chunk.cores)
      memory[pool][Int(slot.node)] += sign * Int(slot.chunk.memory)
    }
  }

  private mutating func checkCapacity(_ entry: JournalEntry) {
    for (index, pool) in world.machine.machine.pools.elements.enumerated() {
      let kind = pool.kind
      if countHeld[index] > pool.gpus { fail(entry, "the pool holds more than it has") }
      for node in 0..<pool.nodes where isOverfull(node, of: index, kind) {
        fail(entry, "node \(node) of pool \(index) holds more than it has")
      }
    }
  }

  private func isOverfull(_ node: Int, of pool: Int, _ kind: NodeKind) -> Bool {
    gpus[pool][node] > kind.gpus || (kind.cores > 0 && cores[pool][node] > kind.cores)
      || (kind.memory > 0 && memory[pool][node] > kind.memory)
  }
}
