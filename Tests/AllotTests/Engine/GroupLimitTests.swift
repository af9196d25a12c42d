import Allot
import AllotMetrics
import AllotPolicies
import Testing

/// Limits beside the tree of tenants, by hand.
@Suite struct GroupLimitTests {
  /// A user of a tenant, or a QOS, by the limit of the group.
  private struct Ask {
    var submit: Int64 = 0
    var gpus: Int
    var seconds: Int64 = 10
    var groups: [Int] = []
  }

  /// Ten devices of two per node, and who asks for them.
  private func world(
    _ limits: [LimitGroups.Group],
    _ asks: [Ask],
    quota: Int64 = 10
  ) -> World {
    var cluster = Cluster(
      name: "ten",
      models: Table([DeviceModel(name: "A")]),
      pools: Table()
    )
    let kind = NodeKind(name: "n", gpus: 2, model: ID(0))
    cluster.pools.append(Pool(name: "p", nodes: 5, kind: kind))
    var tenants = Tenants()
    let terms = TenantTerms(quota: Allowance(.units(quota)))
    let tenant = tenants.add("t", below: Tenants.root, terms: terms)
    var groups = LimitGroups()
    for limit in limits { _ = groups.add(limit) }
    var sets: [[Int]: ID<LimitSet>] = [:]
    let jobs = asks.map { ask in
      var job = Job(
        submit: SimTime(seconds: ask.submit),
        run: SimDuration(seconds: ask.seconds),
        limit: SimDuration(seconds: ask.seconds),
        gpus: ask.gpus,
        tenant: tenant
      )
      if !ask.groups.isEmpty {
        let set = LimitSet(tenant: tenant, groups: ask.groups.map { ID($0) })
        sets[ask.groups] = sets[ask.groups] ?? groups.add(set)
        job.limits = sets[ask.groups]
      }
      return job
    }
    return World(cluster: cluster, tenants: tenants, jobs: jobs, limitGroups: groups)
  }

  /// The second in which each job starts.
  private func starts(
    _ limits: [LimitGroups.Group],
    _ asks: [Ask],
    quota: Int64 = 10,
    fill: any FillPart = EasyFill()
  ) throws -> [Int64?] {
    let world = world(limits, asks, quota: quota)
    let policy = Policy(name: "groups", order: ArrivalOrder(), quota: NoQuota(), fill: fill)
    let results = try Replay(MeasuredWorld(world: world), policy: policy, figures: []).results
    return results.starts.map { $0.map { $0.milliseconds / 1_000 } }
  }

  private func group(_ limit: UseLimit) -> LimitGroups.Group {
    LimitGroups.Group(name: "g", limit: limit)
  }

  @Test func whoIsAtALimitKeepsNobodyWaiting() throws {
    // The second job is stopped by its user; the third, of another, starts although it is longer.
    let asks = [
      Ask(gpus: 4, groups: [0]), Ask(gpus: 4, groups: [0]), Ask(gpus: 6, seconds: 30, groups: []),
    ]
    #expect(try starts([group(UseLimit(devices: 6))], asks) == [0, 10, 0])
    #expect(try starts([group(UseLimit(jobs: 1))], asks, fill: StrictFill()) == [0, 10, 0])
  }

  @Test func anExplanationCountsWhoIsStopped() throws {
    let asks = [Ask(gpus: 4, groups: [0]), Ask(gpus: 4, groups: [0]), Ask(gpus: 8)]
    let policy = Policy(
      name: "groups",
      order: ArrivalOrder(),
      quota: NoQuota(),
      fill: EasyFill()
    )
    var simulation = Simulation(
      world: world([group(UseLimit(devices: 6))], asks),
      policy: policy
    )
    let tenant = try simulation.explanations(at: SimTime(seconds: 0))[1]
    #expect((tenant.running, tenant.waiting, tenant.waitingBeyondGroups) == (1, 2, 1))
  }

  @Test func eachCountBindsByItself() throws {
    let two = [Ask(gpus: 2, groups: [0]), Ask(gpus: 1, groups: [0])]
    #expect(try starts([group(UseLimit(devices: 2))], two) == [0, 10])
    #expect(try starts([group(UseLimit(devices: 3))], two) == [0, 0])
    #expect(try starts([group(UseLimit(nodes: 1))], two) == [0, 10])
    #expect(try starts([group(UseLimit(nodes: 2))], two) == [0, 0])
    let named = UseLimit(named: [UseLimit.Named(resource: "A", units: 2)])
    #expect(try starts([group(named)], two) == [0, 10])
  }

  @Test func everyGroupOfAJobBinds() throws {
    // A QOS of one job, and a user of three devices.
    let limits = [group(UseLimit(jobs: 1)), group(UseLimit(devices: 3))]
    let asks = [
      Ask(gpus: 2, groups: [0, 1]), Ask(gpus: 2, groups: [1]), Ask(gpus: 2, groups: [0]),
      Ask(gpus: 1, groups: [1]),
    ]
    #expect(try starts(limits, asks) == [0, 10, 10, 0])
  }

  @Test func aJobAboveALimitIsRejected() throws {
    let asks = [Ask(gpus: 4, groups: [0]), Ask(gpus: 3, groups: [0])]
    #expect(try starts([group(UseLimit(devices: 3))], asks) == [nil, 0])
    #expect(try starts([group(UseLimit(jobs: 0))], asks) == [nil, nil])
  }

  @Test(arguments: [true, false])
  func slotsKeepWithinLimits(isPlan: Bool) throws {
    let fill: any FillPart = isPlan ? PlanFill() : ConservativeFill()
    let asks = [
      Ask(gpus: 2, groups: [0]), Ask(gpus: 2, groups: [0]), Ask(gpus: 2, groups: [0]),
      Ask(gpus: 8, seconds: 5),
    ]
    #expect(try starts([group(UseLimit(devices: 2))], asks, fill: fill) == [0, 10, 20, 0])
  }

  // MARK: Shares of users

  private func user(_ share: UserShare) -> LimitGroups.Group {
    LimitGroups.Group(name: "user", share: share)
  }

  /// With YARN's defaults one user holds the queue's capacity and no more, however idle it is.
  @Test func aUserHoldsTheQuotaAndNoMore() throws {
    let asks = [
      Ask(gpus: 3, groups: [0]), Ask(gpus: 2, groups: [0]), Ask(gpus: 1, groups: [0]),
      Ask(gpus: 5, groups: [1]),
    ]
    let two = [user(UserShare()), user(UserShare())]
    #expect(try starts(two, asks, quota: 5) == [0, 0, 10, 0])
    let double = [user(UserShare(factor: Share(percent: 200))), user(UserShare())]
    #expect(try starts(double, asks.dropLast(), quota: 5) == [0, 0, 0])
  }

  /// Two users who want more divide the quota, down to the minimum.
  @Test func usersDivideTheQuotaWhileOthersWantSome() throws {
    let half = [
      user(UserShare(minimum: Share(percent: 50))), user(UserShare(minimum: Share(percent: 50))),
    ]
    let asks =
      Array(repeating: Ask(gpus: 2, groups: [0]), count: 5)
      + Array(repeating: Ask(gpus: 2, groups: [1]), count: 5)
    // Each may hold half of ten, and so two jobs of two devices; two devices stay idle.
    #expect(try starts(half, asks) == [0, 0, 10, 10, 20, 0, 0, 10, 10, 20])
  }

  @Test func theFormulaIsYarns() {
    let share = UserShare(minimum: Share(percent: 25), factor: Share(percent: 100))
    func most(_ users: Int64, held: Int64, wanted: Int64, own: Int64) -> Int64 {
      (1...100).last {
        UserStanding(
          share: share,
          own: own,
          quota: 40,
          held: held,
          wanted: wanted,
          users: users
        ).allows($0)
      } ?? 0
    }
    // A quarter of 40 is 10; a user with 8 may have 2 more, and half of 8 + 2 is less.
    #expect(most(2, held: 8, wanted: 8, own: 8) == 2)
    // The tenant holds 44, all of it by two users who want more: 22 + 1 is half of 44 + 1, rounded
    // up, and 20 + 5 that of 44 + 5.
    #expect(most(2, held: 44, wanted: 44, own: 22) == 1)
    #expect(most(2, held: 44, wanted: 44, own: 20) == 5)
    // A single user may hold the quota.
    #expect(most(1, held: 8, wanted: 8, own: 8) == 32)
  }
}
