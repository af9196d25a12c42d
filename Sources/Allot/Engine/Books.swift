/// What each tenant holds, may hold and has used, and which jobs a walk has dealt with.
///
/// The books answer the queue tree's questions from the policy's parts and the accounts.
struct Books: QueueJudge {
  let order: any OrderPart
  let reclaim: (any ReclaimPart)?
  let traits: PolicyTraits
  /// True when limit-stopped jobs are visited once per tenant, because they reserve there.
  let visitsLimited: Bool
  /// True when every limit-stopped job is visited, because it stops those behind it.
  let visitsAllLimited: Bool
  let models: Int
  /// What is booked of each tenant: devices of every model, then other resources.
  let resources: [Resource]
  /// The number of them: where a tenant's amounts begin is a multiple of it.
  let columns: Int
  let modelOfPool: [Int]
  let parents: [Int]
  /// The tenant at whose node of the queue tree each tenant's jobs wait: itself or one above it.
  let stems: [ID<Tenant>]
  let weights: [Int64]
  let priorities: [Int64]
  /// True when some tenant has an own limit.
  let hasLimits: Bool
  private let shareBound: ShareBound
  /// What tenants count on in this pass, by tenant and model; empty where nothing is divided.
  var shares: [Double] = []
  /// True when it matters who holds what.
  let keepsHoldings: Bool
  /// Whose blocked jobs keep those behind them waiting.
  private var strictQueues: StrictQueues
  /// True for tenants with a limited tenant somewhere below them.
  let hasLimitBelow: [Bool]
  /// True for tenants with an entitled tenant somewhere below them.
  let hasNominalBelow: [Bool]
  /// True for tenants with none below them.
  let isLeaf: [Bool]
  private let limitChains: LimitChains
  /// What tenants kept when the pass began, by slot; empty where no part of the policy reads it.
  private(set) var keptAtFirst: [Int64] = []

  /// What is held by tenant and resource.
  private(set) var held: [Int64]
  /// The part of it that stays once the victims in their grace have gone.
  private(set) var kept: [Int64]
  /// What orders, surplus and reclaim go by: entitlements to devices, nil for other resources.
  let nominal: [Int64?]
  let limits: [Int64]
  private(set) var heldTotal: [Int64]
  let capacity: Int64
  /// What tenants keep for themselves, where the policy lets them.
  private(set) var reserves: Reserves
  /// The same while nobody holds anything.
  let reservesAtRest: Reserves
  /// True for tenants with a reserve somewhere below them.
  private let hasReserveBelow: [Bool]
  /// What tenants hold of every resource, where the order reads it.
  var dominance: ResourceHoldings
  /// The jobs of several components.
  var gangs: [Gang]
  var ledger: Ledger?
  /// Where the order reads it.
  let effectiveUsage: EffectiveUsage?
  /// The use of all at the last tick.
  var allUse = 0.0

  /// The tenants at whose limits heads wait.
  var reservations: TenantReservations
  /// The last walk that visited a job.
  private(set) var visited: [Int32]
  private(set) var walk: Int32 = 0
  /// Who was evicted in this pass.
  var victims: PassVictims
  /// The smallest claimant of this walk by queue (its tenant) and pool.
  private var claimFloors: ClaimFloors
  /// The largest job for which each tenant may claim, by model; −1 for who has no entitlement.
  private var claimable: [Int32]
  /// Who keeps more than it may from claimants.
  private(set) var takeable: Takeable
  /// Who could preempt less urgent jobs of its own queue.
  var ownQueues: OwnQueues
  /// What is never preempted.
  private(set) var nonPreemptible: NonPreemptibleWork
  /// Limits beside the tree: one, or nothing where there are none.
  var groups: [GroupHoldings]

  init(world: World, policy: Policy, modelOfPool: [Int], _ facts: JobFacts) {
    order = policy.order
    reclaim = policy.reclaim
    traits = PolicyTraits(policy)
    visitsAllLimited = traits.blocked == .stop
    visitsLimited = traits.head != .pass
    models = world.cluster.models.count
    resources = world.resources
    columns = resources.count
    self.modelOfPool = modelOfPool
    let tenants = world.tenants
    parents = tenants.ids.map { tenants.parent(of: $0).map { Int($0.index) } ?? -1 }
    priorities = tenants.ids.map { Int64(tenants.priority(of: $0)) }
    weights = world.weights(policy.weights)
    let entitled: [Int64?] = tenants.ids.flatMap { tenant in
      world.resources.map { tenant == Tenants.root ? nil : world.nominal(of: tenant, in: $0) }
    }
    let (models, columns) = (models, columns)
    nominal = entitled.enumerated().map { $0.offset % columns < models ? $0.element : nil }
    let quota = policy.quota
    limits = zip(entitled, world.ceilings).map { min(quota.limit(nominal: $0) ?? .max, $1) }
    shareBound = quota.bound
    let kept = policy.keepsReserves ? world.reserves : limits.map { _ in 0 }
    reservesAtRest = Reserves(kept: kept, limits: limits, parents: parents, world: world)
    reserves = reservesAtRest
    hasReserveBelow = Self.spread(kept.map { $0 > 0 }, parents: parents, columns: columns)
    strictQueues = StrictQueues(world, policy, parents: parents)
    nonPreemptible = NonPreemptibleWork(world, traits, facts, entitled, parents: parents)
    let isGrouped = !world.limitGroups.isEmpty && policy.cycle == nil
    groups = isGrouped ? [GroupHoldings(world, policy, quotas: nominal)] : []
    hasLimits =
      quota.bound != .none || !groups.isEmpty || !reserves.isEmpty || !strictQueues.isEmpty
      || !nonPreemptible.isUnbound || limits.contains { $0 != .max }
    keepsHoldings = hasLimits || traits.asksWhatIsHeld
    let isLimited = Self.isLimited(limits, kept, nominal, quota.bound)
    hasLimitBelow = Self.spread(isLimited, parents: parents, columns: columns)
    limitChains = LimitChains(limits, parents: parents, models: models, columns: columns)
    isLeaf = tenants.ids.map { tenants[$0].children.isEmpty }
    hasNominalBelow = Self.hasNominalBelow(nominal, policy, parents: parents, columns: columns)
    let readsEntitlements =
      policy.reclaim != nil || !policy.order.reads.isDisjoint(with: [.excess, .fairShare])
    stems = Self.stems(
      of: tenants,
      order: order,
      traits: traits,
      weights: weights,
      splits: [hasLimitBelow, strictQueues.hasQueueBelow]
        + (readsEntitlements ? [hasNominalBelow] : []),
      hasWalls: quota.hasWalls
    )
    gangs = Simulation.gangs(of: world)
    held = Array(repeating: 0, count: limits.count)
    self.kept = held
    heldTotal = Array(repeating: 0, count: tenants.count)
    capacity = Int64(world.cluster.gpus)
    let compared = traits.comparesResources ? parents : []
    dominance = ResourceHoldings(cluster: world.cluster, parents: compared)
    ledger = policy.ledger.map { Ledger(part: $0, tenants: tenants.count) }
    let readsUsage = traits.reads.contains(.effectiveUsage)
    effectiveUsage = readsUsage ? EffectiveUsage(weights: weights, parents: parents) : nil
    reservations = TenantReservations(slots: limits.count)
    visited = Array(repeating: 0, count: world.jobs.count)
    victims = PassVictims(jobs: traits.reclaims ? world.jobs.count : 0)
    claimable = Array(repeating: -1, count: traits.reclaims ? held.count : 0)
    ownQueues = OwnQueues(facts, parents: parents)
    takeable = Takeable(traits.reclaims ? tenants : nil, parents: parents, models: models)
    claimFloors = ClaimFloors(count: claimable.count / columns * modelOfPool.count)
    judgeClaims(Array(claimable.indices))
  }

  /// True when something might be claimed somewhere.
  var hasTakeable: Bool { traits.reclaims && (!takeable.isEmpty || !ownQueues.isEmpty) }

  // MARK: Answers to the queue tree

  var narrowsFilters: Bool { hasLimits || traits.reclaims }

  func bounds(of tenant: ID<Tenant>, in pool: Int) -> TenantBounds {
    TenantBounds(
      cap: cap(of: tenant, in: pool),
      claim: claim(of: tenant, in: pool),
      openAbove: openAbove(of: tenant, in: pool)
    )
  }

  private func cap(of tenant: ID<Tenant>, in pool: Int) -> Int32 {
    guard hasLimits else { return .max }
    if strictQueues.isClosed(Int(tenant.index), in: walk) { return -1 }
    guard !visitsAllLimited, !strictQueues.concern(Int(tenant.index)) else { return .max }
    let slot = Int(tenant.index) * columns + modelOfPool[pool]
    let room = self.room(of: Int(tenant.index), slot)
    let limit = limit(slot)
    guard limit != .max else { return room }
    if visitsLimited {
      // The lowest tenant that stops a job takes its reservation: as long as there may be one
      // below, or this one has none, jobs over the limit are visited.
      guard !hasLimitBelow[Int(tenant.index)], reservations[slot] else { return .max }
    }
    // Who is over the limit may claim what is taken back below it.
    if takeable.isAny(below: Int(tenant.index), model: modelOfPool[pool])
      || ownQueues.isAny(below: Int(tenant.index))
    {
      return room
    }
    // Who takes no devices is not stopped by a limit of them.
    return min(room, Int32(clamping: max(0, limit - held[slot])))
  }

  /// What others' reserves leave a tenant for a job; who may claim is not stopped by them.
  private func room(of tenant: Int, _ slot: Int) -> Int32 {
    guard !reserves.isEmpty, !traits.reclaims, !hasReserveBelow[tenant] else { return .max }
    return Int32(clamping: reserves.room(of: tenant, in: slot % columns))
  }

  /// The devices of a tenant, by model.
  func slots(of tenant: Int) -> Range<Int> { tenant * columns..<tenant * columns + models }

  /// What a tenant may hold now in a model.
  @inline(__always)
  func limit(_ slot: Int) -> Int64 { limit(slot, held: held[slot]) }

  /// What a tenant that holds so much may hold in a model.
  @inline(__always)
  func limit(_ slot: Int, held: Int64) -> Int64 {
    shareBound == .none ? limits[slot] : min(limits[slot], shareLimit(slot, held: held))
  }

  /// What its share lets a tenant hold in a model.
  private func shareLimit(_ slot: Int, held: Int64) -> Int64 {
    // Before the first pass, and for who is not among those that something is divided among.
    guard !shares.isEmpty, nominal[slot] != nil else { return .max }
    let share = shares[slot]
    if shareBound == .until { return Double(held) < share ? .max : held }
    return held == 0 && share > 0 ? .max : Int64(share)
  }

  private func openAbove(of tenant: ID<Tenant>, in pool: Int) -> Int32 {
    guard hasLimits else { return .max }
    let index = Int(tenant.index)
    if strictQueues.concern(index) { return -1 }
    guard visitsLimited || visitsAllLimited else { return .max }
    // A gang may be over a limit of which each of its components is below.
    if hasLimitBelow[index] || !gangs.isEmpty { return -1 }
    let room = limitChains.room(of: index, model: modelOfPool[pool], limits, held: held) {
      visitsAllLimited || !reservations[$0]
    }
    return Int32(clamping: max(room, -1))
  }

  private func claim(of tenant: ID<Tenant>, in pool: Int) -> Int32 {
    if ownQueues.isAny(below: Int(tenant.index)),
      !ownQueues.isClosed(Int(tenant.index), in: walk)
    {
      return .max
    }
    guard takeable.isAny(below: 0, model: modelOfPool[pool]) else { return -1 }
    var index = Int(tenant.index)
    // Who may claim below is only known where everybody goes by the same entitlement.
    guard !hasNominalBelow[index] else { return .max }
    let floor = claimFloors[index * modelOfPool.count + pool]
    while index > 0 {
      let slot = index * columns + modelOfPool[pool]
      if nominal[slot] != nil { return min(claimable[slot], floor - 1) }
      index = parents[index]
    }
    return -1
  }

  func isOpen(_ job: ID<Job>) -> Bool {
    visited[Int(job.index)] != walk && !victims.contains(job)
  }

  // MARK: Walks

  mutating func beginWalk() {
    walk += 1
    claimFloors.clear()
  }

  /// Says that a job of a leaf claims in a pool, so that larger ones of the same queue need no
  /// visit for it.
  mutating func noteClaimant(leaf: ID<Tenant>, pool: Int, gpus: Int32) {
    claimFloors.note(gpus, at: Int(stems[Int(leaf.index)].index) * modelOfPool.count + pool)
  }

  /// Makes room for so many jobs more.
  mutating func makeRoom(forJobs more: Int) {
    visited += repeatElement(0, count: more)
    if traits.reclaims { victims.makeRoom(forJobs: more) }
  }

  mutating func visit(_ job: ID<Job>) {
    visited[Int(job.index)] = walk
  }

  /// Closes the queue of a tenant's blocked job for the rest of the walk, if it is strict.
  mutating func closeStrictQueue(of tenant: ID<Tenant>) {
    strictQueues.close(Int(tenant.index), in: walk)
  }

  // MARK: Changes

  /// Books what a job takes.
  mutating func take(_ job: Job, model: Int) {
    change(job, held: 1, kept: 1, model: model)
  }

  /// Lets the ledger run for a job that starts.
  mutating func charge(leaf: ID<Tenant>, gpus: Int32, at now: SimTime) {
    guard ledger != nil else { return }
    var index = Int(leaf.index)
    while index >= 0 {
      ledger?.start(index, gpus: Int64(gpus), at: now)
      index = parents[index]
    }
  }

  /// Books a job as a victim in its grace: what it holds no longer counts as kept.
  mutating func leave(_ job: Job, model: Int) {
    change(job, held: 0, kept: -1, model: model)
    takeable.leave(below: Int(job.tenant.index), model: model)
  }

  /// Books that such a victim is no more.
  mutating func left(_ job: Job, model: Int) {
    change(job, held: 0, kept: 1, model: model)
    takeable.left(below: Int(job.tenant.index), model: model)
  }

  /// Books what a job gives back.
  mutating func give(_ job: Job, model: Int) {
    change(job, held: -1, kept: -1, model: model)
  }

  /// Lets the ledger stop for a job that was charged.
  mutating func discharge(
    _ job: Job,
    at now: SimTime,
    startedAt start: SimTime,
    started: Double
  ) {
    guard ledger != nil else { return }
    var index = Int(job.tenant.index)
    while index >= 0 {
      ledger?.end(index, gpus: Int64(job.gpus), at: now, startedAt: start, started: started)
      index = parents[index]
    }
  }

  /// Books a job's amounts times a sign as held and as kept.
  private mutating func change(_ job: Job, held sign: Int64, kept keeps: Int64, model: Int) {
    guard keepsHoldings else { return }
    let gpus = Int64(job.gpus)
    if sign != 0 { nonPreemptible.change(job, model: model, sign: sign) }
    if !reserves.isEmpty { reserves.take(job, model: model, sign: keeps) }
    var index = Int(job.tenant.index)
    while index >= 0 {
      let slot = index * columns + model
      held[slot] += sign * gpus
      heldTotal[index] += sign * gpus
      kept[slot] += keeps * gpus
      for column in models..<columns {
        let amount = job.amount(of: resources[column])
        held[index * columns + column] += sign * amount
        kept[index * columns + column] += keeps * amount
      }
      if traits.reclaims { judgeClaims(slot, model: model) }
      index = parents[index]
    }
  }

  /// Remembers what tenants keep when a round of reclaim begins, if the policy reads that.
  mutating func beginRound() {
    guard reclaim?.readsFirstHoldings == true else { return }
    let former = keptAtFirst
    keptAtFirst = kept
    judgeClaims(kept.indices.filter { former.isEmpty || former[$0] != kept[$0] })
  }

  /// Keeps up who may claim and who may be taken from, after shares have changed.
  mutating func judgeClaims(_ slots: [Int]) {
    for slot in slots { judgeClaims(slot, model: slot % columns) }
  }

  /// Keeps up who may claim and who may be taken from, after a change of what a tenant keeps.
  private mutating func judgeClaims(_ slot: Int, model: Int) {
    guard let reclaim, let standing = standing(slot, kept: kept) else { return }
    claimable[slot] = Int32(clamping: reclaim.claimable(standing))
    takeable.set(slot / columns, model: model, to: reclaim.mayTake(standing))
  }
}
