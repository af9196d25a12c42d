import Allot
import AllotMetrics
import AllotPolicies
import AllotTesting

/// Random worlds with what only reports look at: three models, promises, undeclared tenants,
/// classes, windows and rows that cleaning has left out.
enum DressedWorld {
  /// The world of a seed and what is measured of it, with what a policy looks at.
  ///
  /// Under limits by shares some tenants weigh nothing, so that their jobs wait for ever.
  static func measured(seed: UInt64, for policy: Policy) -> MeasuredWorld {
    let starves = policy.quota is ShareQuota
    var options = RandomWorld.Options()
    options.isSlow = seed % 2 == 0
    options.isBroad = seed % 6 == 1
    options.isNested = seed % 6 == 4
    options.hasMemory = seed % 4 == 3
    options.hasLimits = seed % 5 == 1
    options.hasQuotas = seed % 7 == 3 || starves
    options.hasPriorities = policy.cycle != nil
    let asksForCores = seed % 16 == 5
    options.hasComponents = seed % 3 == 2 && policy.cycle == nil && !asksForCores
    let plain = RandomWorld.world(seed: seed, options: options)
    var random = RandomStream("dress", seed: seed)
    var cluster = plain.cluster
    var jobs = plain.jobs
    if seed % 3 > 0 && cluster.pools.count > 1 { mixModels(&cluster, &jobs, &random) }
    if asksForCores { askForCores(&jobs) }
    let names = ["training", "debug", "never"]
    let hasClasses = seed % 4 > 0
    var tenants = dressed(plain.tenants, hasClasses ? names : [], &random)
    if starves { tenants = withoutWeights(tenants, &random) }
    let moves = seed % 4 == 2 && !starves && !policy.quota.hasWalls
    var changes =
      moves ? RandomWorld.changes(of: tenants, in: cluster, jobs, options, seed: seed) : []
    let machine =
      moves && seed % 8 == 6
      ? RandomWorld.grow(&cluster, tenants, over: &changes, jobs, seed: seed) : nil
    let world = World(
      cluster: cluster,
      tenants: tenants,
      jobs: jobs,
      components: plain.components,
      changes: changes,
      machine: machine,
      outages: seed % 8 >= 6
        ? RandomWorld.outages(of: machine?.machine ?? cluster, jobs, seed: seed) : [],
      checkpoint: seed % 3 == 0 ? SimDuration(milliseconds: 7_000) : nil
    )
    return MeasuredWorld(
      world: world,
      window: window(jobs, &random),
      classes: hasClasses
        ? JobClasses(names: names, ofJob: jobs.map { _ in Int32(random.below(3)) - 1 })
        : JobClasses(),
      dropped: (0..<random.below(4)).map { place in
        DroppedWork(
          reason: ["limit_missing", "run_missing"][random.below(2)],
          tenant: random.chance(1, in: 4) ? nil : ID(random.within(1...tenants.count - 1)),
          jobs: random.within(1...9),
          work: Int64(random.within(0...10_000_000)),
          otherWork: Int64(place % 2) * 7_000_000
        )
      },
      depthOfTenants: random.within(1...3)
    )
  }

  private static func mixModels(
    _ cluster: inout Cluster,
    _ jobs: inout [Job],
    _ random: inout RandomStream
  ) {
    cluster.models.append(DeviceModel(name: "C"))
    for pool in cluster.pools.ids {
      cluster.pools[pool].kind.model = ID((Int(pool.index) + random.below(2)) % 3)
    }
    for index in jobs.indices where !jobs[index].models.isAny {
      let model = random.below(3)
      let other = random.chance(1, in: 3) ? random.below(3) : model
      jobs[index].models = AcceptedModels([ID(model), ID(other)])
    }
  }

  private static func askForCores(_ jobs: inout [Job]) {
    for index in jobs.indices {
      (jobs[index].cores, jobs[index].memory) = (jobs[index].gpus, 0)
      (jobs[index].gpus, jobs[index].gpusPerNode) = (0, 0)
      jobs[index].models = .any
    }
  }

  private static func dressed(
    _ plain: Tenants,
    _ classes: [String],
    _ random: inout RandomStream
  ) -> Tenants {
    var tenants = Tenants()
    for id in plain.ids.dropFirst() {
      let tenant = plain[id]
      let isLeaf = tenant.children.isEmpty
      let mayBeUsers = isLeaf && tenant.share == nil && tenant.terms.isEmpty
      let promises = (0..<[0, 0, 1, 3][random.below(4)]).map { _ in
        Promise(
          waitP95: SimDuration(milliseconds: Int64([0, 5_000, 60_000, 900_000][random.below(4)])),
          of: random.chance(1, in: 2) ? .jobs : .gpuHours,
          jobClass: random.chance(1, in: 3) ? classes.first : nil,
          largerThan: random.chance(1, in: 3) ? random.below(4) : nil
        )
      }
      tenants.add(
        tenant.name,
        below: tenant.parent ?? Tenants.root,
        share: tenant.share,
        weight: tenant.weight,
        promises: promises,
        terms: tenant.terms,
        priority: tenant.priority,
        isDeclared: !(mayBeUsers && random.chance(1, in: 2))
      )
    }
    return tenants
  }

  private static func withoutWeights(_ plain: Tenants, _ random: inout RandomStream) -> Tenants {
    var tenants = Tenants()
    for id in plain.ids.dropFirst() {
      let tenant = plain[id]
      let isStarved = tenant.terms.quota != nil && random.chance(1, in: 3)
      let quota = Int64(random.below(3))
      tenants.add(
        tenant.name,
        below: tenant.parent ?? Tenants.root,
        share: tenant.share,
        weight: isStarved ? 0 : tenant.weight,
        promises: tenant.promises,
        terms: isStarved ? TenantTerms(quota: Allowance(.units(quota))) : tenant.terms,
        priority: tenant.priority,
        isDeclared: tenant.isDeclared
      )
    }
    return tenants
  }

  /// From the first to the last submit, over everything, or one that cuts through jobs.
  private static func window(
    _ jobs: [Job],
    _ random: inout RandomStream
  ) -> MeasurementWindow? {
    let last = jobs.last?.submit.milliseconds ?? 0
    switch random.below(4) {
    case 0: return nil
    case 1: return MeasurementWindow(from: .zero, to: SimTime(milliseconds: 4 * last + 4_000_000))
    default:
      let first = Int64(random.within(0...Int(last)))
      return MeasurementWindow(
        from: SimTime(milliseconds: first),
        to: SimTime(milliseconds: first + Int64(random.within(0...Int(last) + 60_000)))
      )
    }
  }
}
