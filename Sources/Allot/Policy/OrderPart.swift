/// The part of a policy that says who goes first.
///
/// An order gives keys, never comparisons: siblings are visited by ascending key, ties by the
/// oldest waiting job below. An order that reads nothing of tenants has one queue for everybody.
public protocol OrderPart: PolicyPart {
  /// How siblings take turns.
  var walk: Walk { get }
  /// What ``key(of:)-(TenantView)`` reads; it tells the queue tree when a key is stale.
  var reads: OrderInputs { get }
  /// The wait up to which a job's key falls by one each millisecond beside what
  /// ``key(of:)-(JobView)`` says; zero where keys do not fall. Only with the walk ``Walk/sum``.
  var aging: SimDuration { get }
  /// True where the priority of tenants matters.
  var readsPriority: Bool { get }
  /// The key of a tenant with waiting jobs; lower goes first, infinity goes last; never NaN.
  func key(of tenant: TenantView) -> Double
  /// The most by which a tenant's key may fall while the use of all grows by a factor, where keys
  /// read ``OrderInputs/effectiveUsage``; they never fall as that grows.
  func largestFall(growth: Double) -> Double
  /// The key of a job inside its queue; lower goes first, ties by submit time and trace position;
  /// never NaN.
  func key(of job: JobView) -> Double
}

extension OrderPart {
  /// Keys do not fall.
  public var aging: SimDuration { .zero }
  /// Tenants' priorities do not matter.
  public var readsPriority: Bool { false }
  /// Keys of tenants do not fall.
  public func largestFall(growth: Double) -> Double { 0 }
  /// Jobs of one queue go by submit time; where tenants take turns, by the trace's priority first.
  public func key(of job: JobView) -> Double { walk == .tree ? -Double(job.priority) : 0 }

  /// True where the priority of jobs matters.
  var readsJobPriority: Bool {
    let job = Job(
      submit: .zero,
      run: SimDuration(seconds: 1),
      limit: SimDuration(seconds: 1),
      gpus: 1,
      tenant: Tenants.root
    )
    var urgent = JobView(job, wait: .zero, capacity: 1)
    let usual = key(of: urgent)
    urgent.priority = 1
    return key(of: urgent) != usual
  }

  /// True when no job's place among the others ever changes.
  var isStatic: Bool { reads.isEmpty && walk != .sum }
}

/// What an order looks at, so that keys are computed again only when it has changed.
public struct OrderInputs: OptionSet, Sendable {
  /// The raw bits.
  public let rawValue: Int

  /// Inputs from raw bits.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The devices that a tenant holds now: changes with every start and end below it.
  public static let allocation = OrderInputs(rawValue: 1)
  /// The ledger: changes at ticks and at job ends.
  public static let usage = OrderInputs(rawValue: 2)
  /// The excess over nominal quota: changes with the tenant's first waiting job and with every
  /// start and end below it.
  public static let excess = OrderInputs(rawValue: 4)
  /// The time that a job has waited: every waiting job gets a new key at every pass, which costs
  /// time in proportion to the queue.
  public static let wait = OrderInputs(rawValue: 8)
  /// The ledger as a part of all use: changes at ticks.
  ///
  /// Only with the walk ``Walk/sum``.
  public static let effectiveUsage = OrderInputs(rawValue: 16)

  /// The entitlement of the tenant: never changes.
  public static let entitlement = OrderInputs(rawValue: 64)
  /// What the policy's division of surplus gives the tenant: may change with every pass.
  public static let fairShare = OrderInputs(rawValue: 32)

  /// The first job that waits below the tenant: changes with it.
  public static let nextJob = OrderInputs(rawValue: 128)
  /// What the tenant holds of every resource: changes with every start and end below it.
  public static let dominantShare = OrderInputs(rawValue: 256)

  /// What the tenant counts as holding of every resource, children that want no more as they are:
  /// changes with every start and end, and with whom jobs wait for, below it.
  public static let hierarchicalShare = OrderInputs(rawValue: 512)

  /// True where past use matters.
  public var needLedger: Bool { !isDisjoint(with: [.usage, .effectiveUsage]) }

  /// What of it concerns tenants.
  var ofTenants: OrderInputs { subtracting(.wait) }
}

/// What an order may know about a tenant at an instant.
public struct TenantView: Sendable {
  /// The weight among its siblings, in millionths; zero for who is entitled to nothing.
  public let weight: Int64
  /// The ledger's figure as of the last tick or job end, in the ledger's own unit.
  public var usage = 0.0
  /// The devices that it holds now, over all models.
  public var allocation: Int64 = 0
  /// The devices above its nominal quota that it would hold with its first job started, in the
  /// device model where that is least; zero when it stays within quota.
  public var excess: Int64 = 0
  /// Its entitlement, over all models; zero where it has none, and unless the order says that it
  /// reads ``OrderInputs/entitlement``.
  public var nominal: Int64 = 0
  /// What the division of surplus gave it at the beginning of the pass, over all models, where the
  /// order reads ``OrderInputs/fairShare``.
  public var fairShare = 0.0
  /// The devices of the first job that waits below it, where the order reads
  /// ``OrderInputs/nextJob``.
  public var nextJob: Int64 = 0
  /// What it holds of devices, cores or memory as a part of what the cluster has, whichever is
  /// largest, where the order reads ``OrderInputs/dominantShare``.
  public var dominantShare = 0.0
  /// The same where children that want no more count as they are, the others rescaled, where the
  /// order reads ``OrderInputs/hierarchicalShare``.
  public var hierarchicalShare = 0.0
  /// The devices of the whole cluster.
  public var capacity: Int64 = 0
  /// Its priority in the tenants file, from 0 to 1,000.
  public var priority: Int64 = 0
  /// The part of the whole that its weights give it, multiplied down the tree.
  public var share = 0.0
  /// Its part of all use at the last tick, mixed with what its weight would give it of its
  /// parent's.
  public var effectiveUsage = 0.0

  /// A tenant of a weight that has used and holds nothing.
  package init(weight: Int64) {
    self.weight = weight
  }
}

/// What an order may know about a waiting job.
public struct JobView: Sendable {
  /// When it was submitted.
  public var submit: SimTime
  /// The time since then; zero unless the order says that it reads ``OrderInputs/wait``.
  public var wait: SimDuration
  /// The run time that its owner requested.
  public var limit: SimDuration
  /// Its devices.
  public var gpus: Int32
  /// The priority of the trace; higher is more urgent.
  public var priority: Int32
  /// The same where children that want no more count as they are, the others rescaled, where the
  /// order reads ``OrderInputs/hierarchicalShare``.
  public var hierarchicalShare = 0.0
  /// The devices of the whole cluster.
  public var capacity: Int

  /// A waiting job as orders see it, on a cluster of that many devices.
  public init(_ job: Job, wait: SimDuration, capacity: Int) {
    submit = job.submit
    self.wait = wait
    limit = job.limit
    gpus = job.gpus
    priority = job.priority
    self.capacity = capacity
  }
}
