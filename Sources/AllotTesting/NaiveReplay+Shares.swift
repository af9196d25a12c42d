import Allot

/// The division of surplus by definition: water levels instead of rounds.
extension NaiveReplay {
  /// What tenants count on in this pass, by tenant and model, in 2⁻²⁰ of a device.
  typealias Shares = [[Double]]

  mutating func divideSurplus() {
    guard policy.surplus != .arrival else { return }
    let models = world.cluster.models.ids.map { Int($0.index) }
    shares = world.tenants.ids.map { _ in models.map { _ in 0 } }
    for model in models {
      let total = world.cluster.pools.elements.filter { Int($0.kind.model.index) == model }
        .reduce(0.0) { $0 + Double($1.nodes * $1.kind.gpus) }
      var parts: [Int: Double] = [0: total]
      switch policy.surplus {
      case .arrival: break
      case .weight: divideByWeight(below: 0, model, &parts)
      case .priorityThenWeight: divideQuotasFirst(below: 0, model, &parts)
      case .minimumShare: divideAboveMinimum(below: 0, model, &parts)
      case .ideal: parts = IdealParts(self, model).parts()
      case .groupQuota: parts = GroupQuotas(self, model, total).parts()
      }
      for (tenant, part) in parts where tenant > 0 {
        shares[tenant][model] = (part * 1_048_576).rounded() / 1_048_576
      }
    }
  }

  /// The most that its share lets a tenant hold that holds so much; nil where shares limit nobody.
  func shareLimit(_ tenant: Int, model: Int, held: Int64) -> Int64? {
    guard nominal(tenant, model: model) != nil else { return nil }
    switch policy.quota {
    case .share:
      // Gangs larger than every share start alone.
      let share = shares[tenant][model]
      return held == 0 && share > 0 ? nil : Int64(share.rounded(.down))
    case .untilShare:
      return Double(held) < shares[tenant][model] ? nil : held
    default: return nil
    }
  }

  /// Who counts among those that something is divided among.
  func heirs(of tenant: Int, _ model: Int) -> [Int] {
    world.tenants.ids.map { Int($0.index) }.filter { heir in
      guard nominal(heir, model: model) != nil else { return false }
      let above = lineage(heir).dropFirst()
      return above.first { $0 == 0 || nominal($0, model: model) != nil } == tenant
    }
  }

  /// What jobs below a tenant hold of a model or wait for, as far as each tenant may hold it.
  func demand(_ tenant: Int, _ model: Int) -> Double {
    let beyond = heirs(of: tenant, model).reduce(0.0) {
      $0 + wanted($1, model) - demand($1, model)
    }
    let ceiling = world.ceiling(of: ID(tenant), in: .devices(ID(model)))
    let most = ceiling.map { Double($0) } ?? .infinity
    return min(wanted(tenant, model) - beyond, most)
  }

  private func wanted(_ tenant: Int, _ model: Int) -> Double {
    // Who could start under later terms alone wants nothing yet.
    let waits = waiting.filter { path($0).contains(tenant) && couldStart($0) }
      .flatMap { components($0) }
      .filter { $0.pools.contains { self.model(of: $0) == model } }
    return Double(waits.reduce(held(tenant, model: model)) { $0 + Int64($1.work.gpus) })
  }

  private func divideByWeight(below node: Int, _ model: Int, _ parts: inout [Int: Double]) {
    let heirs = heirs(of: node, model)
    guard !heirs.isEmpty else { return }
    let total = parts[node] ?? 0
    let wants = heirs.map { demand($0, model) }
    let weights = heirs.map { Double(weight($0)) }
    let first = Self.level(total, wants, weights)
    let rest = total - first.reduce(0, +)
    let second = Self.level(
      rest,
      zip(wants, weights).map { $1 == 0 ? $0 : 0 },
      weights.map { _ in 1 }
    )
    for (index, heir) in heirs.enumerated() {
      parts[heir] = first[index] + second[index]
      divideByWeight(below: heir, model, &parts)
    }
  }

  /// Everybody gets what it wants of its quota, then rounds of whole units by weight, then single
  /// units by the largest fraction of the last offer.
  private func divideQuotasFirst(below node: Int, _ model: Int, _ parts: inout [Int: Double]) {
    let heirs = heirs(of: node, model)
    guard !heirs.isEmpty else { return }
    let wants = heirs.map { demand($0, model) }
    for (index, heir) in heirs.enumerated() {
      parts[heir] = min(Double(nominal(heir, model: model) ?? 0), wants[index])
    }
    var left = heirs.reduce(parts[node] ?? 0) { $0 - (parts[$1] ?? 0) }
    var ranks: [[Int: Double]] = []
    for level in Set(heirs.map { world.tenants[ID($0)].priority }).sorted(by: >) {
      let members = heirs.indices.filter { world.tenants[ID(heirs[$0])].priority == level }
      ranks.append(rounds(of: members, heirs, model, wants, &parts, &left))
    }
    for fractions in ranks {
      for (index, _) in fractions.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
      where left > 0 {
        parts[heirs[index], default: 0] += min(1, left)
        left -= min(1, left)
      }
    }
    for heir in heirs { divideQuotasFirst(below: heir, model, &parts) }
  }

  /// The rounds of one priority; what was rounded off from whom in the last offer.
  private func rounds(
    of members: [Int],
    _ heirs: [Int],
    _ model: Int,
    _ wants: [Double],
    _ parts: inout [Int: Double],
    _ left: inout Double
  ) -> [Int: Double] {
    var fractions: [Int: Double] = [:]
    var isSettled = left <= 0
    while !isSettled {
      isSettled = true
      let open = members.filter { wants[$0] > (parts[heirs[$0]] ?? 0) }
      let weights = open.reduce(0.0) { $0 + Double(weight(heirs[$1])) }
      let offered = left
      for index in open where weights > 0 && weight(heirs[index]) > 0 && left > 0 {
        let offer = offered * (Double(weight(heirs[index])) / weights)
        let more = wants[index] - (parts[heirs[index]] ?? 0)
        let given = min(more, more <= offer ? more : offer.rounded(.down))
        if more < offer && given > 0 { isSettled = false }
        if more <= offer { fractions[index] = nil }
        if more > offer && offer > given { fractions[index] = offer - given }
        parts[heirs[index], default: 0] += given
        left -= given
      }
      if left == 0 { isSettled = true }
    }
    return fractions
  }

  /// At a ratio everybody who wants something gets its weight times the ratio, at least its
  /// entitlement and at most its limit, in whole units; the ratio is found by halving.
  private func divideAboveMinimum(below node: Int, _ model: Int, _ parts: inout [Int: Double]) {
    let heirs = heirs(of: node, model).filter { demand($0, model) > 0 }
    guard !heirs.isEmpty else { return }
    func ceiling(_ heir: Int) -> Double {
      world.ceiling(of: ID(heir), in: .devices(ID(model))).map { Double($0) } ?? 1e9
    }
    func part(_ heir: Int, _ ratio: Double) -> Double {
      let least = Double(nominal(heir, model: model) ?? 0)
      if ceiling(heir) == 0 { return 0 }
      if weight(heir) == 0 { return least }
      let wanted = max(Double(weight(heir)) * ratio, least)
      return min(wanted, ceiling(heir)).rounded(.down)
    }
    func sum(_ ratio: Double) -> Double { heirs.reduce(0) { $0 + part($1, ratio) } }
    let fixed = heirs.filter { weight($0) == 0 }.reduce(0) { $0 + part($1, 0) }
    let total = max(fixed, min(parts[node] ?? 0, sum(0x1p60)))
    var ratio = 1.0
    while sum(ratio) < total { ratio *= 2 }
    var (low, high) = (0.0, ratio)
    for _ in 0..<25 {
      let middle = (low + high) / 2
      if sum(middle) >= total { high = middle } else { low = middle }
      if sum(middle) == total { break }
    }
    for heir in heirs {
      parts[heir] = part(heir, high)
      divideAboveMinimum(below: heir, model, &parts)
    }
  }

  /// Everybody gets what it wants up to one level of its weight, the highest that there is enough
  /// for.
  static func level(_ total: Double, _ wants: [Double], _ weights: [Double]) -> [Double] {
    let order = wants.indices.filter { weights[$0] > 0 && wants[$0] > 0 }
      .sorted { wants[$0] / weights[$0] < wants[$1] / weights[$1] }
    var left = max(total, 0)
    var weight = order.reduce(0) { $0 + weights[$1] }
    var parts = wants.map { _ in 0.0 }
    for index in order {
      parts[index] = min(wants[index], left * (weights[index] / weight))
      left -= parts[index]
      weight -= weights[index]
    }
    return parts
  }
}

/// Group quotas and their surplus, by definition.
private struct GroupQuotas {
  private let heirs: [Int: [Int]]
  private let quota: [Int: Double]
  private var own: [Int: Double] = [:]
  private var granted: [Int: Double] = [:]
  private var unmet: [Int: Double] = [:]

  init(_ replay: NaiveReplay, _ model: Int, _ total: Double) {
    let tenants = replay.world.tenants.ids.map { Int($0.index) }
      .filter { $0 == 0 || replay.nominal($0, model: model) != nil }
    var heirs: [Int: [Int]] = [:]
    var quota: [Int: Double] = [:]
    quota[0] = total
    for tenant in tenants {
      let below = replay.heirs(of: tenant, model)
      heirs[tenant] = below
      for heir in below { quota[heir] = Double(replay.nominal(heir, model: model) ?? 0) }
      // Quotas that add up to more than there is are cut down in proportion.
      let sum = below.reduce(0) { $0 + (quota[$1] ?? 0) }
      let part = sum > 0 ? min(sum, quota[tenant] ?? 0) / sum : 1
      for heir in below { quota[heir, default: 0] *= part }
    }
    self.heirs = heirs
    self.quota = quota
    for tenant in tenants {
      let below = heirs[tenant] ?? []
      own[tenant] = max(0, below.reduce(quota[tenant] ?? 0) { $0 - (quota[$1] ?? 0) })
      let wanted = below.reduce(replay.demand(tenant, model)) { $0 - replay.demand($1, model) }
      granted[tenant] = min(own[tenant] ?? 0, wanted)
      unmet[tenant] = wanted - (granted[tenant] ?? 0)
    }
    _ = collect(0)
  }

  /// What each tenant and all below it have.
  func parts() -> [Int: Double] {
    var parts: [Int: Double] = [:]
    for tenant in granted.keys { parts[tenant] = sum(tenant) { granted[$0] ?? 0 } }
    return parts
  }

  private func sum(_ tenant: Int, _ value: (Int) -> Double) -> Double {
    (heirs[tenant] ?? []).reduce(value(tenant)) { $0 + sum($1, value) }
  }

  /// Settles everything below a tenant; what is left over there.
  private mutating func collect(_ tenant: Int) -> Double {
    var surplus = (own[tenant] ?? 0) - (granted[tenant] ?? 0)
    for heir in heirs[tenant] ?? [] { surplus += collect(heir) }
    return (heirs[tenant] ?? []).isEmpty ? surplus : give(surplus, tenant)
  }

  private mutating func give(_ surplus: Double, _ tenant: Int) -> Double {
    let wanted = sum(tenant) { unmet[$0] ?? 0 }
    guard surplus > 0, wanted > 0 else { return max(surplus, 0) }
    let below = heirs[tenant] ?? []
    let wants = below.map { heir in sum(heir) { unmet[$0] ?? 0 } } + [unmet[tenant] ?? 0]
    let weights = below.map { quota[$0] ?? 0 } + [own[tenant] ?? 0]
    let first = NaiveReplay.level(surplus, wants, weights)
    let rest = zip(wants, first).map { $0 - $1 }
    // Those with a quota come before those without.
    let second = NaiveReplay.level(surplus - first.reduce(0, +), rest, weights.map { _ in 1 })
    for (index, heir) in below.enumerated() { _ = give(first[index] + second[index], heir) }
    let mine = (first.last ?? 0) + (second.last ?? 0)
    granted[tenant, default: 0] += mine
    unmet[tenant, default: 0] -= mine
    return max(0, surplus - wanted)
  }
}
