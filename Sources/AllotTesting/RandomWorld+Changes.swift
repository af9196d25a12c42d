public import Allot

extension RandomWorld {
  /// One to three changes of terms while jobs come: siblings swap shares, shares shrink, limits,
  /// quotas and priorities are drawn anew, and now and then the first terms come back.
  public static func changes(
    of first: Tenants,
    in cluster: Cluster,
    _ jobs: [Job],
    _ options: Options,
    seed: UInt64
  ) -> [DatedTerms] {
    var random = RandomStream("changes", seed: seed)
    let last = (jobs.last?.submit.milliseconds ?? 0) + 20_000
    var times = Set((0...random.below(3)).map { _ in Int64(random.within(1...Int(last))) })
    // At the submit of a job as well as between them.
    if random.chance(1, in: 2) { times.insert(jobs[random.below(jobs.count)].submit.milliseconds) }
    var tenants = first
    return times.sorted().enumerated().map { place, time in
      tenants = random.chance(1, in: 4) ? first : tenants
      change(&tenants, in: cluster, options, seed: seed &* 31 &+ UInt64(place), &random)
      return DatedTerms(at: SimTime(milliseconds: time), on: cluster, tenants)
    }
  }

  private static func change(
    _ tenants: inout Tenants,
    in cluster: Cluster,
    _ options: Options,
    seed: UInt64,
    _ random: inout RandomStream
  ) {
    if options.hasQuotas { requote(&tenants, in: cluster, options, &random) }
    if options.hasLimits { limit(&tenants, options, seed: seed) }
    for parent in tenants.ids {
      let heirs = tenants[parent].children.filter { tenants[$0].share != nil }
      guard heirs.count > 0, random.chance(2, in: 3) else { continue }
      let (one, other) = (heirs[random.below(heirs.count)], heirs[random.below(heirs.count)])
      let (share, second) = (tenants[one].share, tenants[other].share)
      tenants.change(one, share: second, weight: tenants[one].weight)
      tenants.change(other, share: share, weight: tenants[other].weight)
      guard random.chance(1, in: 2), let share = tenants[one].share else { continue }
      let less = Share(millionths: share.millionths / Int64(random.within(1...4)))
      let weight: Int64? = random.chance(1, in: 3) ? Int64(random.within(1...4)) * 500_000 : nil
      tenants.change(one, share: less, weight: weight)
    }
  }

  /// Draws quotas anew, of the same tenants.
  private static func requote(
    _ tenants: inout Tenants,
    in cluster: Cluster,
    _ options: Options,
    _ random: inout RandomStream
  ) {
    for tenant in tenants.ids {
      let terms = tenants.terms(of: tenant)
      guard let quota = terms.quota, random.chance(2, in: 3) else { continue }
      var drawn = quota
      drawn.others = .units(Int64(random.below(max(2, cluster.gpus))))
      tenants.change(
        tenant,
        terms.with(quota: drawn, cap: terms.cap),
        priority: tenants.priority(of: tenant)
      )
    }
  }
}
