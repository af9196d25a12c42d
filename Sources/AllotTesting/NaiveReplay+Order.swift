import Allot

/// Policy order by definition: every waiting job gets the keys along its path, and all are sorted.
extension NaiveReplay {
  /// The waiting jobs in policy order of this moment.
  func inPolicyOrder() -> [Int] {
    var keys: [Int: Double] = [:]
    return sorted(waiting, below: 0, keys: &keys)
  }

  func sorted(_ jobs: [Int], below node: Int, keys: inout [Int: Double]) -> [Int] {
    switch policy.order {
    case .arrival:
      return jobs.sorted()
    case .score(let score):
      let scores = jobs.map { (score(facts($0)), $0) }
      return scores.sorted { $0 < $1 }.map(\.1)
    case .multifactor(let factors):
      let ranks = jobs.map { (-priority($0, factors, &keys), $0) }
      return ranks.sorted { $0 < $1 }.map(\.1)
    case .fairShare, .deservedShare, .quotaUse, .deservedQuota, .priorityThenQuotaUse,
      .minimumShare, .fairShareThenQuota, .dominantShare, .hierarchicalShare:
      // A child is exhausted before its sibling; ties go to the oldest waiting job below.
      if world.tenants[ID(node)].children.isEmpty {
        return jobs.sorted { (-world.jobs[$0].priority, $0) < (-world.jobs[$1].priority, $1) }
      }
      var groups: [(key: Double, oldest: Int, jobs: [Int])] = []
      for child in world.tenants[ID(node)].children.map({ Int($0.index) }) {
        let below = jobs.filter { path($0).contains(child) }
        guard let oldest = below.min() else { continue }
        groups.append((key(of: child, keys: &keys), oldest, below))
        groups[groups.count - 1].jobs = sorted(below, below: child, keys: &keys)
      }
      return groups.sorted { ($0.key, $0.oldest) < ($1.key, $1.oldest) }.flatMap(\.jobs)
    case .withinQuota:
      // All jobs below are merged by the keys along their paths, a missing level counting as zero.
      var vectors: [(keys: [Double], job: Int)] = []
      for job in jobs {
        let line = path(job).reversed().filter { isBelow($0, node) }
        vectors.append((line.map { key(of: $0, keys: &keys) }, job))
      }
      return vectors.sorted { a, b in
        for level in 0..<max(a.keys.count, b.keys.count) {
          let x = level < a.keys.count ? a.keys[level] : 0
          let y = level < b.keys.count ? b.keys[level] : 0
          if x != y { return x < y }
        }
        return a.job < b.job
      }.map(\.job)
    }
  }

  private func facts(_ job: Int) -> NaivePolicy.JobFacts {
    let work = world.jobs[job]
    return NaivePolicy.JobFacts(
      submit: Double(work.submit.milliseconds) / 1_000,
      wait: Double(now - work.submit.milliseconds) / 1_000,
      request: Double(work.limit.milliseconds) / 1_000,
      size: Double(max(work.gpus, 1))
    )
  }

  private func isBelow(_ tenant: Int, _ node: Int) -> Bool {
    tenant != node && lineage(tenant).contains(node)
  }

  private func key(of tenant: Int, keys: inout [Int: Double]) -> Double {
    if let known = keys[tenant] { return known }
    var key = 0.0
    switch policy.order {
    case .arrival, .score, .multifactor: break
    case .fairShare:
      let weight = weight(tenant)
      var ledger = ledger
      let usage = ledger?.usage(tenant, now: now) ?? 0
      key = weight == 0 ? .infinity : usage / Double(weight)
    case .deservedShare:
      let share = shares[tenant].reduce(0, +)
      key = heldOfAll(tenant) == 0 ? 0 : share == 0 ? 1 : Double(heldOfAll(tenant)) / share
      key = behindPriority(of: tenant, key)
    case .quotaUse:
      let entitled = entitlement(tenant)
      key = entitled == 0 ? .infinity : Double(heldOfAll(tenant)) / Double(entitled)
    case .deservedQuota:
      let (held, entitled) = (heldOfAll(tenant), entitlement(tenant))
      key = held == 0 ? 0 : entitled == 0 ? 1 : Double(held) / Double(entitled)
      key = behindPriority(of: tenant, key)
    case .priorityThenQuotaUse:
      let (held, entitled) = (Double(heldOfAll(tenant)), Double(entitlement(tenant)))
      let part = entitled == 0 ? .infinity : held / entitled
      let squeezed = part == .infinity ? 1 : part / (1 + part)
      key = (part >= 1 ? 1_024 : 0) - Double(world.tenants[ID(tenant)].priority) + squeezed
    case .minimumShare:
      let (held, least) = (Double(heldOfAll(tenant)), Double(entitlement(tenant)))
      if held < least {
        key = held / least - 1
        break
      }
      key = weight(tenant) == 0 ? .infinity : held / Double(weight(tenant))
    case .fairShareThenQuota:
      key = standing(tenant, &keys)
    case .dominantShare:
      key = weight(tenant) == 0 ? .infinity : dominantShare(tenant) / Double(weight(tenant))
    case .hierarchicalShare:
      let share = ((hierarchical(tenant).max() ?? 0) * 1_073_741_824).rounded() / 1_073_741_824
      key = weight(tenant) == 0 ? .infinity : share / Double(weight(tenant))
    case .withinQuota:
      let below = waiting.filter { path($0).contains(tenant) }
      guard let head = sorted(below, below: tenant, keys: &keys).first else { break }
      let excesses = assignments(head).map { pools -> Int64 in
        let beyond = Set(pools.map { model(of: $0) }).map { model -> Int64 in
          guard let nominal = nominal(tenant, model: model) else { return 0 }
          return held(tenant, model: model) + amount(head, model, in: pools) - nominal
        }
        return max(0, beyond.max() ?? 0)
      }
      key = (excesses.min() ?? 0) > 0 ? 1 : 0
    }
    keys[tenant] = key
    return key
  }

  /// True where a tenant's waiting jobs go before those of the next one.
  var takesTurns: Bool {
    switch policy.order {
    case .arrival, .score, .multifactor, .withinQuota: false
    default: true
    }
  }

  /// The key of a tenant for which nothing waits and some jobs run.
  func keyInLine(of tenant: Int, among running: [Held]) -> Double {
    var other = self
    other.running = running
    var keys: [Int: Double] = [:]
    if case .fairShareThenQuota = policy.order { return other.standing(tenant, next: 0) }
    return other.key(of: tenant, keys: &keys)
  }

  /// Every part of something from zero on goes behind a priority above zero.
  private func behindPriority(of tenant: Int, _ part: Double) -> Double {
    let priority = world.tenants[ID(tenant)].priority
    return priority == 0 ? part : part / (1 + part) - Double(priority)
  }

  /// A tenant and all above it, from the bottom up, the root included.
  func lineage(_ tenant: Int) -> [Int] {
    var line = [tenant]
    while let parent = world.tenants[ID(line[line.count - 1])].parent {
      line.append(Int(parent.index))
    }
    return line
  }

  /// The tenants above a job, from its leaf up, the root included.
  func path(_ job: Int) -> [Int] { lineage(Int(world.jobs[job].tenant.index)) }

  /// The devices of a model that jobs below a tenant hold.
  func held(_ tenant: Int, model: Int) -> Int64 { held(tenant, model, among: running) }

  /// The entitlement of a tenant in a model; nil for the root and where no sibling has a share.
  func nominal(_ tenant: Int, model: Int) -> Int64? {
    tenant == 0 ? nil : world.nominal(of: ID(tenant), in: .devices(ID(model)))
  }
}
