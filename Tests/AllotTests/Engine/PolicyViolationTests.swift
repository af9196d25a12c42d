import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Parts of policies may be anybody's: what none may decide ends the replay with its name.
@Suite struct PolicyViolationTests {
  private struct WrongOrder: OrderPart {
    var name = "wrong"
    var walk = Walk.tree
    var reads = OrderInputs.allocation
    var ofJobs: Double? = nil
    var ofTenants = 0.0

    func key(of tenant: TenantView) -> Double { ofTenants }
    func key(of job: JobView) -> Double {
      ofJobs.map { job.gpus == 2 ? $0 : 1 } ?? 1
    }
  }

  private struct WrongQuota: QuotaPart {
    var name = "wrong"
    func limit(nominal: Int64?) -> Int64? { -4 }
  }

  private struct WrongSurplus: SurplusPart {
    var name = "wrong"
    var given: [Double]
    func shares(of total: Int64, in tree: ShareTree) -> [Double] { given }
  }

  private struct WrongLedger: LedgerPart {
    var name = "wrong"
    var tick = SimDuration(seconds: 1)
    var growth = 1.0
  }

  private struct WrongCycle: CyclePart {
    var name = "wrong"
    var checkpoint: SimDuration?
    var heads: [HeadDecision]

    func decide(
      _ heads: [Holding],
      in state: inout QuotaState,
      _ reclaimable: Reclaimable
    ) -> [HeadDecision] {
      self.heads
    }

    func mayServe(_ head: Holding, in state: QuotaState, _ reclaimable: Reclaimable) -> Bool {
      true
    }

    func ignores(hopeless head: Holding, in state: QuotaState) -> Bool { false }
  }

  /// Two tenants with a quota of two of four devices each; each submits a job of one device and one
  /// of two, a second apart.
  private func world() -> World {
    var tenants = Tenants()
    let leaves = ["left", "right"].map {
      tenants.add($0, below: Tenants.root, share: Share(percent: 50))
    }
    let length = SimDuration(seconds: 100)
    let jobs = [0, 1].flatMap { (second: Int) in
      leaves.map { leaf in
        Job(
          submit: SimTime(seconds: Int64(second)),
          run: length,
          limit: length,
          gpus: second + 1,
          tenant: leaf
        )
      }
    }
    return World(cluster: Cluster(processors: 4), tenants: tenants, jobs: jobs)
  }

  private func violation(
    order: any OrderPart = ArrivalOrder(),
    quota: any QuotaPart = NoQuota(),
    surplus: (any SurplusPart)? = nil,
    fill: any FillPart = StrictFill(),
    cycle: (any CyclePart)? = nil,
    ledger: (any LedgerPart)? = nil,
    interval: SimDuration? = nil
  ) -> String {
    let policy = Policy(
      name: "p",
      order: order,
      quota: quota,
      surplus: surplus,
      cycle: cycle,
      fill: fill,
      ledger: ledger,
      interval: interval
    )
    var simulation = Simulation(world: world(), policy: policy)
    var recorder = DecisionRecorder()
    let error = #expect(throws: PolicyViolation.self) {
      _ = try simulation.run(into: &recorder)
    }
    return error?.description ?? ""
  }

  @Test func keysOfJobs() {
    let job = "policy p, 1000 ms, job at position 2 of the trace: the order gives the job a key"
    #expect(violation(order: WrongOrder(ofJobs: .nan)) == "\(job) that is not a number")
    let sums = WrongOrder(walk: .sum, reads: .effectiveUsage, ofJobs: 0.5)
    #expect(
      violation(order: sums, ledger: WrongLedger())
        == "\(job) that is not a whole number below 2^51"
    )
    let waits = WrongOrder(walk: .merge, reads: .wait, ofJobs: .nan)
    #expect(violation(order: waits) == "\(job) that is not a number")
  }

  @Test func keysOfTenants() {
    let tenant = "policy p, 0 ms: the order gives 'left' a key that can not be compared"
    #expect(violation(order: WrongOrder(ofTenants: .nan)) == tenant)
    let sums = WrongOrder(walk: .sum, reads: .effectiveUsage, ofTenants: .infinity)
    #expect(violation(order: sums, ledger: WrongLedger()) == tenant)
  }

  @Test(
    arguments: [
      ([4, 2], "2 shares to 3 tenants"), ([4, 2, -2], "a tenant a share of -2.0"),
      ([4, .nan, 2], "a tenant a share of nan"), ([4, 2, .infinity], "a tenant a share of inf"),
    ] as [([Double], String)]
  )
  func shares(given: [Double], message: String) {
    let found = violation(
      quota: ShareQuota(),
      surplus: WrongSurplus(given: given),
      fill: GreedyFill()
    )
    #expect(found == "policy p, 0 ms: the surplus gives \(message)")
  }

  /// What real divisions leave below zero is noise.
  @Test func noiseIsNoViolation() throws {
    let policy = Policy(
      name: "p",
      order: ArrivalOrder(),
      quota: ShareQuota(),
      surplus: WrongSurplus(given: [4, -1e-16, 4]),
      fill: GreedyFill()
    )
    var simulation = Simulation(world: world(), policy: policy)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    #expect(!recorder.decisions.isEmpty)
  }

  /// On a machine without devices nobody holds a part of them, which is a key all the same.
  @Test func nothingOfNothingIsAKey() throws {
    let kind = NodeKind(name: "cores", gpus: 0, model: ID(0), cores: 8)
    let cluster = Cluster(
      name: "c",
      models: Table([DeviceModel(name: "none")]),
      pools: Table([Pool(name: "p", nodes: 2, kind: kind)])
    )
    let tenants = Tenants.single
    let leaf = tenants[Tenants.root].children[0]
    let length = SimDuration(seconds: 10)
    let job = Job(submit: .zero, run: length, limit: length, gpus: 0, cores: 8, tenant: leaf)
    let world = World(cluster: cluster, tenants: tenants, jobs: [job, job, job])
    let policy = try #require(PolicyPresets.named("kai"))
    var simulation = Simulation(world: world, policy: policy)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    #expect(recorder.decisions.count { $0.kind == .start } == 3)
  }

  @Test func decisionsOfCycles() {
    func found(_ decisions: [HeadDecision]) -> String {
      violation(cycle: WrongCycle(heads: decisions))
    }
    let job = "policy p, 0 ms, job at position 0 of the trace: the cycle"
    #expect(found([HeadDecision(head: 9, .admitted)]) == "\(job) decides about no head, or twice")
    let twice = [HeadDecision(head: 0, .waits), HeadDecision(head: 0, .waits)]
    #expect(found(twice) == "\(job) decides about no head, or twice")
    let nobody = HeadDecision(head: 0, .preempts([QuotaVictim(holding: 7, reason: .inQueue)]))
    #expect(found([nobody]) == "\(job) preempts a job that holds nothing")
    // Two of four devices are left then, and both ask for two.
    let both = [HeadDecision(head: 0, .admitted), HeadDecision(head: 1, .admitted)]
    #expect(
      found(both)
        == "policy p, 1000 ms, job at position 3 of the trace: the cycle admits a job beyond its "
        + "quota"
    )
  }

  @Test func partsThatNoReplayCanBeginWith() {
    let start = "policy p, 0 ms: the"
    #expect(violation(quota: WrongQuota()) == "\(start) quota limits a tenant to -4")
    let usage = WrongOrder(reads: .usage)
    #expect(
      violation(order: usage, ledger: WrongLedger(tick: .zero))
        == "\(start) ledger has a tick of 0 ms"
    )
    #expect(
      violation(order: usage, ledger: WrongLedger(growth: .nan))
        == "\(start) ledger grows by nan a tick, not 1…2"
    )
    #expect(violation(interval: .zero) == "\(start) interval is 0 ms")
  }
}
