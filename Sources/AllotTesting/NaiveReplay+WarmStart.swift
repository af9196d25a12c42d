import Allot

/// The beginning in the middle of a log by definition: the jobs that run are placed one by one, and
/// then the past is gone through instant by instant.
extension NaiveReplay {
  /// Goes through what is given from before the replay begins.
  mutating func warmUp(_ warm: WarmStart) {
    let found = placed(warm)
    let early = world.jobs.indices.filter { world.jobs[$0].submit < warm.begin }
    let times = early.map { world.jobs[$0].submit } + found.map { warm.running[$0.index].start }
    for instant in Set(times).sorted() {
      now = instant.milliseconds
      for job in early where world.jobs[job].submit == instant {
        let runs = found.contains { Int(warm.running[$0.index].job.index) == job }
        if !runs { arrive(job) }
      }
      for (index, pools, places) in found where warm.running[index].start == instant {
        start(Int(warm.running[index].job.index), in: pools, places: places)
      }
      finishInstant(before: running, first: decisions.count)
    }
    forgetArrivals(early.count)
  }

  /// Where the running jobs lie, in the order of their starts: on known nodes first, then the
  /// others by best fit in the first pools that do; without those for whom there is no place.
  private func placed(_ warm: WarmStart) -> [(index: Int, pools: Assignment, places: [Place])] {
    var found: [(index: Int, pools: Assignment, places: [Place])] = []
    var others: [Held] = []
    for onKnownNodes in [true, false] {
      for (index, entry) in warm.running.enumerated() {
        let job = Int(entry.job.index)
        guard !found.contains(where: { $0.index == index }) else { continue }
        for pools in physicalAssignments(job) {
          let places =
            onKnownNodes
            ? self.places(of: job, in: pools, on: entry.places, among: others)
            : self.places(for: job, in: pools, among: others)
          guard let places else { continue }
          found.append((index, pools, places))
          others.append(
            Held(
              job: job,
              pools: pools,
              places: places,
              start: 0,
              expectedEnd: 0,
              realEnd: 0,
              serial: 0
            )
          )
          break
        }
      }
    }
    return found.sorted { $0.index < $1.index }
  }

  /// The ways to give a job pools whatever its tenants' limits say; those of several components go
  /// by limits as well.
  private func physicalAssignments(_ job: Int) -> [Assignment] {
    guard isOrdinary(job) else { return assignments(job) }
    let work = world.jobs[job]
    return machine.indices.filter { pool in
      let isOutside = machine[pool].owner.map { !path(job).contains($0) } ?? false
      return work.models.contains(ID(model(of: pool))) && !isOutside
        && places(for: job, in: [pool], among: []) != nil
    }.map { [$0] }
  }

  /// The given nodes, where they are those of these pools and all have room beside others.
  private func places(
    of job: Int,
    in pools: Assignment,
    on known: [WarmStart.Place],
    among others: [Held]
  ) -> [Place]? {
    guard known.map(\.pool) == pools.map({ clusterPool($0) }) else { return nil }
    var free: [Int: [Int: Place]] = [:]
    for pool in Set(pools) { free[pool] = empty(pool, at: nil, until: 0) }
    for place in others.flatMap(\.places) { Self.take(place, from: &free) }
    var all: [Place] = []
    for ((work, pool), nodes) in zip(zip(works(job), pools), known.map(\.nodes)) {
      if isCount(pool) {
        guard let places = self.places(for: [work], in: [pool], free: free) else { return nil }
        for place in places { Self.take(place, from: &free) }
        all += places
        continue
      }
      let parts = parts(of: work, in: pool)
      guard Set(nodes).count == parts.count, nodes.count == parts.count else { return nil }
      for (part, node) in zip(parts, nodes) {
        var place = part
        place.node = Int(node)
        guard let left = free[pool]?[place.node], left.gpus >= part.gpus,
          kind(pool).cores == 0 || left.cores >= part.cores,
          kind(pool).memory == 0 || left.memory >= part.memory
        else { return nil }
        Self.take(place, from: &free)
        all.append(place)
      }
    }
    return all
  }
}
