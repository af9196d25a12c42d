import Allot

/// Age, fair share and size by definition.
extension NaiveReplay {
  /// The sum of a job, in milliseconds of age or, where age does not count, in millionths.
  func priority(
    _ job: Int,
    _ factors: NaivePolicy.Factors,
    _ fairShares: inout [Int: Double]
  ) -> Double {
    let work = world.jobs[job]
    let tenant = Int(work.tenant.index)
    let point = factors.age == 0 ? 1e6 : Double(factors.maxAge.milliseconds) / Double(factors.age)
    let wait = min(now - work.submit.milliseconds, factors.maxAge.milliseconds)
    let part = Double(work.gpus) / Double(world.cluster.gpus)
    let size = (Double(factors.size) * point * part).rounded()
    if fairShares[tenant] == nil {
      let share = share(of: tenant)
      let times = effectiveUsage(of: tenant) / share / Double(factors.dampening)
      let factor = share > 0 ? Elementary.powerOfHalf(times) : 0
      fairShares[tenant] = (Double(factors.fairShare) * point * factor).rounded()
    }
    return (factors.age == 0 ? 0 : Double(wait)) + size + (fairShares[tenant] ?? 0)
  }

  private func part(of tenant: Int) -> Double {
    guard let parent = world.tenants[ID(tenant)].parent else { return 1 }
    let siblings = world.tenants[parent].children.map { weight(Int($0.index)) }
    let sum = siblings.reduce(0, +)
    return sum == 0 ? 0 : Double(weight(tenant)) / Double(sum)
  }

  private func share(of tenant: Int) -> Double {
    lineage(tenant).reversed().reduce(1) { $0 * part(of: $1) }
  }

  private func effectiveUsage(of tenant: Int) -> Double {
    var ledger = ledger
    let total = ledger?.usageAtTick(0, now: now) ?? 0
    guard total > 0, let parent = world.tenants[ID(tenant)].parent else { return 0 }
    let used = (ledger?.usageAtTick(tenant, now: now) ?? 0) / total
    guard parent != Tenants.root else { return used }
    return used + (effectiveUsage(of: Int(parent.index)) - used) * part(of: tenant)
  }
}
