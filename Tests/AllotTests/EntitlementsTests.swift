import Allot
import Testing

@Suite struct EntitlementsTests {
  private static func cluster(_ pools: [(nodes: Int, gpus: Int)]) -> Cluster {
    Cluster(
      name: "test",
      models: Table(pools.indices.map { DeviceModel(name: "model\($0)") }),
      pools: Table(
        pools.enumerated().map { position, pool in
          Pool(
            name: "pool\(position)",
            nodes: pool.nodes,
            kind: NodeKind(name: "kind", gpus: pool.gpus, model: ID(position))
          )
        }
      )
    )
  }

  private static func korea() -> Tenants {
    var tenants = Tenants()
    tenants.add("national", below: Tenants.root, share: Share(percent: 50))
    tenants.add("enterprise", below: Tenants.root, share: Share(percent: 30))
    tenants.add("university", below: Tenants.root, share: Share(percent: 20))
    return tenants
  }

  private static func table(_ cluster: Cluster, _ tenants: Tenants) -> [[Int]] {
    let entitlements = Entitlements(cluster: cluster, tenants: tenants)
    return tenants[Tenants.root].children.map { tenant in
      cluster.pools.ids.map { entitlements.nodes(of: tenant, in: $0) }
    }
  }

  @Test func gwangjuAddsUpInRowsAndColumns() {
    let cluster = Self.cluster([(128, 8), (128, 8)])
    let tenants = Self.korea()
    let entitlements = Entitlements(cluster: cluster, tenants: tenants)
    let classes = tenants[Tenants.root].children
    #expect(Self.table(cluster, tenants) == [[64, 64], [39, 38], [25, 26]])
    #expect(classes.map { entitlements.nodes(of: $0) } == [128, 77, 51])
    #expect(classes.map { entitlements.gpus(of: $0) } == [1_024, 614, 410])
    #expect(classes.map { entitlements.gpus(of: $0, in: ID(0)) } == [512, 312, 200])
    #expect(classes.map { entitlements.gpus(of: $0, model: ID(1)) } == [512, 307, 205])
    #expect(entitlements.gpus(of: Tenants.root) == 2_048)
    #expect(entitlements.isEntitled(Tenants.root))
  }

  @Test func koreaIsApportionedInWholeNodes() {
    let cluster = Self.cluster([(1_260, 8), (382, 8)])
    let table = Self.table(cluster, Self.korea())
    #expect(table.map { $0.reduce(0, +) } == [821, 493, 328])
    #expect(table == [[630, 191], [378, 115], [252, 76]])
  }

  @Test func processorsAreApportioned() {
    #expect(Self.table(Cluster(processors: 10), Self.korea()) == [[5], [3], [2]])
  }

  @Test func childrenShareTheirParentsRow() {
    var tenants = Self.korea()
    let national = ID<Tenant>(1)
    let kaist = tenants.add("kaist", below: national, share: Share(percent: 40))
    let guest = tenants.add("guest", below: national)
    let below = tenants.add("below", below: guest, share: .whole)
    let entitlements = Entitlements(cluster: Self.cluster([(128, 8), (128, 4)]), tenants: tenants)
    #expect(entitlements.nodes(of: kaist) == 51)
    #expect(entitlements.nodes(of: kaist, in: ID(0)) == 26)
    #expect(entitlements.nodes(of: kaist, in: ID(1)) == 25)
    // 40 % of 512 and of 256: devices know no nodes.
    #expect(entitlements.gpus(of: kaist) == 205 + 102)
    #expect(entitlements.isEntitled(kaist))
    #expect(!entitlements.isEntitled(guest))
    #expect(!entitlements.isEntitled(below))
    #expect(entitlements.nodes(of: below) == 0)
  }

  @Test func aRestCompetesForTheLeftover() {
    var tenants = Tenants()
    tenants.add("a", below: Tenants.root, share: Share(percent: 25))
    // 2.5 and 7.5 of ten nodes: equal remainders, and the declared tenant comes first.
    #expect(Self.table(Cluster(processors: 10), tenants) == [[3]])
    var small = Tenants()
    small.add("a", below: Tenants.root, share: Share(percent: 24))
    #expect(Self.table(Cluster(processors: 10), small) == [[2]])
  }

  /// Ten queues of four nodes have 3 or 4 devices each, not whole nodes.
  @Test func devicesAreRoundedWithoutNodes() {
    var tenants = Tenants()
    for index in 0..<10 {
      tenants.add("q\(index)", below: Tenants.root, share: Share(percent: 10))
    }
    let entitlements = Entitlements(cluster: Self.cluster([(4, 8)]), tenants: tenants)
    let devices = tenants[Tenants.root].children.map { entitlements.gpus(of: $0) }
    #expect(devices == [4, 4, 3, 3, 3, 3, 3, 3, 3, 3])
    let nodes = tenants[Tenants.root].children.map { entitlements.nodes(of: $0) }
    #expect(nodes == [1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
  }

  @Test func quotasAreDevicesAndFillWholeNodes() {
    var tenants = Tenants()
    let named = [
      Allowance.Named(resource: "model0", amount: .units(20)),
      Allowance.Named(resource: "model1", amount: .units(3)),
    ]
    let first = tenants.add(
      "first",
      below: Tenants.root,
      terms: TenantTerms(quota: Allowance(nil, named: named))
    )
    let second = tenants.add(
      "second",
      below: Tenants.root,
      terms: TenantTerms(quota: Allowance(.units(17)))
    )
    let part = tenants.add("part", below: first, share: Share(percent: 55))
    let none = tenants.add("none", below: Tenants.root)
    let entitlements = Entitlements(cluster: Self.cluster([(4, 8), (2, 4)]), tenants: tenants)
    #expect([ID(0), ID(1)].map { entitlements.gpus(of: first, model: $0) } == [20, 3])
    #expect(entitlements.gpus(of: second) == 34)
    #expect(entitlements.gpus(of: part) == 11 + 2)
    // Two of four nodes, then the two that are left; of the small ones none, then both.
    #expect([first, second].map { entitlements.nodes(of: $0, in: ID(0)) } == [2, 2])
    #expect([first, second].map { entitlements.nodes(of: $0, in: ID(1)) } == [0, 2])
    #expect(entitlements.isEntitled(part))
    #expect(!entitlements.isEntitled(none))
  }

  @Test func noShareAndNoNodesAreEntitledToNothing() {
    var tenants = Tenants()
    let idle = tenants.add("idle", below: Tenants.root, share: Share(percent: 0))
    let child = tenants.add("child", below: idle, share: .whole)
    let entitlements = Entitlements(cluster: Cluster(processors: 7), tenants: tenants)
    #expect(entitlements.isEntitled(child))
    #expect(entitlements.nodes(of: child) == 0)
    #expect(Entitlements(cluster: Cluster(processors: 7), tenants: Tenants()).nodes(of: ID(0)) == 7)
  }

  @Test func sharesBeyondEverythingTrap() async {
    await #expect(processExitsWith: .failure) {
      var tenants = Tenants()
      tenants.add("a", below: Tenants.root, share: Share(percent: 60))
      tenants.add("b", below: Tenants.root, share: Share(percent: 60))
      _ = Entitlements(cluster: Cluster(processors: 10), tenants: tenants)
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func randomTreesAddUp(seed: UInt64) {
    var random = RandomStream("entitlements", seed: seed)
    let pools = (0..<random.within(1...6)).map { _ in
      (
        nodes: random.below(2) == 0 ? random.below(4) : random.below(900),
        gpus: random.within(1...8)
      )
    }
    let cluster = Self.cluster(pools)
    var tenants = Tenants()
    for _ in 0..<random.within(1...20) {
      Self.addChildren(below: ID(random.below(tenants.count)), to: &tenants, &random)
    }
    let entitlements = Entitlements(cluster: cluster, tenants: tenants)
    for parent in tenants.ids {
      let heirs = tenants[parent].children.filter { tenants[$0].share != nil }
      let shares = heirs.map { tenants[$0].share?.millionths ?? 0 }
      let total = entitlements.nodes(of: parent)
      let isWhole = shares.reduce(0, +) == 1_000_000 && entitlements.isEntitled(parent)
      for pool in cluster.pools.ids {
        let column = heirs.reduce(0) { $0 + entitlements.nodes(of: $1, in: pool) }
        let nodes = entitlements.nodes(of: parent, in: pool)
        #expect(isWhole ? column == nodes : column <= nodes)
        for heir in heirs where total > 0 {
          // |cell − row × column ÷ total| < 1, without division.
          let exact = entitlements.nodes(of: heir) * nodes
          #expect(abs(entitlements.nodes(of: heir, in: pool) * total - exact) < total)
        }
      }
      for (heir, share) in zip(heirs, shares) where entitlements.isEntitled(parent) {
        let exact = Int64(total) * share
        #expect(abs(Int64(entitlements.nodes(of: heir)) * 1_000_000 - exact) < 1_000_000)
      }
    }
  }

  private static func addChildren(
    below parent: ID<Tenant>,
    to tenants: inout Tenants,
    _ random: inout RandomStream
  ) {
    guard tenants[parent].children.isEmpty else { return }
    var rest: Int64 = 1_000_000
    let count = random.within(1...8)
    for child in 0..<count {
      let isLast = child == count - 1 && random.chance(1, in: 2)
      let part = isLast ? rest : Int64(random.below(Int(rest) / 2 + 1)) / 1_000 * 1_000
      let hasShare = isLast || random.chance(7, in: 8)
      tenants.add("t\(child)", below: parent, share: hasShare ? Share(millionths: part) : nil)
      if hasShare { rest -= part }
    }
  }
}
