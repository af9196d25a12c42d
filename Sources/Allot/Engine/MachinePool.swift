/// A pool as a policy sees it: a pool of the cluster, or behind walls one class's nodes of it.
struct MachinePool {
  /// The pool of the cluster.
  let pool: ID<Pool>
  /// The class that has these nodes to itself, or nil where everybody may use them.
  let owner: ID<Tenant>?
  /// The model of its devices.
  let model: ID<DeviceModel>
  /// What each node can give.
  let kind: NodeCapacity
  /// How many nodes it ever has, and the number of the first one.
  let nodes: Int
  /// How many are commissioned: what a job could ever lie on.
  private var commissioned: Int
  private let firstNode: Int
  /// What is free now.
  private(set) var free: FreeMap
  /// The running jobs by the end of their limits.
  private(set) var ends = TimedJobs()
  /// The running jobs by their starts, kept only where they may be preempted.
  private(set) var starts = TimedJobs()
  /// The nodes that are out, the first to come back first, ties by node.
  private(set) var returns: [NodeReturn] = []
  /// The times for which nodes are announced to be out.
  private(set) var holds = NodeHolds()
  /// What is free beside so many of them that begin first, for a version.
  private var beside: (version: Int, holds: Int, free: FreeMap)
  /// The last plan that was made for a head here.
  private(set) var plan: PoolPlan
  /// Moves with every start and end in the pool.
  private(set) var version = 0
  /// The version for which the plan is true: starts and ends that leave it true take it along.
  private var planned = -1

  /// Devices of all of them.
  var gpus: Int { nodes * kind.gpus }

  /// Splits a cluster into the pools of a policy.
  static func pools(of world: World, hasWalls: Bool) -> [MachinePool] {
    var pools: [MachinePool] = []
    for id in world.cluster.pools.ids {
      let pool = world.machine.machine.pools[id]
      let closures = world.closures.filter { $0.pool == id }
      var kind = NodeCapacity(pool.kind)
      kind.areNodesKept = !closures.isEmpty
      guard hasWalls else {
        var own = MachinePool(id, owner: nil, first: 0, nodes: pool.nodes, kind, pool.kind.model)
        own.commission(world.cluster.pools[id].nodes)
        for absence in closures where absence.from == .distantPast {
          own.close(absence.node, until: absence.until)
        }
        pools.append(own)
        continue
      }
      var first = 0
      for owner in world.tenants[Tenants.root].children {
        let nodes = world.entitlements.nodes(of: owner, in: id)
        guard nodes > 0 else { continue }
        pools.append(
          MachinePool(id, owner: owner, first: first, nodes: nodes, kind, pool.kind.model)
        )
        first += nodes
      }
    }
    return pools
  }

  private init(
    _ pool: ID<Pool>,
    owner: ID<Tenant>?,
    first: Int,
    nodes: Int,
    _ kind: NodeCapacity,
    _ model: ID<DeviceModel>
  ) {
    self.pool = pool
    self.owner = owner
    self.model = model
    self.kind = kind
    self.nodes = nodes
    commissioned = nodes
    firstNode = first
    free = FreeMap(nodes: nodes, firstNode: first, kind: kind)
    beside = (-1, 0, free)
    plan = PoolPlan(free, isCount: kind.isCount)
  }

  /// What would be free if nobody ran.
  var empty: FreeMap { FreeMap(nodes: nodes, firstNode: firstNode, kind: kind) }

  /// What would be free of what is commissioned if nobody ran, whichever nodes these are.
  var whole: FreeMap { FreeMap(nodes: commissioned, firstNode: firstNode, kind: kind) }

  /// What tells the shape of a job here.
  var frame: PoolFrame { PoolFrame(owner: owner, kind: kind, nodes: commissioned, model: model) }

  /// Says how many of its nodes are commissioned from now on; which of them nobody starts on is
  /// said on its own.
  mutating func commission(_ nodes: Int) { commissioned = nodes }

  // MARK: Who has devices

  /// Gives a job places, which it is expected to give back at an instant.
  mutating func take(_ job: ID<Job>, _ slots: [NodeSlot], gpus: Int32, until end: SimTime) {
    version += 1
    free.occupy(slots, gpus: Int(gpus))
    ends.insert(job, at: end, gpus: gpus)
  }

  /// Takes back what a job has here, whether it was expected to run on or not.
  mutating func release(_ entry: RunningJob, at now: SimTime) {
    let isPlanned = planned == version
    version += 1
    free.release(entry.slots, gpus: Int(entry.gpus))
    ends.remove(entry.job, at: entry.expectedEnd)
    guard isPlanned else { return }
    // At its limit a job gives back what the plan counts on.
    if entry.expectedEnd == now || plan.holds(after: entry) { keepPlan() }
  }

  /// Moves the instant at which a job is expected to give back what it has here.
  mutating func expectEnd(of entry: RunningJob, at end: SimTime) {
    version += 1
    ends.remove(entry.job, at: entry.expectedEnd)
    ends.insert(entry.job, at: end, gpus: entry.gpus)
  }

  /// Lets a running job be preempted from its start on.
  mutating func markPreemptible(_ job: ID<Job>, from start: SimTime, gpus: Int32) {
    starts.insert(job, at: start, gpus: gpus)
  }

  /// Lets a running job be preempted no more.
  mutating func unmarkPreemptible(_ entry: RunningJob) { starts.remove(entry.job, at: entry.start) }

  /// Empties the places of a victim in its grace, of which a claimant takes some over at once.
  ///
  /// ``take(_:_:gpus:until:)`` for the claimant follows, then ``occupyAgain(_:)`` with the rest.
  mutating func vacate(_ victim: RunningJob) {
    free.release(victim.slots, gpus: Int(victim.gpus))
  }

  /// Gives a victim back what its claimant has left it.
  mutating func occupyAgain(_ victim: RunningJob) {
    free.occupy(victim.slots, gpus: Int(victim.gpus))
    ends.change(victim.job, at: victim.expectedEnd, gpus: victim.gpus)
  }

  // MARK: Nodes that are out

  /// The position behind its last node.
  var endNode: Int { firstNode + nodes }

  /// True for a node of the cluster's pool that lies here.
  func has(_ node: Int32) -> Bool { (firstNode..<firstNode + nodes).contains(Int(node)) }

  /// Lets nobody start on a node until an instant, or longer where it is out already.
  mutating func close(_ node: Int32, until end: SimTime) {
    version += 1
    let number = Int(node) - firstNode
    var back = NodeReturn(node: number, time: end)
    if free.isOut(number), let known = returns.firstIndex(where: { $0.node == number }) {
      back.time = max(end, returns.remove(at: known).time)
    }
    // Nodes of one instant come one behind the other.
    let place = returns.last.map { $0 < back } ?? true ? returns.count : nil
    returns.insert(back, at: place ?? returns.firstIndex { back < $0 } ?? returns.count)
    free.close(number)
  }

  /// Lets nobody start on a node who could still run when it is out.
  mutating func announce(_ outage: NodeOutage) {
    version += 1
    let node = Int(outage.node) - firstNode
    holds.insert(NodeHold(node: node, from: outage.from, until: outage.until))
  }

  /// Forgets what was announced and has begun, which ``close(_:until:)`` knows.
  mutating func forgetHolds(at now: SimTime) { holds.forget(until: now) }

  /// What is free for somebody who would have it until an instant.
  func free(until end: SimTime) -> FreeMap { left(of: free, from: .distantPast, until: end) }

  /// What is left of what is free at an instant for somebody who would have it until another.
  func left(of free: FreeMap, from start: SimTime, until end: SimTime) -> FreeMap {
    var left = free
    holds.close(&left, from: start, until: end)
    return left
  }

  /// Puts the place for a shape into slots, of somebody who would have it until an instant; false
  /// where there is none.
  ///
  /// Many ask for the same while nothing starts, so what they find is kept.
  mutating func place(
    _ shape: GangShape,
    until end: SimTime,
    into slots: inout [NodeSlot]
  ) -> Bool {
    let count = holds.count(before: end)
    guard count > 0 else { return free.place(shape, into: &slots) }
    guard free.hosts(shape) else { return false }
    keep(beside: count)
    return beside.free.place(shape, into: &slots)
  }

  /// Keeps what is free beside so many holds that begin first.
  private mutating func keep(beside count: Int) {
    guard beside.version != version || beside.holds != count else { return }
    beside.free.copy(free)
    for hold in holds.byBegin[..<count] { beside.free.close(hold.node) }
    (beside.version, beside.holds) = (version, count)
  }

  /// The most devices that a job could take that would meet the first hold, whatever it asks for on
  /// a node or packed; only where there is one.
  mutating func largestStart(beside first: NodeHold, usesNodeShapes: Bool) -> Int32 {
    keep(beside: holds.count(before: first.from + SimDuration(milliseconds: 1)))
    return Int32(usesNodeShapes ? beside.free.freeGPUs : beside.free.largestPackedGang)
  }

  /// Takes back the nodes that are there again at an instant.
  mutating func open(at now: SimTime) {
    let count = returns.prefix { $0.time <= now }.count
    guard count > 0 else { return }
    version += 1
    for back in returns[..<count] { free.open(back.node) }
    returns.removeFirst(count)
  }

  // MARK: The plan of a head

  /// When a head is planned to start; nil unless the last plan is its own and still true.
  func plannedStart(of job: ID<Job>) -> SimTime? {
    plan.job == job && planned == version ? plan.time : nil
  }

  /// Plans the start of a head: the first instant at which running limits free a place for as long
  /// as it may run; `pool` is the position of this one.
  ///
  /// The plan holds for the same head as long as every start and end here has left it true.
  mutating func plan(
    _ job: ID<Job>,
    gpus: Int32,
    shape: GangShape,
    length: SimDuration,
    from now: SimTime,
    _ running: RunningJobs,
    in pool: Int
  ) -> SimTime {
    func slots(_ entry: TimedJobs.Entry) -> [NodeSlot] {
      running[running.record(of: entry.job, in: pool)].slots
    }
    if holds.isEmpty {
      plan.reserve(shape, of: job, gpus: gpus, in: free, ends, returns, slots: slots)
    } else {
      plan.reserve(
        shape,
        of: job,
        gpus: gpus,
        for: length,
        from: now,
        in: free,
        ends,
        returns,
        holds,
        slots: slots
      )
    }
    planned = version
    return plan.time
  }

  /// Plans the start of components at an instant at which so much is free; the plan holds for this
  /// cycle only.
  mutating func reserve(
    _ shapes: [GangShape],
    of job: ID<Job>,
    gpus: Int32,
    at time: SimTime,
    future: FreeMap
  ) {
    plan.reserve(shapes, of: job, gpus: gpus, at: time, future: future)
    planned = -1
  }

  /// Books a start until `end` in the plan; false where the head would no longer fit.
  mutating func admit(_ slots: [NodeSlot], gpus: Int32, until end: SimTime) -> Bool {
    plan.admit(slots, gpus: gpus, until: end)
  }

  /// Says that the plan is true although the pool has changed.
  mutating func keepPlan() { planned = version }

  /// Stops the program where what is free, or when it ends, is not as the records of its jobs say.
  func checkInvariants(_ entries: [RunningJob]) {
    var free = empty
    for back in returns { free.close(back.node) }
    for entry in entries { free.occupy(entry.slots, gpus: Int(entry.gpus)) }
    precondition(free.freeGPUs == self.free.freeGPUs, "what nobody has is free")
    let times = entries.map(\.expectedEnd).sorted()
    precondition(ends.map(\.time) == times, "what is had is expected back")
  }
}

/// The fixed part of a pool that visits read: plain numbers, cheap to copy.
struct PoolFrame {
  let owner: ID<Tenant>?
  let kind: NodeCapacity
  /// Those that are commissioned.
  let nodes: Int
  let model: ID<DeviceModel>

  /// The shape of a job here, or nil where it could not start even if the pool were empty.
  func shape(of job: Job) -> GangShape? {
    guard let shape = GangShape(of: job, on: kind) else { return nil }
    let needed = kind.isPlain ? Int(shape.count) : shape.nodes
    return needed <= nodes ? shape : nil
  }

  /// What a job that could lie here, or does still lie here, asks for under the limits of its
  /// groups.
  ///
  /// Devices that are nodes of their own are no nodes.
  func need(of job: Job) -> GroupHoldings.Need {
    let nodes = kind.isPlain ? 0 : GangShape(of: job, on: kind)?.nodes ?? 0
    return GroupHoldings.Need(job, model: Int(model.index), nodes: nodes)
  }
}
