import Allot
import AllotMetrics
import AllotPolicies
import AllotTesting
import Testing

/// What an instant starts and takes back is no start: it costs nobody anything.
@Suite struct PhantomStartTests {
  private func job(_ tenant: ID<Tenant>, at submit: Int64, run: Int64, gpus: Int) -> Job {
    Job(
      submit: SimTime(seconds: submit),
      run: SimDuration(seconds: run),
      limit: SimDuration(seconds: run),
      gpus: gpus,
      tenant: tenant
    )
  }

  /// Two of eight processors are the first tenant's, six the second's.
  private func world(_ jobs: [(tenant: Int, submit: Int64, run: Int64, gpus: Int)]) -> World {
    var tenants = Tenants()
    let ids = [
      tenants.add("first", below: Tenants.root, share: Share(percent: 25)),
      tenants.add("second", below: Tenants.root, share: Share(percent: 75)),
    ]
    return World(
      cluster: Cluster(processors: 8),
      tenants: tenants,
      jobs: jobs.map { job(ids[$0.tenant], at: $0.submit, run: $0.run, gpus: $0.gpus) }
    )
  }

  private func policy(_ terms: ReclaimTerms = ReclaimTerms()) -> Policy {
    Policy(
      name: "phantoms",
      order: ArrivalOrder(),
      quota: NoQuota(),
      fill: GreedyFill(),
      reclaim: WithinQuotaReclaim(terms)
    )
  }

  /// Job 1 starts at 10 s on the four processors that are left, and the second tenant's jobs take
  /// them and job 0's within the same instant.
  private let four: [(tenant: Int, submit: Int64, run: Int64, gpus: Int)] = [
    (0, 0, 100, 4), (0, 10, 100, 4), (1, 10, 20, 4), (1, 10, 20, 2),
  ]

  @Test func evictionsComeBeforeStarts() throws {
    // As they are decided: start 1, evict 1, start 2, evict 0, start 3.
    #expect(
      try Decision.texts(of: policy(), in: world(four)) == [
        "0 start 0", "10 evict 0", "10 start 2", "10 start 3", "30 end 2", "30 end 3", "30 start 0",
        "30 start 1", "130 end 0", "130 end 1",
      ]
    )
  }

  /// A round may take one processor, and so serves one claimant after whom it has taken some. The
  /// phantom start of job 1 is no part of that; that of 5 s is.
  @Test func roundsDoNotCountThem() throws {
    let terms = ReclaimTerms(perRound: Share(percent: 1))
    let phantom = try Decision.texts(of: policy(terms), in: world(four))
    #expect(phantom[1...].prefix(3) == ["10 evict 0", "10 start 2", "10 start 3"])
    var earlier = four
    earlier[1].submit = 5
    let real = try Decision.texts(of: policy(terms), in: world(earlier))
    #expect(
      real.prefix(5) == ["0 start 0", "5 start 1", "10 evict 1", "10 start 2", "30 end 2"]
    )
    #expect(!real.contains("10 evict 0"))
  }

  @Test func nobodyWasPreempted() throws {
    let window = MeasurementWindow(from: .zero, to: SimTime(seconds: 200))
    let measured = MeasuredWorld(world: world(four), window: window)
    let replay = try Replay(measured, policy: policy())
    #expect(replay.results.preemptions == [1, 0, 0, 0])
    #expect(replay.results.starts.map { $0?.milliseconds } == [0, 30_000, 10_000, 10_000])
    let first = replay.summary.tenants[0]
    #expect(first["preemptions"] == .count(1))
    #expect(first["worst_preempted.job"] == .text("1"))
    #expect(first["wait.max"] == .number(20))
    // Four processors of job 0 for ten seconds, nothing of job 1.
    #expect(first["gpu_hours.lost"] == .number(40.0 / 3_600))
    #expect(replay.results.runs.map(\.job.index) == [0, 0])
    #expect(replay.results.runs.allSatisfy { $0.start < $0.end })
  }

  /// Who runs on for its grace did start, and counts for its round.
  @Test func whoHasGraceDidStart() throws {
    let grace = SimDuration(seconds: 5)
    let all = try Decision.texts(of: policy(ReclaimTerms(grace: grace)), in: world(four))
    #expect(
      all.prefix(6) == [
        "0 start 0", "10 start 1", "15 evict 1", "15 evict 0", "15 start 2", "15 start 3",
      ]
    )
    let terms = ReclaimTerms(grace: grace, perRound: Share(percent: 1))
    let bounded = try Decision.texts(of: policy(terms), in: world(four))
    #expect(bounded[1...].prefix(3) == ["10 start 1", "15 evict 1", "15 start 2"])
  }

  static let lastStarts: [(run: Int64, last: [String])] = [
    (101, ["232 start 5", "233 start 4"]), (99, ["230 start 4", "231 start 5"]),
  ]

  /// At 10 s job 1 of x starts on all ten processors and gives way to job 2 within the instant. It
  /// runs from 30 s to 130 s, so that x has used 1,000 processor-seconds when job 3 of y ends,
  /// which has used ten more or ten less: who has used less goes first then.
  @Test(arguments: lastStarts)
  func nobodyIsChargedForThem(run: Int64, last: [String]) throws {
    var tenants = Tenants()
    func add(_ name: String, _ percent: Int64) -> ID<Tenant> {
      tenants.add(name, below: Tenants.root, share: Share(percent: percent))
    }
    let (x, y, z) = (add("x", 20), add("y", 20), add("z", 60))
    let world = World(
      cluster: Cluster(processors: 10),
      tenants: tenants,
      jobs: [
        job(z, at: 0, run: 5, gpus: 1), job(x, at: 10, run: 100, gpus: 10),
        job(z, at: 10, run: 20, gpus: 6), job(y, at: 131, run: run, gpus: 10),
        job(y, at: 140, run: 1, gpus: 10), job(x, at: 140, run: 1, gpus: 10),
      ]
    )
    var policy = policy()
    policy.order = FairShareOrder()
    policy.ledger = HalfLifeLedger(tick: SimDuration(seconds: 1))
    let decisions = try Decision.texts(of: policy, in: world)
    #expect(
      decisions.prefix(7) == [
        "0 start 0", "5 end 0", "10 start 2", "30 end 2", "30 start 1", "130 end 1", "131 start 3",
      ]
    )
    #expect(decisions.filter { $0.contains("start") }.suffix(2) == last)
  }

  /// The first heads are job 0 and, borrowing, job 1; job 2 is the next head and takes back what
  /// job 1 has got a cycle before.
  @Test func cyclesOverHeadsHaveNone() throws {
    var tenants = Tenants()
    func add(_ name: String, _ percent: Int64) -> ID<Tenant> {
      tenants.add(name, below: Tenants.root, share: Share(percent: percent))
    }
    let (x, z) = (add("x", 20), add("z", 60))
    let world = World(
      cluster: Cluster(processors: 10),
      tenants: tenants,
      jobs: [
        job(z, at: 0, run: 50, gpus: 1), job(x, at: 0, run: 100, gpus: 9),
        job(z, at: 0, run: 30, gpus: 5),
      ]
    )
    for name in ["kueue", "kueue-fair"] {
      let policy = try #require(PolicyPresets.named(name))
      #expect(
        try Decision.texts(of: policy, in: world) == [
          "0 start 0", "0 start 2", "30 end 2", "30 start 1", "50 end 0", "130 end 1",
        ],
        "\(name)"
      )
      let summary = try Replay(MeasuredWorld(world: world), policy: policy).summary
      #expect(summary["preemptions"] == .count(0), "\(name)")
      #expect(summary["worst_preempted"] == FigureValue.none, "\(name)")
    }
  }
}
