/// The walk over heads: one waiting job of each queue, all decided about together.
extension Simulation {
  /// Adds a waiting job to its queue.
  mutating func queueHead(_ waiting: WaitingJob) {
    let job = world.jobs[Int(waiting.job.index)]
    let likeness = HeadQueue.Likeness(
      key: waiting.key,
      gpus: job.gpus,
      gpusPerNode: job.gpusPerNode,
      cores: job.cores,
      memory: job.memory,
      priority: job.priority,
      pools: waiting.pools
    )
    // Who ran when the replay began, and was preempted, may be one whom no quota lets start.
    guard waiting.pools != 0, let node = heads?.nodes[Int(job.tenant.index)] else { return }
    heads?.queues[node].insert(waiting.job, likeness)
  }

  /// Looks at the heads until a look preempts nobody: victims are heads again in the next one; see
  /// ``Looks`` for those that preempt each other for ever.
  mutating func headsPass(_ part: any CyclePart) throws(PolicyViolation) {
    try lookAtHeads(part)
    if heads?.admitted.isEmpty == false { placeAdmitted() }
  }

  private mutating func lookAtHeads(_ part: any CyclePart) throws(PolicyViolation) {
    var looks = Looks()
    while true {
      for job in heads?.barred ?? [] { queueHead(waitingJob(job)) }
      heads?.barred.removeAll()
      // Cycles until one neither starts nor preempts nor puts aside anything.
      while headsCycle(part) { queue.counters.cycles += 1 }
      guard heads?.barred.isEmpty == false else { return }
      if try looks.comeBack(&self) { return }
    }
  }

  /// One cycle; true if another one may find something else.
  private mutating func headsCycle(_ part: any CyclePart) -> Bool {
    let verdicts = verdicts(part)
    queue.counters.visits += verdicts.count
    var (hasStarted, hasEvicted) = (false, false)
    var waiting: [Holding] = []
    // Later verdicts lean on earlier ones, of which one that finds no place is not carried out.
    var isAsDecided = true
    for verdict in verdicts {
      if let fault = verdict.fault { violate("the cycle \(fault)", job: ID(verdict.claim.rank)) }
      switch verdict.outcome {
      case .admitted where mayAdmit(verdict.claim, isAsDecided) && admit(verdict.claim):
        hasStarted = true
      case .preempts where preempt(verdict.victims, for: verdict.claim): hasEvicted = true
      case .deferred: break
      default:
        waiting.append(verdict.claim)
        if verdict.outcome != .waits { isAsDecided = false }
      }
    }
    // What an eviction frees may be for any of them: nobody is put aside.
    guard !hasEvicted else { return true }
    var isAnyAside = false
    for claim in waiting where heads?.putAside(claim, withAllLikeIt: !hasStarted) == true {
      isAnyAside = true
    }
    return hasStarted || isAnyAside
  }

  /// A decision about a head, with what it asks for and who has to leave for it.
  private struct Verdict {
    var claim: Holding
    var outcome: HeadDecision.Outcome
    var victims: [ID<Job>] = []
    /// What is wrong with the decision, in words.
    var fault: String?
  }

  /// The heads of this moment in the order in which the policy deals with them.
  func headsInOrder(_ part: any CyclePart) -> [ID<Job>] {
    guard let heads else { return [] }
    let claims = claims(at: Array(heads.queues.indices), heads)
    return decide(claims, part, heads).map { ID($0.claim.rank) }
  }

  /// What the policy decides about the heads of this moment.
  ///
  /// Who can not be served whatever becomes of the others is not decided about, unless that could
  /// matter to others who can.
  private mutating func verdicts(_ part: any CyclePart) -> [Verdict] {
    let (modelOfPool, now) = (books.modelOfPool, now)
    guard var hopeless = heads?.survey(part, modelOfPool: modelOfPool, now: now) else { return [] }
    if let skipped = heads?.skipCycles(&hopeless) {
      queue.counters.visits += skipped.heads
      queue.counters.cycles += skipped.cycles
    }
    guard let heads else { return [] }
    var (lost, others): ([Verdict], [Int]) = ([], [])
    var isIgnored = true
    for (node, queue) in heads.queues.enumerated() {
      guard let head = queue.head else { continue }
      if hopeless.contain(head.likeness, at: node) {
        let claim = request(of: head, at: node)
        isIgnored = isIgnored && part.ignores(hopeless: claim, in: heads.state)
        lost.append(Verdict(claim: claim, outcome: .waits))
      } else {
        others.append(node)
      }
    }
    guard !others.isEmpty else { return lost }
    if isIgnored { return decide(claims(at: others, heads), part, heads) + lost }
    return decide(claims(at: Array(heads.queues.indices), heads), part, heads)
  }

  /// What the heads of some queues ask for.
  private func claims(at nodes: [Int], _ heads: HeadsWalk) -> [Holding] {
    var claims: [Holding] = []
    // A closure would copy the simulation.
    for node in nodes {
      if let head = heads.queues[node].head { claims.append(claim(of: head, at: node, heads)) }
    }
    return claims
  }

  /// What the policy decides about heads, in the order in which it deals with them.
  ///
  /// The copies that it works on are gone before anything is changed, so that nothing is copied
  /// for the change.
  private func decide(
    _ claims: [Holding],
    _ part: any CyclePart,
    _ heads: HeadsWalk
  ) -> [Verdict] {
    guard !claims.isEmpty else { return [] }
    let start = heads.state
    var state = start
    let decisions = part.decide(claims, in: &state, heads.reclaimable)
    var isDecided = Array(repeating: false, count: claims.count)
    var verdicts: [Verdict] = []
    for decision in decisions {
      guard claims.indices.contains(decision.head), !isDecided[decision.head] else {
        return [
          Verdict(claim: claims[0], outcome: .waits, fault: "decides about no head, or twice")
        ]
      }
      isDecided[decision.head] = true
      var verdict = Verdict(claim: claims[decision.head], outcome: decision.outcome)
      if case .preempts(let victims) = decision.outcome {
        for victim in victims {
          guard start.holdings.indices.contains(victim.holding) else {
            verdict.fault = "preempts a job that holds nothing"
            continue
          }
          verdict.victims.append(ID(start.holdings[victim.holding].rank))
        }
      }
      verdicts.append(verdict)
    }
    return verdicts
  }

  /// True for a head that fits the quotas of this moment, as one that is admitted must as long as
  /// all is as it was decided.
  private mutating func mayAdmit(_ claim: Holding, _ isAsDecided: Bool) -> Bool {
    if heads?.mayAdmit(claim) == true { return true }
    if isAsDecided { violate("the cycle admits a job beyond its quota", job: ID(claim.rank)) }
    return false
  }

  private func request(of head: HeadQueue.Head, at node: Int) -> Holding {
    Holding(
      node: node,
      priority: Int(head.likeness.priority),
      submit: world.jobs[Int(head.job.index)].submit,
      start: now,
      rank: Int(head.job.index),
      amounts: []
    )
  }

  /// What a head asks for: devices of the first model in which it would fit and has a place, else
  /// in which it would fit, else of its first.
  private func claim(of head: HeadQueue.Head, at node: Int, _ heads: HeadsWalk) -> Holding {
    let job = world.jobs[Int(head.job.index)]
    var claim = request(of: head, at: node)
    var best: (rank: Int, model: Int)?
    let end = now + remainingLimit(head.job)
    let ranks = heads.ranks[node]
    var pools: [Int] = []
    for pool in frames.indices where head.likeness.pools >> UInt64(pool) & 1 == 1 {
      pools.append(pool)
    }
    pools.sort { a, b in
      (ranks[Int(frames[a].model.index)], a) < (ranks[Int(frames[b].model.index)], b)
    }
    for pool in pools {
      let model = Int(frames[pool].model.index)
      claim.amounts = heads.columns.amounts(model: model) { job.amount(of: $0) }
      var rank = 2
      if heads.state.fits(claim) {
        rank = heads.admitsByQuotaAlone ? 0 : 1
        if let shape = frames[pool].shape(of: job), free(in: pool, until: end).hosts(shape) {
          rank = 0
        }
      }
      if best.map({ rank < $0.rank }) ?? true { best = (rank, model) }
    }
    claim.amounts = heads.columns.amounts(model: best?.model ?? 0) {
      job.amount(of: $0)
    }
    return claim
  }

  /// The pools of the model that a head asks for, or all where it asks for no devices.
  private func pools(for claim: Holding) -> [Int] {
    let model = claim.amounts.first.map(\.column).flatMap { $0 < books.models ? $0 : nil }
    var found: [Int] = []
    var bits = admissiblePools(of: world.jobs[claim.rank])
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      if model == nil || Int(frames[pool].model.index) == model { found.append(pool) }
    }
    return found
  }

  /// Starts a head that has its quota; false where no pool has a place for it.
  ///
  /// Where quota alone admits, it holds it from now on whether there is a place or not.
  private mutating func admit(_ claim: Holding) -> Bool {
    let needsPlace = heads?.admitsByQuotaAlone == false
    let place = needsPlace ? place(for: claim) : nil
    guard place != nil || !needsPlace else { return false }
    let id = ID<Job>(claim.rank)
    heads?.queues[claim.node].remove(id)
    heads?.admit(claim)
    if let place {
      start(waitingJob(id), pool: place, slots: cycle.candidate)
    } else {
      heads?.admitted.append(claim)
    }
    return true
  }

  /// The first pool that has a place for a head now, which is then in ``candidate``.
  private mutating func place(for claim: Holding) -> Int? {
    for pool in pools(for: claim) {
      guard let shape = frames[pool].shape(of: world.jobs[claim.rank]) else { continue }
      cycle.candidate.removeAll(keepingCapacity: true)
      let end = now + remainingLimit(ID(claim.rank))
      if free(in: pool, until: end).place(shape, into: &cycle.candidate) { return pool }
    }
    return nil
  }

  /// Starts whoever holds quota and has a place now, in the order of admission: nobody waits for a
  /// larger one before it.
  private mutating func placeAdmitted() {
    let waiting = heads?.admitted ?? []
    heads?.admitted.removeAll()
    for claim in waiting {
      if let pool = place(for: claim) {
        start(waitingJob(ID(claim.rank)), pool: pool, slots: cycle.candidate)
      } else {
        heads?.admitted.append(claim)
      }
    }
  }

  /// Takes their quota from victims, whether that makes a place or not.
  private mutating func takeQuota(of victims: [ID<Job>], for claim: Holding) -> Bool {
    var hasTaken = false
    for victim in victims {
      if running.holdsDevices(victim) {
        evict(victim)
        hasTaken = true
      } else if heads?.withdraw(victim) == true {
        heads?.barred.append(victim)
        hasTaken = true
      }
    }
    if hasTaken { heads?.keepHead(claim) }
    return hasTaken
  }

  /// Evicts victims, unless a head had no place without them either.
  private mutating func preempt(_ victims: [ID<Job>], for claim: Holding) -> Bool {
    if heads?.admitsByQuotaAlone == true { return takeQuota(of: victims, for: claim) }
    let job = world.jobs[claim.rank]
    // An earlier head may have evicted some of them already.
    var held: [ID<Job>] = []
    for victim in victims where running.holdsDevices(victim) { held.append(victim) }
    var hasPlace = false
    for pool in pools(for: claim) where !hasPlace {
      guard let shape = frames[pool].shape(of: job) else { continue }
      var free = free(in: pool, until: now + remainingLimit(ID(claim.rank)))
      for victim in held {
        let record = running[victim]
        if record.pool == pool { free.release(record.slots, gpus: Int(record.gpus)) }
      }
      hasPlace = free.hosts(shape)
    }
    guard hasPlace && !held.isEmpty else { return false }
    for victim in held { evict(victim) }
    heads?.keepHead(claim)
    return true
  }
}
