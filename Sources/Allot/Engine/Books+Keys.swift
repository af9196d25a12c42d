/// What the order sees of tenants.
extension Books {
  func key(of tenant: ID<Tenant>, head: WaitingJob?) -> Double {
    order.key(of: view(of: tenant, head: head))
  }

  /// The key of a tenant for which nothing waits, once some running jobs have gone.
  func keyInLine(of tenant: Int, without gone: [Job]) -> Double {
    var view = view(of: ID(tenant), head: nil)
    var dominance = dominance
    for job in gone {
      var at = Int(job.tenant.index)
      while at > tenant { at = parents[at] }
      if at == tenant { view.allocation -= Int64(job.gpus) }
      if traits.comparesResources { dominance.change(job, sign: -1) }
    }
    if traits.reads.contains(.dominantShare) { view.dominantShare = dominance.share(of: tenant) }
    if traits.reads.contains(.hierarchicalShare) {
      view.hierarchicalShare = dominance.hierarchicalShare(of: tenant)
    }
    return order.key(of: view)
  }

  /// What the order sees of a tenant with its first waiting job.
  @inline(__always)
  func view(of tenant: ID<Tenant>, head: WaitingJob?) -> TenantView {
    let index = Int(tenant.index)
    let usage = traits.reads.contains(.usage) ? ledger?.usage(of: index) ?? 0 : 0
    var view = TenantView(weight: weights[index])
    view.usage = usage
    view.allocation = heldTotal[index]
    if traits.reads.contains(.entitlement) {
      view.nominal = nominal[slots(of: index)].reduce(0) { $0 + ($1 ?? 0) }
    }
    if traits.reads.contains(.fairShare) && !shares.isEmpty {
      view.fairShare = shares[slots(of: index)].reduce(0, +)
    }
    if let head {
      if traits.reads.contains(.excess) { view.excess = excess(of: index, with: head) }
      view.nextJob = Int64(head.gang < 0 ? head.gpus : gangs[Int(head.gang)].gpus)
    }
    view.capacity = capacity
    view.priority = priorities[index]
    if traits.reads.contains(.dominantShare) { view.dominantShare = dominance.share(of: index) }
    if traits.reads.contains(.hierarchicalShare) {
      view.hierarchicalShare = dominance.hierarchicalShare(of: index)
    }
    if traits.reads.contains(.effectiveUsage), let effectiveUsage, let ledger {
      view.share = effectiveUsage.shares[index]
      view.effectiveUsage = effectiveUsage.value(of: index, ledger: ledger)
    }
    return view
  }

  /// The most that the key of a tenant may have fallen since the tick before; nil where nothing is
  /// known of it.
  mutating func largestFall() -> Double? {
    guard let ledger, traits.reads.contains(.effectiveUsage) else { return 0 }
    let before = allUse
    allUse = ledger.usageAtTick(of: 0)
    guard before > 0, allUse >= before else { return before == allUse ? 0 : nil }
    return order.largestFall(growth: allUse / before)
  }

  private func excess(of tenant: Int, with head: WaitingJob) -> Int64 {
    if head.gang >= 0 { return excess(of: tenant, with: gangs[Int(head.gang)]) }
    var least = Int64.max
    var bits = head.pools
    while bits != 0 {
      let model = modelOfPool[bits.trailingZeroBitCount]
      least = min(least, excess(of: tenant, with: head, in: model))
      bits &= bits - 1
    }
    return least == .max ? 0 : least
  }

  /// The devices of a model above its quota that a tenant would hold with a job started there.
  @inline(__always)
  private func excess(of tenant: Int, with head: WaitingJob, in model: Int) -> Int64 {
    nominal[tenant * columns + model].map {
      max(0, held[tenant * columns + model] + Int64(head.gpus) - $0)
    } ?? 0
  }

  /// The same for every model, nil where the job could not start.
  func excesses(of tenant: Int, with head: WaitingJob) -> [Int64?] {
    if head.gang >= 0 { return excesses(of: tenant, with: gangs[Int(head.gang)]) }
    return slots(of: 0).map { model in
      let accepts = modelOfPool.indices.contains {
        modelOfPool[$0] == model && head.pools >> UInt64($0) & 1 == 1
      }
      return accepts ? excess(of: tenant, with: head, in: model) : nil
    }
  }
}
