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
    guard let node = heads?.nodes[Int(job.tenant.index)] else { return }
    heads?.queues[node].insert(waiting.job, likeness)
  }

  /// Cycles until one neither starts nor preempts nor puts aside anything.
  mutating func headsPass(_ part: any CyclePart) {
    for job in heads?.barred ?? [] { queueHead(waitingJob(job)) }
    heads?.barred.removeAll()
    while headsCycle(part) { queue.counters.cycles += 1 }
  }

  /// One cycle; true if another one may find something else.
  private mutating func headsCycle(_ part: any CyclePart) -> Bool {
    let verdicts = verdicts(part)
    queue.counters.visits += verdicts.count
    var (hasStarted, hasEvicted) = (false, false)
    var waiting: [Holding] = []
    for verdict in verdicts {
      switch verdict.outcome {
      case .admitted where admit(verdict.claim): hasStarted = true
      case .preempts where preempt(verdict.victims, for: verdict.claim): hasEvicted = true
      case .deferred: break
      default: waiting.append(verdict.claim)
      }
    }
    // What an eviction frees may be for any of them: nobody is put aside.
    guard !hasEvicted else { return true }
    waiting.removeAll { isStrict($0.node) }
    for claim in waiting {
      heads?.queues[claim.node].putAside(ID(claim.rank), withAllLikeIt: !hasStarted)
    }
    return hasStarted || !waiting.isEmpty
  }

  /// True where the first job of a queue keeps those behind it waiting.
  private func isStrict(_ node: Int) -> Bool {
    traits.head == .close || heads?.isStrict[node] == true
  }

  /// A decision about a head, with what it asks for and who has to leave for it.
  private struct Verdict {
    var claim: Holding
    var outcome: HeadDecision.Outcome
    var victims: [ID<Job>] = []
  }

  /// The heads of this moment in the order in which the policy deals with them.
  func headsInOrder(_ part: any CyclePart) -> [ID<Job>] {
    verdicts(part).map { ID($0.claim.rank) }
  }

  /// What the policy decides about the heads of this moment, in the order in which it deals with
  /// them.
  ///
  /// The copies that it works on are gone before anything is changed, so that nothing is copied
  /// for the change.
  private func verdicts(_ part: any CyclePart) -> [Verdict] {
    guard let heads else { return [] }
    let claims = heads.queues.enumerated().compactMap { node, queue in
      queue.head.map { claim(of: $0, at: node, heads.state) }
    }
    guard !claims.isEmpty else { return [] }
    var state = heads.state
    return part.decide(claims, in: &state).map { decision in
      var verdict = Verdict(claim: claims[decision.head], outcome: decision.outcome)
      if case .preempts(let victims) = decision.outcome {
        verdict.victims = victims.map { ID(heads.state.holdings[$0.holding].rank) }
      }
      return verdict
    }
  }

  /// What a head asks for: devices of the first model in which it would fit and has a place, else
  /// in which it would fit, else of its first.
  private func claim(of id: ID<Job>, at node: Int, _ state: QuotaState) -> Holding {
    let job = world.jobs[Int(id.index)]
    var claim = Holding(
      node: node,
      priority: Int(job.priority),
      submit: job.submit,
      start: now,
      rank: Int(id.index),
      amounts: []
    )
    var best: (rank: Int, model: Int)?
    for pool in pools(of: id) {
      let model = Int(frames[pool].model.index)
      claim.amounts = amounts(of: job, model)
      let hasPlace = frames[pool].shape(of: job).map { pools[pool].free.hosts($0) } ?? false
      let rank = state.fits(claim) ? (hasPlace ? 0 : 1) : 2
      if best.map({ rank < $0.rank }) ?? true { best = (rank, model) }
    }
    claim.amounts = amounts(of: job, best?.model ?? 0)
    return claim
  }

  private func amounts(of job: Job, _ model: Int) -> [Holding.Amount] {
    job.gpus == 0 ? [] : [Holding.Amount(column: model, units: Int64(job.gpus))]
  }

  /// The pools in which a job could ever run, in order.
  private func pools(of id: ID<Job>) -> [Int] {
    let bits = admissiblePools(of: world.jobs[Int(id.index)])
    return frames.indices.filter { bits >> UInt64($0) & 1 == 1 }
  }

  /// The pools of the model that a head asks for, or all where it asks for no devices.
  private func pools(for claim: Holding) -> [Int] {
    let model = claim.amounts.first?.column
    return pools(of: ID(claim.rank)).filter { model == nil || Int(frames[$0].model.index) == model }
  }

  /// Starts a head that has its quota; false where no pool has a place for it.
  private mutating func admit(_ claim: Holding) -> Bool {
    let id = ID<Job>(claim.rank)
    for pool in pools(for: claim) {
      guard let shape = frames[pool].shape(of: world.jobs[claim.rank]) else { continue }
      candidate.removeAll(keepingCapacity: true)
      guard pools[pool].free.place(shape, into: &candidate) else { continue }
      heads?.queues[claim.node].remove(id)
      heads?.admit(claim)
      start(waitingJob(id), pool: pool, slots: candidate)
      return true
    }
    return false
  }

  /// Evicts victims, unless a head had no place without them either.
  private mutating func preempt(_ victims: [ID<Job>], for claim: Holding) -> Bool {
    let job = world.jobs[claim.rank]
    // An earlier head may have evicted some of them already.
    let running = victims.filter { recordOf[Int($0.index)] >= 0 }
    let hasPlace = pools(for: claim).contains { pool in
      guard let shape = frames[pool].shape(of: job) else { return false }
      var free = pools[pool].free
      for victim in running {
        let record = self.running[Int(recordOf[Int(victim.index)])]
        if record.pool == pool { free.release(record.slots, gpus: Int(record.gpus)) }
      }
      return free.hosts(shape)
    }
    guard hasPlace && !running.isEmpty else { return false }
    for victim in running { evict(victim) }
    if !isStrict(claim.node) { heads?.queues[claim.node].keepHead(ID(claim.rank)) }
    return true
  }
}
