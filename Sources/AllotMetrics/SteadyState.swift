public import Allot

/// What tenants hold on average while each of them always wants the same.
///
/// Every tenant keeps as many jobs of one device in the system as it wants devices: a job that ends
/// is submitted again at once. The first jobs come one after the other, the tenants in turn. All
/// jobs run equally long and request just that. The figures are of a replay in a closed loop, not
/// of a formula.
public struct SteadyState: Sendable {
  /// One tenant.
  public struct Demand: Sendable {
    /// Its name.
    public var name: String
    /// The devices that it is entitled to.
    public var quota: Int
    /// Its weight, or nil for what the policy gives tenants without one.
    public var weight: Double?
    /// The devices that it wants.
    public var wanted: Int

    /// A tenant that wants some devices.
    public init(name: String, quota: Int, weight: Double? = nil, wanted: Int) {
      self.name = name
      self.quota = quota
      self.weight = weight
      self.wanted = wanted
    }
  }

  /// The devices of the machine, one to a node.
  public var gpus: Int
  /// Who shares it.
  public var tenants: [Demand]
  /// How long every job runs.
  public var run: SimDuration
  /// The time between the first submissions.
  public var spacing: SimDuration
  /// The time over which holdings are averaged.
  public var window: MeasurementWindow

  /// A steady demand; by default jobs of an hour, averaged from hour 10 to 20, the first ones ten
  /// seconds apart or as much less as lets all be submitted within one run.
  ///
  /// - Precondition: quotas are not negative and sum to at most the machine.
  public init(
    gpus: Int,
    tenants: [Demand],
    run: SimDuration = SimDuration(seconds: 3_600),
    spacing: SimDuration? = nil,
    window: MeasurementWindow = MeasurementWindow(
      from: SimTime(milliseconds: 36_000_000),
      to: SimTime(milliseconds: 72_000_000)
    )
  ) {
    precondition(tenants.reduce(0) { $0 + $1.quota } <= gpus, "quotas of more than the machine")
    self.gpus = gpus
    self.tenants = tenants
    self.run = run
    let jobs = Int64(max(1, tenants.reduce(0) { $0 + $1.wanted }))
    self.spacing = spacing ?? SimDuration(milliseconds: min(10_000, run.milliseconds / jobs))
    self.window = window
  }

  /// The devices that each tenant holds on average under a policy, in the order of the tenants.
  ///
  /// - Throws: ``PolicyViolation`` if the policy makes an illegal decision.
  public func held(under policy: Policy) throws(PolicyViolation) -> [Double] {
    let world = world
    let measured = MeasuredWorld(world: world, window: window)
    let summary = try Replay(measured, policy: policy, figures: [AccountsFigure.self]).summary
    let hours = Double(window.length.milliseconds) / 3_600_000
    return tenants.map { tenant in
      let found = summary.tenants.first { $0.name == tenant.name }
      return (found?["gpu_hours.used"]?.number ?? 0) / hours
    }
  }

  private var world: World {
    var tree = Tenants()
    let leaves = tenants.map { tenant in
      tree.add(
        tenant.name,
        below: Tenants.root,
        share: Share(millionths: Int64(tenant.quota) * Share.whole.millionths / Int64(gpus)),
        weight: tenant.weight.map { Int64(($0 * 1e6).rounded()) }
      )
    }
    var left = tenants.map(\.wanted)
    var jobs: [Job] = []
    var submit = SimTime.zero
    while left.contains(where: { $0 > 0 }) {
      for (index, leaf) in leaves.enumerated() where left[index] > 0 {
        left[index] -= 1
        jobs.append(Job(submit: submit, run: run, limit: run, gpus: 1, tenant: leaf))
        submit = submit + spacing
      }
    }
    return World(
      cluster: Cluster(processors: gpus),
      tenants: tree,
      jobs: jobs,
      resubmitsUntil: window.to
    )
  }
}
