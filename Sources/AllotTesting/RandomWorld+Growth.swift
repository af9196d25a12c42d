public import Allot

extension RandomWorld {
  /// Pools that grow and shrink at some of the instants at which terms change, at own ones where
  /// none do; now and then a pool has nothing at the beginning.
  public static func grow(
    _ cluster: inout Cluster,
    _ tenants: Tenants,
    over changes: inout [DatedTerms],
    _ jobs: [Job],
    seed: UInt64
  ) -> ClusterOverTime {
    var random = RandomStream("growth", seed: seed)
    if cluster.pools.count > 1, random.chance(1, in: 3) {
      cluster.pools[ID(random.below(cluster.pools.count))].nodes = 0
    }
    if changes.isEmpty {
      var times = [jobs[random.below(jobs.count)].submit, jobs[jobs.count - 1].submit]
      times[1].milliseconds += Int64(random.within(1...20_000))
      if times[0] == times[1] { times.removeLast() }
      if random.chance(1, in: 4) { times.removeLast() }
      changes = times.map { DatedTerms(at: $0, on: cluster, tenants) }
    }
    var machine = ClusterOverTime(cluster)
    for index in changes.indices {
      for pool in cluster.pools.ids where random.chance(2, in: 3) {
        let time = changes[index].time
        let there = machine.commissioned.pools[pool].nodes
        let spare = machine.commissioned.nodes - 1
        if spare == 0 || there == 0 || random.chance(1, in: 2) {
          machine.add(random.within(1...3), to: pool, at: time)
        } else {
          machine.remove(
            min(spare, random.within(1...there)),
            of: pool,
            at: time,
            running: random.chance(1, in: 2) ? .drain : .requeue,
            grace: SimDuration(milliseconds: random.chance(1, in: 3) ? 3_000 : 0)
          )
        }
      }
      changes[index].cluster = machine.commissioned
    }
    return machine
  }
}
