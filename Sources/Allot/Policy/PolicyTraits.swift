/// What the engine asks of a policy's parts again and again, read once: plain values.
struct PolicyTraits {
  /// What keys of tenants read.
  let reads: OrderInputs
  /// How siblings take turns: job by job where tenants do not matter.
  let walk: Walk
  /// The wait up to which keys of jobs fall.
  let aging: SimDuration
  /// What a blocked job does to the jobs behind it.
  let head: HeadRule
  /// The most waiting jobs that have a slot at a time.
  let depth: Int
  /// True where jobs behind blocked ones are tried shortest limit first.
  let isByLength: Bool
  /// Whether a job that its tenant's limit stops holds up those behind it.
  let blocked: BlockedRule
  /// True where surplus is divided.
  let divides: Bool
  /// True where borrowed devices are taken back.
  let reclaims: Bool
  /// The priority from which on jobs are never preempted.
  let nonPreemptibleFrom: Int
  /// True where jobs preempt less urgent ones of their own queue.
  let preemptsOwnQueue: Bool
  /// True where the order says that more urgent jobs of a queue go first.
  let readsJobPriority: Bool
  /// True where the first jobs of all queues are decided about together.
  ///
  /// Asking an optional struct whether it is there copies it; asking this does not.
  let walksOverHeads: Bool
  /// True where what tenants hold of every resource is compared.
  let comparesResources: Bool
  /// True where keys change with every start.
  let readsHoldings: Bool
  /// True where the order, the division of surplus or reclaim asks what tenants hold.
  let asksWhatIsHeld: Bool
  /// True where who may claim depends on shares.
  let reclaimReadsShares: Bool
  /// How long victims run on, or nil where they leave at once.
  let grace: SimDuration?
  /// The time between checkpoints, or nil where a victim loses all its work.
  let checkpoint: SimDuration?

  /// True when keys of tenants read their first waiting job.
  var readsHead: Bool { !reads.isDisjoint(with: [.excess, .nextJob]) }

  /// True where keys are added up exactly if they need to be.
  var addsKeysWhereItMust: Bool {
    walk == .sum
      ? reads.isSubset(of: .effectiveUsage)
      : aging == .zero && !reads.contains(.effectiveUsage)
  }

  /// True for a job that may be taken back while it runs; jobs of components never are.
  ///
  /// It is asked here, of plain values, because asking a larger type would copy that.
  func mayTake(_ job: Job) -> Bool { reclaims && job.components == nil && mayPreempt(job) }

  /// True for a job that neither says that it is never preempted nor is so urgent.
  func mayPreempt(_ job: Job) -> Bool {
    job.isPreemptible && Int(job.priority) < nonPreemptibleFrom
  }

  /// The traits of a policy.
  init(_ policy: Policy) {
    reads = policy.order.reads
    aging = policy.order.aging
    walk =
      reads.ofTenants.isEmpty && policy.order.walk == .tree ? .merge : policy.order.walk
    head = policy.fill.head
    depth = policy.depth ?? .max
    isByLength = policy.fill.backfill == .shortestLimit
    blocked = policy.blocked
    divides = policy.surplus != nil
    reclaims = policy.reclaim != nil
    nonPreemptibleFrom = policy.reclaim?.terms.nonPreemptibleFrom ?? .max
    preemptsOwnQueue = policy.reclaim?.terms.ownQueue ?? false
    readsJobPriority = policy.order.readsJobPriority
    walksOverHeads = policy.cycle != nil
    readsHoldings = !reads.isDisjoint(with: [
      .allocation, .excess, .nextJob, .dominantShare, .hierarchicalShare,
    ])
    comparesResources = !reads.isDisjoint(with: [.dominantShare, .hierarchicalShare])
    asksWhatIsHeld =
      reclaims || policy.surplus?.readsHoldings == true
      || !reads.isDisjoint(with: [.allocation, .excess])
    reclaimReadsShares = policy.reclaim?.readsShares ?? false
    grace = policy.reclaim?.terms.grace
    checkpoint = policy.reclaim?.terms.checkpoint ?? policy.cycle?.checkpoint
  }
}
