public import Allot

/// Kueue's own performance scenario: 30 queues in five cohorts, 15,000 jobs in a minute.
///
/// Each queue has a quota of 20 and may borrow 100 from its cohort, which lends nothing to others.
/// In each, 350 jobs of 1 unit and 200 ms come every 100 ms with priority 50, 100 of 5 units and
/// 500 ms every 500 ms with priority 100, and 50 of 20 units and 1 s every 1.2 s with priority 200.
///
/// Source: kubernetes-sigs/kueue at ff69552e, the baseline configuration of its performance tests.
public enum CohortScenario {
  private static let cohorts = 5
  private static let queues = 6
  private static let quota = 20

  /// What comes to each queue.
  private static let streams: [(count: Int, gpus: Int, run: Int64, every: Int64, priority: Int)] = [
    (350, 1, 200, 100, 50), (100, 5, 500, 500, 100), (50, 20, 1_000, 1_200, 200),
  ]

  /// The machine, the queues and the jobs.
  public static func world() -> World {
    var tenants = Tenants()
    let nothing = Allowance(.units(0))
    var leaves: [ID<Tenant>] = []
    for cohort in 0..<cohorts {
      let id = tenants.add(
        "cohort\(cohort)",
        below: Tenants.root,
        share: Share(millionths: Share.whole.millionths / Int64(cohorts)),
        terms: TenantTerms(borrow: nothing, lend: nothing)
      )
      for queue in 0..<queues {
        let leaf = tenants.add(
          "queue\(queue)",
          below: id,
          share: Share(millionths: Share.whole.millionths / Int64(queues)),
          terms: TenantTerms(borrow: Allowance(.units(100)))
        )
        leaves.append(leaf)
      }
    }
    var jobs: [Job] = []
    for leaf in leaves {
      for stream in streams {
        for index in 0..<Int64(stream.count) {
          let run = SimDuration(milliseconds: stream.run)
          jobs.append(
            Job(
              submit: SimTime(milliseconds: index * stream.every),
              run: run,
              limit: run,
              gpus: stream.gpus,
              tenant: leaf,
              priority: stream.priority
            )
          )
        }
      }
    }
    let order = jobs.indices.sorted { (jobs[$0].submit, $0) < (jobs[$1].submit, $1) }
    return World(
      cluster: Cluster(processors: cohorts * queues * quota),
      tenants: tenants,
      jobs: order.map { jobs[$0] }
    )
  }
}
