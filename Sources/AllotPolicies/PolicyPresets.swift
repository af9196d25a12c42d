public import Allot

/// Every policy that ships with `allot`, one line each, in the order of `allot policy list`.
public enum PolicyPresets {
  /// The shipped policies.
  public static let all: [PolicyPreset] = [
    fcfs, easy, easyShortestFirst, conservative, staticPartition, fairShare, multifactor,
    quotaBorrowing, kueue, kueueFair, kai, volcanoProportion, volcanoCapacity, yarnFair,
    yarnCapacity, htcondor, drf,
    bestEffortTier,
  ]

  /// The policy of that name, if it ships.
  public static func named(_ name: String) -> Policy? {
    all.first { $0.policy.name == name }?.policy
  }

  private static let fcfs = PolicyPreset(
    policy: Policy(name: "fcfs", order: ArrivalOrder(), quota: NoQuota(), fill: StrictFill()),
    summary: "first come, first served; nothing passes the first job that can not start",
    source: "textbook FCFS; tenants do not matter"
  )

  private static let easy = PolicyPreset(
    policy: Policy(name: "easy", order: ArrivalOrder(), quota: NoQuota(), fill: EasyFill()),
    summary: "first come, first served with EASY backfilling",
    source: "Mu'alem and Feitelson 2001; equal to published schedules job by job with --pass event"
  )

  private static let easyShortestFirst = PolicyPreset(
    policy: Policy(
      name: "easy-sjbf",
      order: ArrivalOrder(),
      quota: NoQuota(),
      fill: EasyFill(backfill: .shortestLimit)
    ),
    summary: "EASY that tries the shortest requested run time first when it backfills",
    source: "Tsafrir, Etsion, Feitelson 2007; equal to published schedules with --pass event"
  )

  private static let conservative = PolicyPreset(
    policy: Policy(
      name: "conservative",
      order: ArrivalOrder(),
      quota: NoQuota(),
      fill: ConservativeFill()
    ),
    summary: "every job keeps the first slot that delays nobody; slots only move earlier",
    source: "Mu'alem and Feitelson 2001; compression in submission order, as in the simulator pyss"
  )

  private static let staticPartition = PolicyPreset(
    policy: Policy(
      name: "static-partition",
      order: ArrivalOrder(),
      quota: WallQuota(),
      fill: EasyFill()
    ),
    summary: "walls: each class has its nodes to itself; EASY inside",
    source: "equal to an independent replay on each class's sub-cluster, start for start"
  )

  private static let fairShare = PolicyPreset(
    policy: Policy(
      name: "fair-share",
      order: FairShareOrder(),
      quota: NoQuota(),
      fill: EasyFill(),
      ledger: HalfLifeLedger()
    ),
    summary: "the tenant that used least for its weight goes first; half-life 7 d; EASY",
    source: "after Fair Tree of Slurm 22.05; keys usage / weight, ticks of 5 min, no age or size"
  )

  private static let multifactor = PolicyPreset(
    policy: Policy(
      name: "multifactor",
      order: MultifactorOrder(),
      quota: NoQuota(),
      fill: EasyFill(),
      ledger: HalfLifeLedger()
    ),
    summary: "age, fair share and size add up, whoever submits; half-life 7 d; EASY",
    source: "after priority/multifactor of Slurm 22.05, no Fair Tree; weights 1000, 10000 and 1000"
  )

  private static let quotaBorrowing = PolicyPreset(
    policy: Policy(
      name: "quota-borrowing",
      order: WithinQuotaOrder(),
      quota: BorrowingQuota(),
      fill: EasyFill(),
      reclaim: WithinQuotaReclaim()
    ),
    summary: "nominal quotas, idle capacity is borrowed and taken back by preemption; EASY",
    source: "after Kueue 0.17: one borrowing level, victims latest start first, no checkpoints"
  )

  private static let volcanoProportion = PolicyPreset(
    policy: Policy(
      name: "volcano-proportion",
      order: DeservedShareOrder(),
      quota: UntilShareQuota(),
      surplus: WeightSurplus(),
      fill: GreedyFill()
    ),
    summary: "weights decide who gets how much of what is wanted; no backfilling, no preemption",
    source: "Volcano at ed72c7c8, plugin proportion; without its reclaim and guarantee"
  )

  private static let htcondor = PolicyPreset(
    policy: Policy(
      name: "htcondor",
      order: QuotaUseOrder(),
      quota: ShareQuota(),
      surplus: GroupQuotaSurplus(),
      fill: GreedyFill()
    ),
    summary: "group quotas, surplus by quota to whoever wants more; no backfilling, no preemption",
    source: "HTCondor's groups (main, 2026-08), all accept surplus; users of a group by submit time"
  )

  private static let kueueRights = PreemptionRights.Table(
    PreemptionRights(ownQueue: .lowerPriority, otherQueues: .any)
  )

  private static let kueue = PolicyPreset(
    policy: Policy(
      name: "kueue",
      order: PriorityOrder(),
      quota: NoQuota(),
      weights: .equal,
      cycle: HeadsCycle(.classical(ClassicalReclaim(rights: kueueRights))),
      fill: GreedyFill()
    ),
    summary: "quotas, borrowing and reclaim in cycles over the heads of queues; best-effort FIFO",
    source: "Kueue at ff69552e, classical; one flavor for each job, places found before admission"
  )

  private static let kueueFair = PolicyPreset(
    policy: Policy(
      name: "kueue-fair",
      order: PriorityOrder(),
      quota: NoQuota(),
      weights: .equal,
      cycle: HeadsCycle(.fair(FairReclaim(rights: kueueRights))),
      fill: GreedyFill()
    ),
    summary: "the same, where who borrows least for its weight goes first and is preempted last",
    source: "Kueue at ff69552e, fair sharing; trees in the order of the file, which there is random"
  )

  private static let kai = PolicyPreset(
    policy: Policy(
      name: "kai",
      order: FairShareThenQuotaOrder(),
      quota: NoQuota(),
      surplus: PriorityThenWeightSurplus(),
      weights: .equal,
      fill: GreedyFill(),
      reclaim: SaturationReclaim(
        ReclaimTerms(victims: .lastInLine, ownQueue: true, nonPreemptibleFrom: 100)
      )
    ),
    summary: "quotas, then over-quota weights; who is below its fair share takes back; no backfill",
    source: "KAI-Scheduler at 72de64fc; without past use and consolidation"
  )

  private static let volcanoCapacity = PolicyPreset(
    policy: Policy(
      name: "volcano-capacity",
      order: DeservedQuotaOrder(),
      quota: NoQuota(),
      fill: GreedyFill(),
      reclaim: DeservedReclaim(ReclaimTerms(victims: .lastInLine))
    ),
    summary: "who holds least of its quota goes first and takes quota back; no backfilling",
    source: "Volcano at ed72c7c8, plugin capacity; guarantees are reserves; without gang votes"
  )

  private static let yarnFair = PolicyPreset(
    policy: Policy(
      name: "yarn-fair",
      order: DominantRatioOrder(),
      quota: NoQuota(),
      weights: .equal,
      fill: GreedyFill()
    ),
    summary: "who is below its quota goes first, then least held for its weight; no preemption",
    source: "YARN's Fair Scheduler (trunk, 2026-08), quotas as minimum shares; preemption off"
  )

  private static let yarnCapacity = PolicyPreset(
    policy: Policy(
      name: "yarn-capacity",
      order: QuotaUseOrder(),
      quota: NoQuota(),
      fill: GreedyFill()
    ),
    summary: "who holds least of its quota goes first; no backfilling, no preemption",
    source: "YARN's Capacity Scheduler (trunk, 2026-08), quotas as capacities; monitor off"
  )

  private static let drf = PolicyPreset(
    policy: Policy(
      name: "drf",
      order: DominantShareOrder(),
      quota: NoQuota(),
      weights: .equal,
      fill: GreedyFill()
    ),
    summary: "who holds the smallest part of any resource goes first; no backfilling",
    source: "Ghodsi and others 2011; down the tree by level, without rescaling of full branches"
  )

  private static let bestEffortTier = PolicyPreset(
    policy: Policy(
      name: "best-effort-tier",
      order: WithinQuotaOrder(),
      quota: TierQuota(),
      fill: EasyFill(),
      reclaim: WithinQuotaReclaim()
    ),
    summary: "tenants with a quota keep to it; those without run on what is idle and yield; EASY",
    source: "the preemptible tier of shared clusters; victims latest start first, no checkpoints"
  )
}
