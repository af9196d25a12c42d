/// Taking back what was borrowed: a phase of its own between cycles.
extension Simulation {
  /// Serves the first claimant, in the order of their visits, for which a set of victims suffices.
  ///
  /// Victims are taken latest start first until the claimant has a place; then whatever can stay is
  /// added back, last taken first. The claimant starts at once; victims wait again from their old
  /// place on and are not visited in this pass. True if something was evicted.
  mutating func reclaim() -> Bool {
    guard let part = policy.reclaim, !claimants.isEmpty else { return false }
    var failed: [Job] = []
    for claimant in claimants {
      let job = world.jobs[Int(claimant.job.index)]
      // Claimants that ask for the same from the same leaf fail alike.
      if failed.contains(where: { Self.areAlike($0, job) }) { continue }
      failed.append(job)
      var bits = claimant.pools
      while bits != 0 {
        let pool = bits.trailingZeroBitCount
        bits &= bits - 1
        guard let victims = victims(for: job, pool: pool, part: part), !victims.isEmpty else {
          continue
        }
        for victim in victims {
          evict(victim)
        }
        serve(claimant, job: job, pool: pool)
        return true
      }
    }
    return false
  }

  private static func areAlike(_ a: Job, _ b: Job) -> Bool {
    a.tenant == b.tenant && a.gpus == b.gpus && a.gpusPerNode == b.gpusPerNode
      && a.cores == b.cores && a.memory == b.memory && a.model == b.model
  }

  private mutating func serve(_ claimant: WaitingJob, job: Job, pool: Int) {
    candidate.removeAll(keepingCapacity: true)
    guard let shape = frames[pool].shape(of: job),
      pools[pool].free.place(shape, into: &candidate)
    else { preconditionFailure("victims make room for their claimant") }
    start(claimant, pool: pool, slots: candidate)
  }

  /// The victims that make room for a claimant in a pool, or nil where no set suffices.
  private func victims(for job: Job, pool: Int, part: any ReclaimPart) -> [ID<Job>]? {
    let model = Int(frames[pool].model.index)
    guard let shape = frames[pool].shape(of: job), !pools[pool].free.hosts(shape),
      books.stoppingTenant(of: job.tenant, gpus: job.gpus, model: model) == nil
    else { return nil }
    let chain = claimingChain(of: job, model: model, part: part)
    guard hasBorrower(beside: chain, model: model, part: part) else { return nil }
    var held = books.held
    var free = pools[pool].free
    var taken: [ID<Job>] = []
    for victim in pools[pool].starts.entries.reversed().lazy.map(\.job) {
      let leaf = world.jobs[Int(victim.index)].tenant
      guard mayTake(leaf, beside: chain, model: model, held: held, part: part) else { continue }
      change(&held, leaf: leaf, model: model, by: -gpus(victim))
      free.release(slots(victim), gpus: Int(gpus(victim)))
      taken.append(victim)
      if free.hosts(shape) { break }
    }
    guard free.hosts(shape) else { return nil }
    var victims: [ID<Job>] = []
    for victim in taken.reversed() {
      free.occupy(slots(victim), gpus: Int(gpus(victim)))
      if !free.hosts(shape) {
        free.release(slots(victim), gpus: Int(gpus(victim)))
        victims.append(victim)
      }
    }
    return victims
  }

  /// The tenants from the leaf up that may claim for the job; empty where the leaf itself may not.
  ///
  /// A tenant without an entitlement passes the claim on to its parent.
  private func claimingChain(of job: Job, model: Int, part: any ReclaimPart) -> [Int] {
    var chain: [Int] = []
    var tenant = Int(job.tenant.index)
    while tenant > 0 {
      let slot = tenant * books.models + model
      if let nominal = books.nominal[slot],
        part.claimable(held: books.held[slot], nominal: nominal) < Int64(job.gpus)
      {
        return chain
      }
      chain.append(tenant)
      tenant = books.parents[tenant]
    }
    return chain
  }

  /// A quick no: whether any sibling of the chain holds more than it may keep.
  private func hasBorrower(beside chain: [Int], model: Int, part: any ReclaimPart) -> Bool {
    chain.contains { tenant in
      world.tenants[ID(books.parents[tenant])].children.contains { sibling in
        let slot = Int(sibling.index) * books.models + model
        guard Int(sibling.index) != tenant, let nominal = books.nominal[slot] else { return false }
        return part.mayTake(held: books.held[slot], nominal: nominal)
      }
    }
  }

  /// Whether a leaf's job may be taken: compared where its path leaves the claimant's.
  private func mayTake(
    _ leaf: ID<Tenant>,
    beside chain: [Int],
    model: Int,
    held: [Int64],
    part: any ReclaimPart
  ) -> Bool {
    var tenant = Int(leaf.index)
    while tenant > 0 {
      let parent = books.parents[tenant]
      if !chain.contains(tenant), chain.contains(where: { books.parents[$0] == parent }) {
        let slot = tenant * books.models + model
        guard let nominal = books.nominal[slot] else { return false }
        return part.mayTake(held: held[slot], nominal: nominal)
      }
      if chain.contains(tenant) { return false }
      tenant = parent
    }
    return false
  }

  private func change(_ held: inout [Int64], leaf: ID<Tenant>, model: Int, by gpus: Int64) {
    var tenant = Int(leaf.index)
    while tenant >= 0 {
      held[tenant * books.models + model] += gpus
      tenant = books.parents[tenant]
    }
  }

  private func gpus(_ job: ID<Job>) -> Int64 { Int64(world.jobs[Int(job.index)].gpus) }

  private func slots(_ job: ID<Job>) -> [NodeSlot] {
    running[Int(recordOf[Int(job.index)])].slots
  }
}
