import Allot
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
    #expect(world.ceiling(of: ID(1), model: model) == 62)
    #expect(world.ceiling(of: ID(2), model: model) == nil)
  }

  @Test func partsOfACapAreOfWhatTheParentCountsOn() {
    let terms = TenantTerms(cap: part(50))
    let world = world(national: terms, kaist: terms, guests: terms)
    #expect([1, 2, 3].map { world.ceiling(of: ID($0), model: model) } == [50, 25, 50])
  }

  @Test func theLesserOfCapAndBorrowingHolds() {
    let devices = TenantTerms(borrow: Allowance(.devices(3)), cap: Allowance(.devices(23)))
    #expect(world(kaist: devices).ceiling(of: ID(2), model: model) == 23)
    let capped = TenantTerms(borrow: Allowance(.devices(3)), cap: Allowance(.devices(22)))
    #expect(world(kaist: capped).ceiling(of: ID(2), model: model) == 22)
  }

  @Test func whoHasNoShareBorrowsAllThatItHolds() {
    let terms = TenantTerms(borrow: Allowance(.devices(3)))
    #expect(world(guests: terms).ceiling(of: ID(3), model: model) == 3)
  }

  @Test func whatIsLentIsAtMostTheEntitlement() {
    let world = world(
      national: TenantTerms(lend: part(30)),
      kaist: TenantTerms(lend: Allowance(.devices(70)))
    )
    #expect([1, 2, 3].map { world.lendable(by: ID($0), model: model) } == [15, 20, nil])
  }

  @Test func reservesAndWhatIsNotLentAreKept() {
    let world = world(
      national: TenantTerms(lend: part(30), reserve: Allowance(.devices(40))),
      kaist: TenantTerms(lend: Allowance(.devices(15))),
      guests: TenantTerms(reserve: part(50))
    )
    #expect(world.reserves == [0, 40, 5, 0])
    #expect(world.lendable(by: ID(1), model: model) == 10)
  }

  @Test func weightsFollowSharesAndQuotas() {
    var tenants = Tenants()
    tenants.add("a", below: Tenants.root, terms: TenantTerms(quota: Allowance(.devices(7))))
    tenants.add("b", below: Tenants.root, weight: 5, terms: TenantTerms(quota: part(0)))
    tenants.add("c", below: Tenants.root)
    let world = World(cluster: Cluster(processors: 10), tenants: tenants, jobs: [])
    #expect(world.weights(.share).dropFirst() == [7_000_000, 5, 0])
    #expect(world.weights(.equal).dropFirst() == [1_000_000, 5, 1_000_000])
  }

  @Test func modelsAreLimitedByName() {
    let named = Allowance.Named(model: "another", amount: .devices(1))
    let world = world(national: TenantTerms(cap: Allowance(nil, named: [named])))
    #expect(world.ceiling(of: ID(1), model: model) == nil)
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
}
