/// Everything that a replay is told, the same for every policy: the machine, the tenants, the jobs.
public struct World: Sendable {
  /// The nodes that are commissioned at the beginning; in a replay, at the instant.
  public private(set) var cluster: Cluster
  /// All nodes that there ever are, and when some are not there.
  public let machine: ClusterOverTime
  /// Who shares it, with the terms of the beginning; in a replay, with those of the instant.
  public private(set) var tenants: Tenants
  /// What each tenant may count on, likewise.
  public private(set) var entitlements: Entitlements
  /// The terms that follow those of the beginning, in the order of their instants.
  public private(set) var changes: [DatedTerms]
  /// What quotas and limits are kept of: devices of every model, then cores and memory where some
  /// tenant is given an amount of them and they are no devices.
  public let resources: [Resource]
  /// The jobs in submit order; a job's id is its position.
  public package(set) var jobs: [Job]
  /// The components of jobs that have several; each entry belongs to one job.
  public let components: Table<JobComponents, JobComponents>
  /// A closed loop, in which each job that ends before that instant is submitted again as it ends;
  /// nil where every job is submitted once.
  public let resubmitsUntil: SimTime?
  /// What the replay finds when it begins in the middle of a log; nil where it begins on an empty
  /// machine with the first submit.
  public let warmStart: WarmStart?
  /// Limits beside the tree of tenants.
  public let limitGroups: LimitGroups
  /// Which jobs may not start before others have ended.
  public private(set) var dependencies: [JobDependency]
  /// When nodes are out although they are commissioned, in the order in which that begins; a node's
  /// that go on from each other as one.
  public let outages: [NodeOutage]
  /// When nobody starts on nodes, in the same order: outages, and when nodes are not there.
  package let closures: [NodeOutage]
  /// How often jobs save their work, in running time, for when a node fails under them; nil where
  /// only what the policy lets them save is saved.
  public let checkpoint: SimDuration?

  /// A world in which every tenant has the entitlement that its share of the cluster gives it.
  ///
  /// In a closed loop ids are given as jobs are submitted, those of the trace and those that come
  /// again alike; see ``JournalBatch/jobs``.
  ///
  /// - Precondition: jobs are in submit order, run for a positive time within their limits, and
  ///   belong to leaves of the tenant tree; those with components are made of them by
  ///   ``Job/made(of:id:)``, each of its own; what runs at a warm start could do so, in no closed
  ///   loop; jobs wait for each other in no circle, and only in a replay that begins with the first
  ///   submit and submits every job once; nodes that are out are of the machine, and of a replay
  ///   that begins with the first submit; the machine is one of the cluster and its changes;
  ///   checkpoints are apart by some time.
  public init(
    cluster: Cluster,
    tenants: Tenants,
    jobs: [Job],
    components: Table<JobComponents, JobComponents> = Table(),
    resubmitsUntil: SimTime? = nil,
    warmStart: WarmStart? = nil,
    limitGroups: LimitGroups = LimitGroups(),
    dependencies: [JobDependency] = [],
    changes: [DatedTerms] = [],
    machine: ClusterOverTime? = nil,
    outages: [NodeOutage] = [],
    checkpoint: SimDuration? = nil
  ) {
    Self.check(jobs, components, limitGroups, of: tenants)
    precondition(warmStart == nil || resubmitsUntil == nil, "no warm start of a closed loop")
    precondition(warmStart?.isPossible(among: jobs) ?? true, "what runs at a warm start could")
    precondition(
      dependencies.isEmpty || (warmStart == nil && resubmitsUntil == nil),
      "jobs wait for others neither in a closed loop nor at a warm start"
    )
    precondition(
      JobDependency.circle(in: dependencies, jobs: jobs.count) == nil,
      "no job waits for itself"
    )
    precondition(
      zip(changes, changes.dropFirst()).allSatisfy { $0.time < $1.time }
        && (changes.first?.time ?? .distantFuture) > (warmStart?.begin ?? .distantPast),
      "terms change from instant to instant, once the replay has begun"
    )
    let machine = machine ?? ClusterOverTime(cluster)
    self.machine = machine
    let areThere = outages.allSatisfy { $0.isPossible(on: machine.machine) }
    precondition(areThere, "nodes are of the machine")
    precondition(outages.isEmpty || warmStart == nil, "no outages of a warm start")
    precondition(checkpoint ?? SimDuration(seconds: 1) > .zero, "checkpoints are apart")
    self.outages = NodeOutage.joined(outages)
    closures = NodeOutage.joined(outages + machine.absences)
    self.checkpoint = checkpoint
    let first = DatedTerms(at: .distantPast, on: cluster, tenants)
    let later = DatedTerms.distinct(changes)
    precondition(
      later.allSatisfy { $0.tenants.isTree(of: tenants) },
      "all terms are of the same tree"
    )
    precondition(
      machine.cluster(at: .distantPast) == cluster
        && changes.allSatisfy { machine.cluster(at: $0.time) == $0.cluster },
      "the machine changes as its terms say"
    )
    self.dependencies = dependencies
    // Terms that say what holds already change nothing.
    self.changes = zip(changes, [first] + changes).filter { !$0.isSame(as: $1) }.map(\.0)
    self.warmStart = warmStart
    self.limitGroups = limitGroups
    self.cluster = cluster
    self.tenants = tenants
    self.jobs = jobs
    self.components = components
    self.resubmitsUntil = resubmitsUntil
    entitlements = Entitlements(cluster: cluster, tenants: tenants)
    let terms = ([tenants] + later.map(\.tenants)).flatMap { tenants in
      tenants.ids.lazy.map { tenants.terms(of: $0) }.filter { !$0.isEmpty }
    }
    let given = Resource.named.filter { entry in
      !cluster.models.elements.contains { $0.name == entry.name }
        && terms.contains { $0.allowances.contains { $0.names(entry.name) } }
    }
    resources = cluster.models.ids.map { .devices($0) } + given.map(\.resource)
  }

  private static func check(
    _ jobs: [Job],
    _ components: Table<JobComponents, JobComponents>,
    _ limitGroups: LimitGroups,
    of tenants: Tenants
  ) {
    var owned = Table<JobComponents, Bool>(repeating: false, count: components.count)
    for (index, job) in jobs.enumerated() {
      precondition(index == 0 || jobs[index - 1].submit <= job.submit, "jobs come in submit order")
      precondition(job.run > .zero && job.run <= job.limit, "a job runs within its limit")
      precondition(tenants[job.tenant].children.isEmpty, "only leaves submit jobs")
      if let limits = job.limits {
        precondition(limitGroups.sets[limits].tenant == job.tenant, "limits are of a job's tenant")
      }
      guard let own = job.components else { continue }
      precondition(job == job.made(of: components[own], id: own), "a job is what it is made of")
      precondition(!owned[own], "components belong to one job")
      owned[own] = true
    }
  }

  /// Gives the tenants the terms of an instant, on the nodes that are commissioned then.
  package mutating func change(to terms: DatedTerms) {
    cluster = terms.cluster
    tenants = terms.tenants
    entitlements = Entitlements(cluster: cluster, tenants: tenants)
  }

  /// The same world with the terms of an instant in place of those of the beginning.
  public func under(termsOf time: SimTime) -> World {
    guard let last = changes.last(where: { $0.time <= time }) else { return self }
    var world = self
    world.change(to: last)
    return world
  }

  /// The same machine and resources under other terms that stay, with no jobs but those of several
  /// components, which have theirs in a table.
  func withoutJobs(under terms: DatedTerms) -> World {
    var world = self
    world.jobs = jobs.filter { $0.components != nil }
    (world.dependencies, world.changes) = ([], [])
    world.change(to: terms)
    return world
  }

  /// The entitlement of a tenant in one resource as policies see it.
  ///
  /// Zero for a tenant to whom nothing is promised beside siblings to whom something is, nil where
  /// nothing is promised to any sibling. Shares promise devices alone; the root has everything.
  public func nominal(of tenant: ID<Tenant>, in resource: Resource) -> Int64? {
    guard case .devices(let model) = resource else {
      guard let parent = tenants.parent(of: tenant) else { return cluster.total(of: resource) }
      let quota = tenants.terms(of: tenant).quota
      let whole = cluster.total(of: resource)
      if let own = cluster.amount(of: resource, in: quota, whole: whole) { return own }
      let name = cluster.name(of: resource)
      let siblings = tenants[parent].children
      return siblings.contains { tenants.terms(of: $0).quota?.names(name) == true } ? 0 : nil
    }
    if entitlements.isEntitled(tenant) { return entitlements.gpus(of: tenant, model: model) }
    guard let parent = tenants.parent(of: tenant) else { return nil }
    return tenants.hasPromisedChild(parent) ? 0 : nil
  }
}
