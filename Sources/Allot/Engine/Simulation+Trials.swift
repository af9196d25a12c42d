/// What a claimant would find without some of the running jobs.
extension Simulation {
  /// The victims that make room for a claimant, and the place that they make.
  typealias Yield = (victims: [ID<Job>], slots: [NodeSlot])

  /// A machine without some victims, as a claimant in a pool would find it.
  struct Trial {
    var free: FreeMap
    var reserves: Reserves
    /// What tenants hold; what victims hold, in their grace as well, is held until they have gone.
    var held: [Int64]
    /// What tenants keep once those in their grace have gone.
    var kept: [Int64]
    var taken: [ID<Job>] = []
  }

  /// The machine as a claimant finds it that would run until an instant.
  func trial(in pool: Int, until end: SimTime) -> Trial {
    let free = free(in: pool, until: end)
    return Trial(free: free, reserves: books.reserves, held: books.held, kept: books.kept)
  }

  /// Whether a claimant has a place in a trial.
  func hosts(_ job: Job, _ shape: GangShape, model: Int, in trial: Trial) -> Bool {
    trial.free.hosts(shape) && trial.reserves.host(job, model: model)
      && books.stop(of: job, model: model, holding: trial.held) == nil
  }

  /// Takes a victim off the machine of a trial.
  func take(_ victim: ID<Job>, in trial: inout Trial, model: Int) {
    change(&trial.kept, of: victim, model: model, sign: -1)
    changeHeld(&trial, of: victim, model: model, sign: -1)
    take(&trial.free, &trial.reserves, victim, model: model, sign: -1)
    trial.taken.append(victim)
  }

  /// The room that is left for a claimant when every victim stays that can, last taken first.
  func room(for job: Job, _ shape: GangShape, model: Int, _ trial: inout Trial) -> Yield {
    var victims: [ID<Job>] = []
    for victim in trial.taken.reversed() {
      take(&trial.free, &trial.reserves, victim, model: model, sign: 1)
      changeHeld(&trial, of: victim, model: model, sign: 1)
      if !hosts(job, shape, model: model, in: trial) {
        take(&trial.free, &trial.reserves, victim, model: model, sign: -1)
        changeHeld(&trial, of: victim, model: model, sign: -1)
        victims.append(victim)
      }
    }
    var slots: [NodeSlot] = []
    guard trial.free.place(shape, into: &slots) else {
      preconditionFailure("victims make room for their claimant")
    }
    return (victims, slots)
  }

  /// Adds what a victim holds to what its tenants hold or keep, or takes it off with the sign −1.
  func change(
    _ amounts: inout [Int64],
    of victim: ID<Job>,
    model: Int,
    sign: Int64
  ) {
    guard books.keepsHoldings else { return }
    let job = world.jobs[Int(victim.index)]
    var tenant = Int(job.tenant.index)
    while tenant >= 0 {
      amounts[tenant * books.columns + model] += sign * Int64(job.gpus)
      for column in books.models..<books.columns {
        amounts[tenant * books.columns + column] += sign * job.amount(of: books.resources[column])
      }
      tenant = books.parents[tenant]
    }
  }

  /// The same for what tenants hold in a trial, which matters to limits alone.
  func changeHeld(
    _ trial: inout Trial,
    of victim: ID<Job>,
    model: Int,
    sign: Int64
  ) {
    guard books.hasLimits else { return }
    change(&trial.held, of: victim, model: model, sign: sign)
  }

  /// Takes a victim's devices, or gives them back with the sign −1.
  func take(
    _ free: inout FreeMap,
    _ reserves: inout Reserves,
    _ victim: ID<Job>,
    model: Int,
    sign: Int64
  ) {
    let record = running[victim]
    if sign > 0 {
      free.occupy(record.slots, gpus: Int(record.gpus))
    } else {
      free.release(record.slots, gpus: Int(record.gpus))
    }
    // Who leaves already keeps nothing.
    guard record.leaves == nil else { return }
    reserves.take(world.jobs[Int(victim.index)], model: model, sign: sign)
  }
}
