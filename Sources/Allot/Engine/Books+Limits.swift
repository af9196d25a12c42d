/// Which limits stop a job.
extension Books {
  /// The first limit that stops a job in a model, as a place in ``limits``: from its leaf up, at
  /// each tenant devices before other resources; nil where none does.
  ///
  /// A job is stopped by limits of what it takes alone: its tenant may hold more than it may of
  /// something else, as a replay that begins in the middle of a log is given it.
  func stop(of job: Job, model: Int) -> Int? { stop(of: job, model: model, holding: held) }

  /// The same once tenants hold what is given.
  func stop(of job: Job, model: Int, holding held: [Int64]) -> Int? {
    guard hasLimits else { return nil }
    if let stop = nonPreemptible.stop(job, { amount(of: $0, job, model: model) }) { return stop }
    var index = Int(job.tenant.index)
    while index >= 0 {
      let slot = index * columns + model
      let limit = limit(slot, held: held[slot])
      if limit != .max && job.gpus > 0 && held[slot] + Int64(job.gpus) > limit { return slot }
      for column in models..<columns {
        let slot = index * columns + column
        let amount = job.amount(of: resources[column])
        if limits[slot] != .max && amount > 0 && held[slot] + amount > limits[slot] { return slot }
      }
      index = parents[index]
    }
    return nil
  }

  /// True for a job that limits stop now, all of which have something below them that may be taken.
  func mayBeRelieved(_ job: Job, model: Int) -> Bool {
    guard hasTakeable, let stop = stop(of: job, model: model),
      nonPreemptible.stop(job, { amount(of: $0, job, model: model) }) == nil
    else { return false }
    if ownQueues.mayPreempt(job) { return true }
    // Above the lowest of them there is at least as much.
    return takeable.isAny(below: stop / columns, model: model)
  }

  /// What a job asks for of a resource in a pool of a model; nil for devices of others.
  private func amount(of column: Int, _ job: Job, model: Int) -> Int64? {
    if column >= models { return job.amount(of: resources[column]) }
    return column == model ? Int64(job.gpus) : nil
  }

  /// True when neither an own limit nor what others keep rules a job out for ever.
  func couldEverHold(_ job: Job, model: Int) -> Bool {
    guard hasLimits else { return true }
    guard reservesAtRest.host(job, model: model),
      nonPreemptible.couldEverHold(job, { amount(of: $0, job, model: model) })
    else { return false }
    var index = Int(job.tenant.index)
    while index >= 0 {
      if limits[index * columns + model] < Int64(job.gpus) { return false }
      for column in models..<columns
      where limits[index * columns + column] < job.amount(of: resources[column]) {
        return false
      }
      index = parents[index]
    }
    return true
  }

  /// True when a tenant is another one or stands above it.
  func isAncestor(_ tenant: Int, of leaf: ID<Tenant>) -> Bool {
    var index = Int(leaf.index)
    // Parents have lower ids than their children.
    while index > tenant { index = parents[index] }
    return index == tenant
  }

  /// What limits a tenant in a resource: a number, what others keep, or a share.
  static func isLimited(
    _ limits: [Int64],
    _ kept: [Int64],
    _ nominal: [Int64?],
    _ bound: ShareBound
  ) -> [Bool] {
    limits.indices.map { slot in
      limits[slot] != .max || kept[slot] > 0 || (bound != .none && nominal[slot] != nil)
    }
  }
}
