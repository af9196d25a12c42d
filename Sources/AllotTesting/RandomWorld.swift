public import Allot

/// Random small worlds, drawn from a seed, with whole features off at random.
public enum RandomWorld {
  /// What a world may contain.
  public struct Options: Sendable {
    /// Only one pool of one-processor units, as the event rule needs.
    public var isCounted = false
    /// The most jobs.
    public var jobs = 40
    /// Times in whole ledger ticks and longer, so that half-lives matter.
    public var isSlow = false
    /// Tenants in up to four levels with up to twenty siblings, shares anywhere, and more devices
    /// for them.
    public var isBroad = false
    /// Entitlements of several devices two levels below the root, so that limits there bind.
    public var isNested = false
    /// Nodes with memory or without devices, and jobs that ask for memory or for no devices.
    public var hasMemory = false
    /// Tenants that may borrow, lend or hold only so much, keep something, have strict queues or
    /// rights of their own, and are of three priorities.
    public var hasLimits = false
    /// Cores and memory among what tenants are given, and jobs that ask for both.
    public var hasResources = false
    /// Entitlements in devices, which need not add up to what there is.
    public var hasQuotas = false
    /// Jobs of three priorities.
    public var hasPriorities = false
    /// Jobs that are never preempted, and tenants from which nothing is taken back.
    public var hasProtectedJobs = false
    /// Pools of up to four models, and jobs that accept some of them.
    public var hasModelLists = false
    /// Jobs of several components.
    public var hasComponents = false
    /// Users and QOS under limits beside the tree of tenants.
    public var hasLimitGroups = false
    /// Jobs are submitted again when they end, for some time.
    public var isClosed = false
    /// Jobs that wait for others to end.
    public var hasDependencies = false
    /// Tenants whose terms change while jobs come.
    public var hasChanges = false
    /// Pools grow and shrink while jobs come.
    public var hasGrowth = false
    /// Nodes that are out for some time, or for ever.
    public var hasOutages = false

    /// Any world of up to forty jobs.
    public init() {}

    /// Features in turn, so that a few seeds in a row have each of them with and without others.
    public init(inTurn seed: UInt64) {
      isSlow = seed % 3 == 0
      isNested = seed % 4 == 1
      isBroad = seed % 8 == 2
      hasLimits = seed % 3 == 1
      hasQuotas = seed % 5 < 2
      hasMemory = seed % 8 == 6
      hasResources = seed % 8 == 3
      hasComponents = seed % 8 == 5
    }

    /// The most devices of a job are the cluster's divided by one of these.
    var sizes: ClosedRange<Int> { isBroad ? 1...24 : isNested ? 4...12 : 1...4 }
    /// Processors of a cluster without nodes.
    var units: ClosedRange<Int> { isBroad ? 1...64 : isNested ? 12...40 : 1...16 }
    /// Nodes of a pool.
    var nodes: ClosedRange<Int> { isBroad ? 1...16 : isNested ? 6...12 : 1...4 }
  }

  /// The world of a seed.
  public static func world(seed: UInt64, options: Options = Options()) -> World {
    var random = RandomStream("world", seed: seed)
    var cluster = cluster(&random, options)
    var tenants =
      options.isBroad
      ? broadTenants(&random) : options.isNested ? nestedTenants(&random) : tenants(&random)
    let leaves = Array(
      tenants.ids.filter { tenants[$0].children.isEmpty && $0 != Tenants.root }
    )
    let count = random.within(1...options.jobs)
    var features = Features(&random)
    if options.hasResources { features.usesCores = true }
    var submit: Int64 = 0
    var jobs: [Job] = []
    for _ in 0..<count {
      if !random.chance(features.tieChance, in: 10) {
        submit += Int64(random.within(1...features.gap))
      }
      jobs.append(
        job(
          &random,
          features,
          cluster,
          options,
          submit: submit,
          leaf: leaves[random.below(leaves.count)]
        )
      )
    }
    if options.isSlow { slow(&jobs) }
    if options.hasQuotas { tenants = counted(tenants, of: cluster, options, seed: seed) }
    if options.hasLimits { limit(&tenants, options, seed: seed) }
    if options.hasPriorities {
      var priorities = RandomStream("priorities", seed: seed)
      for index in jobs.indices { jobs[index].priority = Int32(priorities.below(3)) }
    }
    if options.hasProtectedJobs { protect(&tenants, &jobs, seed: seed) }
    if options.hasModelLists { mixModels(&cluster, &jobs, seed: seed) }
    let groups =
      options.hasLimitGroups ? group(&jobs, in: cluster, seed: seed) : LimitGroups()
    var components = Table<JobComponents, JobComponents>()
    if options.hasComponents { components = split(&jobs, in: cluster, seed: seed) }
    let dependencies = options.hasDependencies ? chain(&jobs, seed: seed) : []
    var changes =
      options.hasChanges ? changes(of: tenants, in: cluster, jobs, options, seed: seed) : []
    let machine =
      options.hasGrowth ? grow(&cluster, tenants, over: &changes, jobs, seed: seed) : nil
    let outages =
      options.hasOutages ? outages(of: machine?.machine ?? cluster, jobs, seed: seed) : []
    let checkpoint = options.hasOutages && seed % 3 == 0 ? SimDuration(milliseconds: 7_000) : nil
    // So that some come again twice and more before others of the trace are submitted.
    let end = SimTime(milliseconds: (jobs.last?.submit.milliseconds ?? 0) / 2 + 20_000)
    return World(
      cluster: cluster,
      tenants: tenants,
      jobs: jobs,
      components: components,
      resubmitsUntil: options.isClosed ? end : nil,
      limitGroups: groups,
      dependencies: options.isClosed ? [] : dependencies,
      changes: changes,
      machine: machine,
      outages: outages,
      checkpoint: checkpoint
    )
  }

  private static func slow(_ jobs: inout [Job]) {
    for index in jobs.indices {
      jobs[index].submit.milliseconds *= 40
      jobs[index].run.milliseconds *= 40
      jobs[index].limit.milliseconds *= 40
    }
  }

  /// Gives every pool one of four models, and two jobs in three a list of some of them.
  private static func mixModels(_ cluster: inout Cluster, _ jobs: inout [Job], seed: UInt64) {
    var random = RandomStream("models", seed: seed)
    while cluster.models.count < 4 {
      cluster.models.append(DeviceModel(name: "M\(cluster.models.count)"))
    }
    for pool in cluster.pools.ids { cluster.pools[pool].kind.model = ID(random.below(4)) }
    for index in jobs.indices {
      let count = random.below(3)
      let models = (0...count).map { _ in ID<DeviceModel>(random.below(4)) }
      jobs[index].models = random.chance(1, in: 3) ? .any : AcceptedModels(models)
    }
  }

  static func limit(_ tenants: inout Tenants, _ options: Options, seed: UInt64) {
    var random = RandomStream("limits", seed: seed)
    func allowance() -> Allowance? {
      guard random.chance(1, in: 3) else { return nil }
      if options.hasResources && random.chance(2, in: 3) {
        let number = Allowance.Amount.units(Int64(random.within(0...16)))
        let part = Allowance.Amount.part(Share(percent: Int64(random.below(11) * 10)))
        let name = random.chance(2, in: 3) ? "cores" : "memory"
        let named = Allowance.Named(resource: name, amount: random.chance(1, in: 3) ? part : number)
        return Allowance(nil, named: [named])
      }
      let part = Allowance.Amount.part(Share(percent: Int64(random.below(11) * 10)))
      let amount = random.chance(1, in: 2) ? part : .units(Int64(random.within(1...8)))
      guard random.chance(1, in: 4) else { return Allowance(amount) }
      return Allowance(nil, named: [Allowance.Named(resource: "A", amount: amount)])
    }
    for tenant in tenants.ids where tenant != Tenants.root {
      let terms = TenantTerms(
        quota: tenants.terms(of: tenant).quota,
        borrow: allowance(),
        lend: allowance(),
        reserve: allowance(),
        cap: allowance(),
        isStrict: random.chance(1, in: 4),
        rights: random.chance(1, in: 4) ? rights(&random) : nil,
        protection: random.chance(1, in: 4) ? SimDuration(seconds: Int64(random.below(9))) : nil
      )
      tenants.change(tenant, terms, priority: random.below(3))
    }
  }

  private static func rights(_ random: inout RandomStream) -> PreemptionRights {
    let all = PreemptionRights.Whom.allCases
    return PreemptionRights(
      ownQueue: all[random.below(all.count)],
      otherQueues: all[random.below(all.count)],
      whileBorrowing: random.chance(1, in: 3)
        ? PreemptionRights.WhileBorrowing(highestPriority: random.below(3)) : nil
    )
  }

  /// Tenants with quotas in devices of every model instead of shares, which need not add up.
  private static func counted(
    _ tenants: Tenants,
    of cluster: Cluster,
    _ options: Options,
    seed: UInt64
  ) -> Tenants {
    var random = RandomStream("quotas", seed: seed)
    /// Who has neither quota nor weight would wait for ever where surplus goes by weight.
    func weight(_ quota: Int64) -> Int64? {
      guard random.chance(1, in: 5) else { return nil }
      return max(quota == 0 ? 1 : 0, Int64(random.below(4))) * 1_000_000
    }
    var quotas = Tenants()
    for tenant in tenants.ids where tenant != Tenants.root {
      let old = tenants[tenant]
      let isCounted = old.share != nil && (old.parent == Tenants.root || random.chance(1, in: 2))
      let devices = Int64(random.below(max(2, cluster.gpus)))
      var quota = Allowance(.units(devices))
      if options.hasResources && random.chance(1, in: 2) {
        let most = max(8, cluster.total(of: .cores))
        let cores = Allowance.Amount.units(Int64(random.below(Int(most))))
        quota.named = [Allowance.Named(resource: "cores", amount: cores)]
      }
      quotas.add(
        old.name,
        below: old.parent ?? Tenants.root,
        share: isCounted ? nil : old.share,
        weight: weight(devices),
        terms: isCounted ? TenantTerms(quota: quota) : TenantTerms()
      )
    }
    return quotas
  }

  private struct Features {
    let tieChance: Int
    let gap: Int
    let grid: Int
    let usesNodeShapes: Bool
    var usesCores: Bool
    let usesModels: Bool

    init(_ random: inout RandomStream) {
      tieChance = random.below(8)
      gap = [3, 10, 30][random.below(3)]
      grid = [1, 1, 10][random.below(3)]
      usesNodeShapes = random.chance(1, in: 2)
      usesCores = random.chance(1, in: 3)
      usesModels = random.chance(1, in: 2)
    }
  }

  private static func job(
    _ random: inout RandomStream,
    _ features: Features,
    _ cluster: Cluster,
    _ options: Options,
    submit: Int64,
    leaf: ID<Tenant>
  ) -> Job {
    let largest = max(1, cluster.gpus / random.within(options.sizes))
    let gpus = random.within(1...largest)
    let run = Int64(random.within(1...20) * features.grid)
    let limit = random.chance(1, in: 3) ? run : run * Int64(random.within(1...4))
    let wantsModel = features.usesModels && random.chance(1, in: 2)
    // Seconds, so that summaries in whole seconds are exercised with and without a rest.
    let scale: Int64 = random.chance(1, in: 2) ? 1_000 : 700
    var job = Job(
      submit: SimTime(milliseconds: submit * 1_000),
      run: SimDuration(milliseconds: run * scale),
      limit: SimDuration(milliseconds: limit * scale),
      gpus: gpus,
      gpusPerNode: features.usesNodeShapes && random.chance(1, in: 2) ? random.within(1...4) : 0,
      cores: features.usesCores ? gpus * random.below(5) : 0,
      memory: 0,
      tenant: leaf,
      models: wantsModel ? .only(ID(random.below(cluster.models.count))) : .any
    )
    guard options.hasMemory else { return job }
    if random.chance(1, in: 6) {
      job.gpus = 0
      job.gpusPerNode = 0
      job.cores = Int32(random.below(10))
    }
    if random.chance(1, in: 2) { job.memory = Int32(max(1, Int(job.gpus)) * random.below(6)) }
    if job.gpus == 0 && job.cores == 0 { job.memory = Int32(random.within(1...5)) }
    return job
  }

  private static func cluster(_ random: inout RandomStream, _ options: Options) -> Cluster {
    if options.isCounted || random.chance(1, in: 4) {
      return Cluster(processors: random.within(options.units))
    }
    var cluster = Cluster(
      name: "random",
      models: Table([DeviceModel(name: "A"), DeviceModel(name: "B")]),
      pools: Table()
    )
    for pool in 0..<random.within(1...3) {
      let isBare = options.hasMemory && random.chance(1, in: 8)
      let gpus = isBare ? 0 : [1, 2, 4, 8][random.below(4)]
      let hasCores = random.chance(1, in: 3) || isBare
      let hasMemory = options.hasMemory && random.chance(1, in: 2)
      cluster.pools.append(
        Pool(
          name: "pool\(pool)",
          nodes: random.within(options.nodes),
          kind: NodeKind(
            name: "node\(pool)",
            gpus: gpus,
            model: ID(random.below(2)),
            cores: hasCores ? (isBare ? 6 : gpus * 3) : 0,
            memory: hasMemory ? max(gpus, 1) * 4 : 0
          )
        )
      )
    }
    return cluster
  }

  private static func nestedTenants(_ random: inout RandomStream) -> Tenants {
    var tenants = Tenants()
    let classes = random.within(1...3)
    for index in 0..<classes {
      let share = Share(percent: Int64(100 / classes))
      let id = tenants.add("c\(index)", below: Tenants.root, share: share)
      let children = random.within(2...3)
      for child in 0..<children {
        let own = tenants.add("o\(child)", below: id, share: Share(percent: Int64(100 / children)))
        guard random.chance(1, in: 2) else { continue }
        for user in 0..<2 { tenants.add("u\(user)", below: own) }
      }
    }
    return tenants
  }

  private static func broadTenants(_ random: inout RandomStream) -> Tenants {
    var tenants = Tenants()
    var parents: [(id: ID<Tenant>, level: Int)] = [(Tenants.root, 0)]
    while let (parent, level) = parents.popLast() {
      let count = random.chance(1, in: 3) ? random.within(8...20) : random.within(1...4)
      let hasShares = random.chance(3, in: 4)
      for child in 0..<count {
        let share = Share(millionths: Int64(1_000_000 / count / random.within(1...2)))
        let isEntitled = hasShares && !random.chance(1, in: 5)
        let id = tenants.add("t\(child)", below: parent, share: isEntitled ? share : nil)
        if level < 3 && tenants.count < 60 && random.chance(1, in: 3) {
          parents.append((id, level + 1))
        }
      }
    }
    return tenants
  }

  private static func tenants(_ random: inout RandomStream) -> Tenants {
    var tenants = Tenants()
    let splits: [[Int64]] = [
      [50, 30, 20], [100], [34, 33, 33], [60, 40], [25, 25, 25, 25], [90, 5],
    ]
    let shares = splits[random.below(splits.count)]
    for (index, share) in shares.enumerated() {
      let id = tenants.add("c\(index)", below: Tenants.root, share: Share(percent: share))
      guard random.chance(1, in: 3) else { continue }
      let hasShares = random.chance(1, in: 2)
      for child in 0..<random.within(1...3) {
        tenants.add(
          "o\(child)",
          below: id,
          share: hasShares ? Share(percent: Int64(30 - child * 5)) : nil
        )
      }
    }
    if random.chance(1, in: 3) { tenants.add("other", below: Tenants.root) }
    return tenants
  }
}
