package import Allot

extension RandomWorld {
  /// One to eight times in which a node is out while jobs come, some of them beside each other, at
  /// submits of jobs, from the beginning or for ever, in every other world some of them announced.
  package static func outages(of cluster: Cluster, _ jobs: [Job], seed: UInt64) -> [NodeOutage] {
    var random = RandomStream("outages", seed: seed)
    let last = (jobs.last?.submit.milliseconds ?? 0) + 20_000
    let isAnnounced = seed % 2 == 1
    let isEverOut = random.chance(1, in: 4)
    var outages: [NodeOutage] = []
    for _ in 0..<random.within(1...8) {
      let pool = ID<Pool>(random.below(cluster.pools.count))
      guard cluster.pools[pool].nodes > 0 else { continue }
      var from = random.chance(1, in: 6) ? 0 : Int64(random.below(Int(last)))
      if random.chance(1, in: 3) { from = jobs[random.below(jobs.count)].submit.milliseconds }
      let length = Int64(random.within(1...max(1, Int(last) / 3)))
      let notice = isAnnounced && random.chance(1, in: 2) ? Int64(random.within(1...Int(last))) : 0
      let isForEver = isEverOut && random.chance(1, in: 3)
      outages.append(
        NodeOutage(
          pool,
          node: Int32(random.below(cluster.pools[pool].nodes)),
          from: SimTime(milliseconds: from),
          until: isForEver ? .distantFuture : SimTime(milliseconds: from + length),
          running: random.chance(1, in: 3) ? .drain : .requeue,
          known: SimTime(milliseconds: max(0, from - notice))
        )
      )
    }
    return outages
  }
}
