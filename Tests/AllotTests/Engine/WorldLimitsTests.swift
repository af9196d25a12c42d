import Allot
import AllotPolicies
import Testing

/// Caps, borrow and lend limits in devices.
@Suite struct WorldLimitsTests {
  private let model = ID<DeviceModel>(0)

  /// A cluster of 100 devices: a class with half of it, one of its children, and others.
  private func world(
    national: TenantTerms = TenantTerms(),
    kaist: TenantTerms = TenantTerms(),
    guests: TenantTerms = TenantTerms()
  ) -> World {
    var tenants = Tenants()
    let id = tenants.add(
      "national",
      below: Tenants.root,
      share: Share(percent: 50),
      terms: national
    )
    tenants.add("kaist", below: id, share: Share(percent: 40), terms: kaist)
    tenants.add("guests", below: Tenants.root, terms: guests)
    return World(cluster: Cluster(processors: 100), tenants: tenants, jobs: [])
  }

  private func part(_ percent: Int64) -> Allowance {
    Allowance(.part(Share(percent: percent)))
  }

  @Test func partsToBorrowAreOfTheEntitlement() {
    let world = world(national: TenantTerms(borrow: part(25)))
    #expect(world.ceiling(of: ID(1), in: .devices(model)) == 62)
    #expect(world.ceiling(of: ID(2), in: .devices(model)) == nil)
  }

  @Test func partsOfACapAreOfWhatTheParentCountsOn() {
    let terms = TenantTerms(cap: part(50))
    let world = world(national: terms, kaist: terms, guests: terms)
    #expect([1, 2, 3].map { world.ceiling(of: ID($0), in: .devices(model)) } == [50, 25, 50])
  }

  @Test func theLesserOfCapAndBorrowingHolds() {
    let devices = TenantTerms(borrow: Allowance(.units(3)), cap: Allowance(.units(23)))
    #expect(world(kaist: devices).ceiling(of: ID(2), in: .devices(model)) == 23)
    let capped = TenantTerms(borrow: Allowance(.units(3)), cap: Allowance(.units(22)))
    #expect(world(kaist: capped).ceiling(of: ID(2), in: .devices(model)) == 22)
  }

  @Test func whoHasNoShareBorrowsAllThatItHolds() {
    let terms = TenantTerms(borrow: Allowance(.units(3)))
    #expect(world(guests: terms).ceiling(of: ID(3), in: .devices(model)) == 3)
  }

  @Test func whatIsLentIsAtMostTheEntitlement() {
    let world = world(
      national: TenantTerms(lend: part(30)),
      kaist: TenantTerms(lend: Allowance(.units(70)))
    )
    #expect([1, 2, 3].map { world.lendable(by: ID($0), in: .devices(model)) } == [15, 20, nil])
  }

  @Test func reservesAndWhatIsNotLentAreKept() {
    let world = world(
      national: TenantTerms(lend: part(30), reserve: Allowance(.units(40))),
      kaist: TenantTerms(lend: Allowance(.units(15))),
      guests: TenantTerms(reserve: part(50))
    )
    #expect(world.reserves == [0, 40, 5, 0])
    #expect(world.lendable(by: ID(1), in: .devices(model)) == 10)
  }

  @Test func weightsFollowSharesAndQuotas() {
    var tenants = Tenants()
    tenants.add("a", below: Tenants.root, terms: TenantTerms(quota: Allowance(.units(7))))
    tenants.add("b", below: Tenants.root, weight: 5, terms: TenantTerms(quota: part(0)))
    tenants.add("c", below: Tenants.root)
    let world = World(cluster: Cluster(processors: 10), tenants: tenants, jobs: [])
    #expect(world.weights(.share).dropFirst() == [7_000_000, 5, 0])
    #expect(world.weights(.equal).dropFirst() == [1_000_000, 5, 1_000_000])
  }

  /// 10 nodes of 8 devices, 16 cores and 64 MiB; one tenant with a quota that names cores, one
  /// whose quota does not, one below the first.
  private func coreWorld(_ terms: TenantTerms, below: TenantTerms = TenantTerms()) -> World {
    let kind = NodeKind(name: "node", gpus: 8, model: model, cores: 16, memory: 64)
    let cluster = Cluster(
      name: "cores",
      models: Table([DeviceModel(name: "A")]),
      pools: Table([Pool(name: "pool", nodes: 10, kind: kind)])
    )
    var tenants = Tenants()
    let first = tenants.add("first", below: Tenants.root, terms: terms)
    tenants.add("second", below: Tenants.root, terms: TenantTerms(quota: Allowance(.units(8))))
    tenants.add("below", below: first, terms: below)
    return World(cluster: cluster, tenants: tenants, jobs: [])
  }

  private func cores(_ amount: Allowance.Amount, gpus: Int64? = nil) -> Allowance {
    let named = Allowance.Named(resource: "cores", amount: amount)
    return Allowance(gpus.map { .units($0) }, named: [named])
  }

  @Test func coresArePromisedByNameAlone() {
    let world = coreWorld(
      TenantTerms(quota: cores(.units(100), gpus: 40), borrow: cores(.units(20))),
      below: TenantTerms(cap: cores(.part(Share(percent: 30))))
    )
    #expect(world.resources == [.devices(model), .cores])
    // The root has everything, who is beside a quota of cores has none, who is below one is free.
    #expect(world.tenants.ids.map { world.nominal(of: $0, in: .cores) } == [160, 100, 0, nil])
    #expect(world.tenants.ids.map { world.ceiling(of: $0, in: .cores) } == [nil, 120, nil, 36])
    #expect(world.ceiling(of: ID(1), in: .devices(model)) == nil)
    #expect(world.nominal(of: ID(1), in: .devices(model)) == 40)
  }

  @Test func amountsWithoutANameAreOfDevices() {
    let all = Allowance(.part(Share(percent: 50)))
    let world = coreWorld(
      TenantTerms(quota: cores(.units(100), gpus: 40), lend: all, reserve: cores(.units(30)))
    )
    #expect(world.lendable(by: ID(1), in: .devices(model)) == 20)
    #expect(world.lendable(by: ID(1), in: .cores) == 70)
    #expect(world.reserves == [0, 0, 20, 30, 0, 0, 0, 0])
    #expect(coreWorld(TenantTerms(quota: all)).resources == [.devices(model)])
    #expect(world.cluster.total(of: .memory) == 640)
  }

  @Test func modelsAreLimitedByName() {
    let named = Allowance.Named(resource: "another", amount: .units(1))
    let world = world(national: TenantTerms(cap: Allowance(nil, named: [named])))
    #expect(world.ceiling(of: ID(1), in: .devices(model)) == nil)
  }

  @Test func demandIsCutToLimitsFromTheLeavesUp() {
    var tree = ShareTree(
      parents: [nil, 0, 1, 1],
      contenders: [
        Contender(demand: 100), Contender(limit: 50, demand: 100), Contender(limit: 20, demand: 60),
        Contender(demand: 40),
      ]
    )
    tree.cutDemand()
    #expect(tree.contenders.map(\.demand) == [50, 50, 20, 40])
  }

  /// A tenant that is given nothing but a protection waits in its parent's queue.
  @Test func protectionMakesNoQueue() {
    var tenants = Tenants()
    let length = SimDuration(seconds: 1)
    let protected = tenants.add(
      "protected",
      below: Tenants.root,
      terms: TenantTerms(protection: length)
    )
    let strict = tenants.add(
      "strict",
      below: Tenants.root,
      terms: TenantTerms(isStrict: true, protection: length)
    )
    let world = World(cluster: Cluster(processors: 8), tenants: tenants, jobs: [])
    #expect(!world.hasQueue(protected))
    #expect(world.hasQueue(strict))
  }

  @Test func termsWithoutEffectAreTold() throws {
    var tenants = Tenants()
    let terms = TenantTerms(
      reserve: Allowance(.units(1)),
      isStrict: true,
      rights: PreemptionRights(),
      protection: SimDuration(seconds: 1)
    )
    _ = tenants.add("a", below: Tenants.root, share: Share(percent: 50), terms: terms, priority: 5)
    let world = World(cluster: Cluster(processors: 8), tenants: tenants, jobs: [])
    func idle(_ name: String) throws -> [String] {
      world.idleTerms(under: try #require(PolicyPresets.named(name)))
    }
    let strict =
      "'queue: strict' of 'a' has no effect under %: it holds places for every job, or tries the "
      + "shortest first"
    let rights =
      "'preemption' of 'a' has no effect under %: only policies with a cycle over heads read it"
    let reserve =
      "'lend' or 'reserve' of 'a' has no effect under %: it holds places for waiting jobs, "
      + "has walls or stops at limits"
    let protection =
      "'protection' of 'a' has no effect under %: it has no reclaim, or decides over heads"
    let priority =
      "'priority' of 'a' has no effect under %: neither its order nor its surplus reads what "
      + "tenants have"
    func under(_ name: String, _ texts: String...) -> [String] {
      texts.map { $0.replacing("%", with: name) }
    }
    #expect(try idle("easy") == under("easy", rights, reserve, protection, priority))
    #expect(
      try idle("easy-sjbf") == under("easy-sjbf", rights, reserve, strict, protection, priority)
    )
    #expect(try idle("kai") == under("kai", rights))
    #expect(try idle("kueue") == under("kueue", protection, priority))
  }

  @Test func whoIsCrowdedOutByWhatOthersKeepIsTold() throws {
    func idle(_ name: String, lend: Int64) throws -> [String] {
      var tenants = Tenants()
      let terms = TenantTerms(quota: Allowance(.units(9)), lend: Allowance(.units(lend)))
      _ = tenants.add("a", below: Tenants.root, terms: terms)
      let b = tenants.add("b", below: Tenants.root, terms: terms)
      _ = tenants.add("c", below: b)
      let world = World(cluster: Cluster(processors: 16), tenants: tenants, jobs: [])
      return world.idleTerms(under: try #require(PolicyPresets.named(name)))
    }
    let told = ["a", "b"].map {
      "'\($0)' is entitled to 9 processor and can hold 8 of them under drf: what others keep is "
        + "never lent"
    }
    #expect(try idle("drf", lend: 1) == told)
    #expect(try idle("kueue", lend: 1).count == 2)
    #expect(try idle("drf", lend: 0) == [])
    #expect(try idle("drf", lend: 9) == [])
  }

  @Test func quotasThatNobodyReadsAreTold() throws {
    var tenants = Tenants()
    let cores = Allowance(
      .units(4),
      named: [Allowance.Named(resource: "cores", amount: .units(8))]
    )
    let terms = TenantTerms(quota: cores, isStrict: true)
    let branch = tenants.add("branch", below: Tenants.root, terms: terms)
    _ = tenants.add("leaf", below: branch, terms: TenantTerms(quota: Allowance(.units(2))))
    let kind = NodeKind(name: "node", gpus: 8, model: ID(0), cores: 16)
    let cluster = Cluster(
      name: "cores",
      models: Table([DeviceModel(name: "A")]),
      pools: Table([Pool(name: "pool", nodes: 1, kind: kind)])
    )
    let world = World(cluster: cluster, tenants: tenants, jobs: [])
    func idle(_ name: String) throws -> [String] {
      world.idleTerms(under: try #require(PolicyPresets.named(name)))
    }
    let quota = "the quota of cores of 'branch' has no effect under fair-share: it limits nobody to"
    #expect(try idle("fair-share").first == quota + " a quota")
    #expect(try idle("best-effort-tier").allSatisfy { !$0.contains("quota") })
    let strict = "'queue: strict' of 'branch' has no effect under kueue: all below it have queues"
    #expect(try idle("kueue") == [strict + " of their own"])
  }
}
