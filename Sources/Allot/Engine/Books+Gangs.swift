/// What tenants' limits and orders say of jobs of several components.
extension Books {
  /// What components hold of each model in some places.
  func amounts(of gang: Gang, at places: [Gang.Place]) -> Gang.Amounts {
    amounts(of: gang, in: places.map(\.pool))
  }

  /// The same in some pools.
  func amounts(of gang: Gang, in pools: [Int]) -> Gang.Amounts {
    amounts(of: gang, ofModels: pools.map { modelOfPool[$0] })
  }

  private func amounts(of gang: Gang, ofModels models: [Int]) -> Gang.Amounts {
    var amounts = Gang.Amounts(gpus: Array(repeating: 0, count: self.models))
    for (part, model) in zip(gang.parts, models) {
      amounts.models |= 1 << UInt64(model)
      amounts.gpus[model] += Int64(part.gpus)
    }
    return amounts
  }

  /// The first limit that stops a job of components: from its leaf up, at each tenant devices in
  /// the order of models, then other resources; nil where none does.
  func stop(of job: Job, _ amounts: Gang.Amounts) -> Int? {
    guard hasLimits else { return nil }
    let stop = nonPreemptible.stop(job) { amounts.amount(of: $0, resources[$0], job) }
    if let stop { return stop }
    var index = Int(job.tenant.index)
    while index >= 0 {
      for column in 0..<columns {
        let slot = index * columns + column
        let limit = column < models ? limit(slot) : limits[slot]
        guard limit != .max, let amount = amounts.amount(of: column, resources[column], job)
        else { continue }
        if amount > 0 && held[slot] + amount > limit { return slot }
      }
      index = parents[index]
    }
    return nil
  }

  /// True when neither an own limit nor what others keep rules a job of components out for ever.
  func couldEverHold(_ job: Job, _ amounts: Gang.Amounts) -> Bool {
    guard hasLimits else { return true }
    guard reservesAtRest.host(job, amounts),
      nonPreemptible.couldEverHold(job, { amounts.amount(of: $0, resources[$0], job) })
    else { return false }
    var index = Int(job.tenant.index)
    while index >= 0 {
      for column in 0..<columns {
        let amount = amounts.amount(of: column, resources[column], job) ?? 0
        if limits[index * columns + column] < amount { return false }
      }
      index = parents[index]
    }
    return true
  }

  /// Calls `body` for every way to give components models, until it returns true; the ways come in
  /// the order of the first pools that have them.
  func hasModels(of gang: Gang, _ body: (Gang.Amounts) -> Bool) -> Bool {
    let models = gang.poolsOfParts.map { pools in
      pools.map { modelOfPool[$0] }.reduce(into: [Int]()) { models, model in
        if !models.contains(model) { models.append(model) }
      }
    }
    return Gang.hasChoice(among: models) { body(amounts(of: gang, ofModels: $0)) }
  }

  /// The whole job of a gang, as far as amounts go.
  func whole(of gang: Gang) -> Job {
    var job = gang.parts[0]
    job.gpus = gang.parts.reduce(0) { $0 + $1.gpus }
    job.cores = gang.parts.reduce(0) { $0 + $1.cores }
    job.memory = gang.parts.reduce(0) { $0 + $1.memory }
    return job
  }

  /// By how much a tenant would hold more than its entitlement with a gang, where it is least, in
  /// each model that a component could lie in; nil in others.
  func excesses(of tenant: Int, with gang: Gang) -> [Int64?] {
    var least: [Int64?] = slots(of: 0).map { _ in nil }
    _ = hasModels(of: gang) { amounts in
      for model in 0..<models where amounts.models >> UInt64(model) & 1 == 1 {
        let slot = tenant * columns + model
        let over = nominal[slot].map { max(0, held[slot] + amounts.gpus[model] - $0) } ?? 0
        least[model] = min(least[model] ?? .max, over)
      }
      return false
    }
    return least
  }

  /// By how much a tenant would hold more than its entitlement in some model with a gang, where it
  /// is least.
  func excess(of tenant: Int, with gang: Gang) -> Int64 {
    var least = Int64.max
    _ = hasModels(of: gang) { amounts in
      var most: Int64 = 0
      for model in 0..<models where amounts.models >> UInt64(model) & 1 == 1 {
        let slot = tenant * columns + model
        guard let nominal = nominal[slot] else { continue }
        most = max(most, held[slot] + amounts.gpus[model] - nominal)
      }
      least = min(least, most)
      return least == 0
    }
    return least == .max ? 0 : least
  }
}
