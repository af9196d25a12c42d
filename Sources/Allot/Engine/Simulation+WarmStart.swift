/// The beginning of a replay in the middle of a log: what is given, in the order in which it came.
extension Simulation {
  /// Lets everything happen that is given from before the replay begins: submits and starts at
  /// their own instants, without a pass.
  ///
  /// The journal has them too, so that accounts count what runs from its start.
  mutating func warmUp(_ warm: WarmStart) {
    let waiting = warm.running.map { waitingJob($0.job) }
    let places = warmPlaces(warm, waiting).places
    var isGiven = Array(repeating: false, count: world.jobs.count)
    for index in waiting.indices where places[index] != nil {
      isGiven[Int(waiting[index].job.index)] = true
    }
    var next = 0
    while true {
      while next < places.count && places[next] == nil { next += 1 }
      var times: [SimTime] = []
      if let submit = nextSubmit, submit < warm.begin { times.append(submit) }
      if next < places.count { times.append(warm.running[next].start) }
      guard let instant = times.min() else { return }
      begin(instant)
      while nextSubmit == instant {
        let id = agenda.arrivals.take()
        if isGiven[Int(id.index)] { appear(waitingJob(id)) } else { arrive(id, isAlone: false) }
      }
      while next < places.count && warm.running[next].start == instant {
        if let places = places[next] { run(waiting[next], on: places) }
        next += 1
      }
      finishInstant()
    }
  }

  /// Where those lie that run at the beginning.
  ///
  /// Limits of tenants stop no ordinary job, not even one that they would never let start again.
  func warmPlaces(_ warm: WarmStart, _ waiting: [WaitingJob]) -> WarmPlaces {
    var gangs: [Gang] = []
    for job in waiting {
      if job.gang >= 0 {
        var gang = books.gangs[Int(job.gang)]
        if !gang.isAdmissible { gang.pools = gang.pools.map { _ in 0 } }
        gangs.append(gang)
      } else {
        var gang = Gang([world.jobs[Int(job.job.index)]])
        let own = pools.indices.filter { couldLie(gang.parts[0], in: $0) }
        gang.pools = [own.reduce(0) { $0 | 1 << UInt64($1) }]
        gangs.append(gang)
      }
    }
    return WarmPlaces(warm, gangs: gangs, pools: pools, frames: frames)
  }

  /// Lets a job run from this instant on in places that it is given.
  private mutating func run(_ waiting: WaitingJob, on places: [Gang.Place]) {
    let (id, end) = (waiting.job, now + remainingLimit(waiting.job))
    if traits.head.givesSlots {
      let parts =
        waiting.gang >= 0
        ? books.gangs[Int(waiting.gang)].parts : [world.jobs[Int(waiting.job.index)]]
      for (part, place) in zip(parts, places) {
        let slot = Timetable.Slot(pool: place.pool, start: now, end: end, nodes: place.slots)
        timetable.book(slot, for: part)
      }
    }
    if waiting.gang >= 0 { return launch(waiting, places) }
    let own = models(of: 1 << UInt64(places[0].pool))
    // It wants nothing while its tenants' limits would not let it start.
    if traits.divides && models(of: waiting.pools) & own == 0 {
      want(world.jobs[Int(id.index)], models: own, sign: 1)
    }
    if traits.walksOverHeads {
      let (model, start) = (frames[places[0].pool].model, now)
      heads?.admit(waiting, world.jobs[Int(id.index)], model: model, at: start)
    }
    take(id, pool: places[0].pool, slots: places[0].slots, until: end)
    begin(id)
  }
}

extension HeadsWalk {
  /// Books what a job holds that runs without having been a head.
  mutating func admit(
    _ waiting: WaitingJob,
    _ job: Job,
    model: ID<DeviceModel>,
    at start: SimTime
  ) {
    admit(
      Holding(
        node: nodes[Int(job.tenant.index)],
        priority: Int(job.priority),
        submit: job.submit,
        start: start,
        rank: Int(waiting.job.index),
        amounts: columns.amounts(model: Int(model.index)) { job.amount(of: $0) }
      )
    )
  }
}

/// How the jobs fare that run when a replay begins.
public struct WarmStartOutcome: Sendable, Equatable {
  /// Those that lie on the nodes that they are known to have.
  public var onKnownNodes: Int
  /// Those for whom the machine has no place, and who wait.
  public var waiting: [ID<Job>]
  /// Those without a place who could never start, either.
  public var rejected: [ID<Job>]
}

extension Simulation {
  /// How the jobs fare under a policy that run when a replay of a world begins; nothing where it
  /// begins on an empty machine.
  public static func warmPlaces(of world: World, under policy: Policy) -> WarmStartOutcome {
    let simulation = Simulation(world: world, policy: policy)
    guard let warm = world.warmStart else {
      return WarmStartOutcome(onKnownNodes: 0, waiting: [], rejected: [])
    }
    let jobs = warm.running.map { simulation.waitingJob($0.job) }
    let found = simulation.warmPlaces(warm, jobs)
    let without = jobs.indices.filter { found.places[$0] == nil }
    return WarmStartOutcome(
      onKnownNodes: found.onKnownNodes,
      waiting: without.filter { jobs[$0].pools != 0 }.map { jobs[$0].job },
      rejected: without.filter { jobs[$0].pools == 0 }.map { jobs[$0].job }
    )
  }
}
