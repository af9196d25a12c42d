import Allot

extension RandomWorld {
  /// Lets half of the jobs wait for one or two others, some of which come later or never run, and
  /// some of whose ends make those behind them impossible.
  static func chain(_ jobs: inout [Job], seed: UInt64) -> [JobDependency] {
    var random = RandomStream("dependencies", seed: seed)
    for index in jobs.indices where random.chance(1, in: 4) { jobs[index].ending = .failed }
    // An order in which nobody stands before whom it waits for; mostly that of the submits.
    var order = Array(jobs.indices)
    for place in order.indices.dropFirst() where random.chance(1, in: 4) {
      order.swapAt(place, place - 1)
    }
    var dependencies: [JobDependency] = []
    for (place, job) in order.enumerated() where place > 0 && random.chance(1, in: 2) {
      for _ in 0...random.below(2) {
        let distance = 1 + random.below(min(place, 4))
        dependencies.append(
          JobDependency(
            job: ID(job),
            preceding: ID(order[place - distance]),
            think: SimDuration(milliseconds: Int64(random.below(4)) * 1_000),
            condition: random.chance(1, in: 3) ? .ok : .any
          )
        )
      }
    }
    return dependencies
  }
}
