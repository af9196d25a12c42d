/// How a tenant stands at an instant, and what its place came from.
///
/// Amounts are devices, by model where the cluster has several.
public struct ShareExplanation: Sendable {
  /// The tenant.
  public let tenant: ID<Tenant>
  /// What it may count on by model; nil where neither it nor a sibling is promised anything.
  public internal(set) var entitled: [Int64?]
  /// What it keeps for itself, by model; zero where the policy lets nobody keep anything.
  public internal(set) var reserve: [Int64]
  /// The most that it may hold by model, shares that limit included; nil for any number.
  public internal(set) var limit: [Int64?]
  /// What the last division of surplus gave it by model; empty where the policy divides nothing.
  public internal(set) var fairShare: [Double]
  /// Its dominant share under a cycle over heads, in thousandths for its weight; nil without one.
  public internal(set) var dominantShare: Double?
  /// What its running jobs hold, by model.
  public internal(set) var held: [Int64]
  /// The part of it that is never preempted, by model.
  public internal(set) var nonPreemptible: [Int64]
  /// What they hold of cores and memory, where some tenant is given an amount of them.
  public internal(set) var others: [Standing] = []
  /// Its running jobs.
  public internal(set) var running = 0
  /// Its waiting jobs.
  public internal(set) var waiting = 0
  /// Those of them that limits of users or QOS keep from every pool.
  public internal(set) var waitingBeyondGroups = 0
  /// Those of them that hold their quota and wait for nodes.
  public internal(set) var waitingForNodes = 0
  /// The devices that they ask for.
  public internal(set) var wanted: Int64 = 0
  /// The part of them that jobs ask for of a single model, by model.
  public internal(set) var wantedOfModel: [Int64]
  /// The part of them that jobs ask for of a list of several models; the rest takes any.
  public internal(set) var wantedOfSeveral: Int64 = 0
  /// The most that a job of it could take beside what others keep, by model; nil for any number.
  public internal(set) var room: [Int64?] = []
  /// What the policy's order sees of it with its first waiting job; nil where none waits.
  public internal(set) var view: TenantView?
  /// What the order counts as held, by model: with what claimants have been promised; empty where
  /// no job waits.
  public internal(set) var counted: [Int64] = []
  /// The devices above its quota that it would hold with its first waiting job started in a model;
  /// nil in models where that job could not start, empty where no job waits.
  public internal(set) var excess: [Int64?] = []
  /// Its past use in device-milliseconds, decayed to now; nil without a ledger.
  public internal(set) var pastUse: Double?
  /// How long its first waiting job has waited; nil where none waits.
  public internal(set) var wait: SimDuration?
  /// Its place among its siblings with waiting jobs; under a cycle over heads, the place of its
  /// first job among all heads; nil where none waits.
  public internal(set) var rank: Int?
  /// How many are ranked with it.
  public internal(set) var ranked = 0

  /// How a tenant stands in a resource that is not devices.
  public struct Standing: Sendable, Equatable {
    /// The resource.
    public let resource: Resource
    /// What it may count on; nil where neither it nor a sibling is promised anything.
    public let entitled: Int64?
    /// What it keeps for itself; zero where the policy lets nobody keep anything.
    public let reserve: Int64
    /// The most that it may hold; nil for any amount.
    public let limit: Int64?
    /// What its running jobs hold.
    public internal(set) var held: Int64
  }

  /// Adds what a waiting job, or a component of one, asks for.
  fileprivate mutating func want(_ job: Job) {
    wanted += Int64(job.gpus)
    if let model = job.models.single {
      wantedOfModel[Int(model.index)] += Int64(job.gpus)
    } else if !job.models.isAny {
      wantedOfSeveral += Int64(job.gpus)
    }
  }
}

extension Simulation {
  /// Replays up to an instant, its decisions included, and explains how every tenant stands then.
  ///
  /// - Precondition: the replay has not begun.
  /// - Throws: ``PolicyViolation`` if the policy makes an illegal decision.
  /// - Complexity: that of the replay, and O(tenants + jobs × depth) at the end.
  public mutating func explanations(
    at time: SimTime
  ) throws(PolicyViolation) -> [ShareExplanation] {
    var consumers: [any JournalConsumer] = [Presence()]
    try run(through: time, into: &consumers)
    guard let presence = consumers[0] as? Presence else {
      preconditionFailure("consumers keep their places")
    }
    let phases = world.jobs.indices.map { presence.phase(of: traceID(of: ID($0))) }
    let waiting = phases.indices.filter { phases[$0] == .waiting }.map { waitingJob(ID($0)) }
    let onDevices = phases.indices.filter { phases[$0] == .running }
    let reserves = policy.keepsReserves || policy.cycle != nil ? world.reserves : []
    var all: [ShareExplanation] = world.tenants.ids.map { explanation(of: $0, reserves) }
    for job in onDevices {
      let held = held(by: ID(job))
      for tenant in lineage(of: job) {
        all[tenant].running += 1
        for (model, gpus) in held {
          all[tenant].held[model] += gpus
          if !traits.mayPreempt(world.jobs[job]) {
            all[tenant].nonPreemptible[model] += gpus
          }
        }
        for index in all[tenant].others.indices {
          all[tenant].others[index].held +=
            world.jobs[job].amount(of: all[tenant].others[index].resource)
        }
      }
    }
    let withQuota = (heads?.admitted ?? []).map(\.rank)
    for job in waiting {
      let isBeyond = isBeyondGroups(job)
      for tenant in lineage(of: Int(job.job.index)) {
        all[tenant].waiting += 1
        if isBeyond { all[tenant].waitingBeyondGroups += 1 }
        if withQuota.contains(Int(job.job.index)) { all[tenant].waitingForNodes += 1 }
        for part in job.gang < 0
          ? [world.jobs[Int(job.job.index)]] : books.gangs[Int(job.gang)].parts
        {
          all[tenant].want(part)
        }
      }
    }
    if let part = policy.cycle {
      rankHeads(headsInOrder(part), &all)
    } else {
      var heads = [WaitingJob?](repeating: nil, count: all.count)
      var ofLeaf = [[WaitingJob]](repeating: [], count: all.count)
      for job in waiting { ofLeaf[Int(world.jobs[Int(job.job.index)].tenant.index)].append(job) }
      _ = head(below: 0, ofLeaf, &heads)
      rankSiblings(heads, &all)
    }
    return all
  }

  /// True where limits of its groups let a waiting job start in no pool.
  private func isBeyondGroups(_ waiting: WaitingJob) -> Bool {
    guard !books.groups.isEmpty else { return false }
    guard waiting.gang < 0 else {
      let gang = books.gangs[Int(waiting.gang)]
      return !Gang.hasChoice(among: gang.poolsOfParts) { books.admits(gang, in: $0, frames) }
    }
    let job = world.jobs[Int(waiting.job.index)]
    return !frames.indices.contains { pool in
      waiting.pools >> UInt64(pool) & 1 == 1 && books.admits(job, in: frames[pool])
    }
  }

  /// The devices that a running job holds, by model.
  private func held(by id: ID<Job>) -> [(model: Int, gpus: Int64)] {
    let job = world.jobs[Int(id.index)]
    guard let own = job.components else {
      return [(Int(frames[running[id].pool].model.index), Int64(job.gpus))]
    }
    return books.gangs[Int(own.index)].shares.map {
      (Int(frames[$0.pool].model.index), Int64($0.job.gpus))
    }
  }

  private func explanation(of tenant: ID<Tenant>, _ reserves: [Int64]) -> ShareExplanation {
    let index = Int(tenant.index)
    let slots = books.slots(of: index)
    var own = ShareExplanation(
      tenant: tenant,
      entitled: index == 0
        ? world.cluster.models.ids.map { world.entitlements.gpus(of: tenant, model: $0) }
        : Array(books.nominal[slots]),
      reserve: reserves.isEmpty ? slots.map { _ in 0 } : Array(reserves[slots]),
      limit: slots.map { books.limit($0) == .max ? nil : books.limit($0) },
      fairShare: books.shares.isEmpty ? [] : Array(books.shares[slots]),
      held: slots.map { _ in 0 },
      nonPreemptible: slots.map { _ in 0 },
      wantedOfModel: slots.map { _ in 0 }
    )
    own.others = (slots.upperBound..<index * books.columns + books.columns).map { slot in
      let resource = books.resources[slot % books.columns]
      return ShareExplanation.Standing(
        resource: resource,
        entitled: world.nominal(of: tenant, in: resource),
        reserve: reserves.isEmpty ? 0 : reserves[slot],
        limit: books.limits[slot] == .max ? nil : books.limits[slot],
        held: 0
      )
    }
    own.room = slots.map { slot in
      guard !books.reserves.isEmpty, world.tenants[tenant].children.isEmpty else { return nil }
      let room = books.reserves.room(of: index, in: slot % books.columns)
      return room == .max ? nil : room
    }
    return own
  }

  private func lineage(of job: Int) -> [Int] {
    var lineage: [Int] = []
    var tenant = Int(world.jobs[job].tenant.index)
    while tenant >= 0 {
      lineage.append(tenant)
      tenant = books.parents[tenant]
    }
    return lineage
  }

  /// The first waiting job below a tenant, and that of every tenant below it.
  private func head(
    below tenant: Int,
    _ ofLeaf: [[WaitingJob]],
    _ heads: inout [WaitingJob?]
  ) -> WaitingJob? {
    let children = world.tenants[ID(tenant)].children
    var found: (key: Double, job: WaitingJob)?
    if children.isEmpty {
      found = ofLeaf[tenant].map { (jobKey(of: $0), $0) }
        .min { ($0.0, $0.1.key, $0.1.job.index) < ($1.0, $1.1.key, $1.1.job.index) }
    }
    for child in children {
      guard let job = head(below: Int(child.index), ofLeaf, &heads) else { continue }
      // Where jobs of all tenants are merged, tenants' keys come first as well.
      let key = key(of: child, head: job)
      let isFirst = found.map {
        ($0.key, $0.job.key, $0.job.job.index) > (key, job.key, job.job.index)
      }
      if isFirst ?? true { found = (key, job) }
    }
    heads[tenant] = found?.job
    return found?.job
  }

  /// The key by which a tenant with its first job is compared; keys of jobs are added where the
  /// order adds them.
  private func key(of tenant: ID<Tenant>, head: WaitingJob) -> Double {
    books.key(of: tenant, head: head) + jobKey(of: head)
  }

  private func jobKey(of waiting: WaitingJob) -> Double {
    guard traits.walk == .sum else { return 0 }
    let job = world.jobs[Int(waiting.job.index)]
    let wait = now - job.submit
    let key = policy.order.key(of: JobView(job, wait: wait, capacity: Int(books.capacity)))
    return key - Double(min(wait, traits.aging).milliseconds)
  }

  private func rankSiblings(_ heads: [WaitingJob?], _ all: inout [ShareExplanation]) {
    for parent in world.tenants.ids {
      let siblings = world.tenants[parent].children.map { Int($0.index) }
        .filter { heads[$0] != nil }
      var keys: [(key: Double, job: Int32, tenant: Int)] = []
      for tenant in siblings {
        guard let head = heads[tenant] else { continue }
        all[tenant].view = books.view(of: ID(tenant), head: head)
        all[tenant].counted = Array(books.held[books.slots(of: tenant)])
        all[tenant].excess = books.excesses(of: tenant, with: head)
        all[tenant].wait = now - world.jobs[Int(head.job.index)].submit
        if let ledger = books.ledger, policy.order.reads.contains(.usage) {
          all[tenant].pastUse = ledger.decayed(ledger.usage(of: tenant))
        }
        keys.append((key(of: ID(tenant), head: head), head.job.index, tenant))
      }
      let order = keys.sorted { ($0.key, $0.job) < ($1.key, $1.job) }
      for (place, entry) in order.enumerated() {
        all[entry.tenant].rank = place + 1
        all[entry.tenant].ranked = order.count
      }
    }
  }

  /// The tenant of each queue has the place of its head; those above it that of their first.
  private func rankHeads(_ jobs: [ID<Job>], _ all: inout [ShareExplanation]) {
    for index in all.indices {
      if let heads, world.hasQueue(ID(index)) {
        all[index].dominantShare = heads.state.share(of: heads.nodes[index]).value
      }
    }
    for (place, job) in jobs.enumerated() {
      for tenant in lineage(of: Int(job.index)) where all[tenant].rank == nil {
        all[tenant].rank = place + 1
        all[tenant].ranked = jobs.count
      }
    }
  }
}

/// Which jobs wait and which run, from the journal.
private struct Presence: JournalConsumer {
  enum Phase {
    case away, waiting, running
  }

  private var phases: [Phase] = []

  /// How a job of the trace stands.
  func phase(of job: ID<Job>) -> Phase {
    Int(job.index) < phases.count ? phases[Int(job.index)] : .away
  }

  mutating func receive(_ batch: JournalBatch) {
    for entry in batch.entries {
      let job = Int(entry.job.index)
      if job >= phases.count {
        phases += repeatElement(.away, count: job + 1 - phases.count)
      }
      phases[job] =
        switch entry.kind {
        case .submit, .evict, .interrupt: .waiting
        case .start: .running
        case .end, .reject, .dismiss: .away
        }
    }
  }
}
