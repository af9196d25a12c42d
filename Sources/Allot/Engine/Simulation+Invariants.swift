/// What must hold between instants; the twins' tests ask after each one.
extension Simulation {
  /// Stops the program where two owners of state contradict each other, or one itself.
  ///
  /// - Complexity: what runs times what its tenants' paths are long, so it is for tests.
  func checkInvariants() {
    running.checkInvariants()
    heldPlaces.checkInvariants()
    precondition(uncharged.isEmpty, "who has started is charged once its instant is over")
    let jobs = running.jobs
    let records = jobs.flatMap { running.records(of: $0) }
    for pool in pools.indices {
      let entries = records.filter { $0.pool == pool }
      pools[pool].checkInvariants(entries)
    }
    // A loop, as a closure over this value would copy it.
    var holdings: [(job: Job, model: Int)] = []
    for job in jobs { holdings += self.holdings(of: job) }
    books.checkHoldings(holdings)
    let waiting = queue.jobs
    precondition(waiting.count == queue.count, "the queue counts who waits")
    for id in waiting { precondition(!running.holdsDevices(id), "who waits has no devices") }
  }

  /// What a running job holds, component by component, and of which models.
  private func holdings(of id: ID<Job>) -> [(job: Job, model: Int)] {
    let job = world.jobs[Int(id.index)]
    guard let own = job.components else {
      return [(job, Int(frames[running[id].pool].model.index))]
    }
    return books.gangs[Int(own.index)].shares.map {
      ($0.job, Int(frames[$0.pool].model.index))
    }
  }
}

extension Books {
  /// Stops the program where what tenants hold is not what runs.
  fileprivate func checkHoldings(_ holdings: [(job: Job, model: Int)]) {
    guard keepsHoldings else { return }
    var amounts = Array(repeating: Int64(0), count: held.count)
    for (job, model) in holdings {
      var tenant = Int(job.tenant.index)
      while tenant >= 0 {
        amounts[tenant * columns + model] += Int64(job.gpus)
        for column in models..<columns {
          amounts[tenant * columns + column] += job.amount(of: resources[column])
        }
        tenant = parents[tenant]
      }
    }
    precondition(amounts == held, "tenants hold what their jobs have")
  }
}
