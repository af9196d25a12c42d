public import Allot
internal import AllotMetrics

/// The text of `allot policy show --at`: how every tenant stands at an instant, and why.
///
/// Models do not make up for each other: what is borrowed and lent of all of them is the sum of
/// what is borrowed and lent of each.
public struct ShareReport {
  private let world: World
  private let policy: Policy
  private let all: [ShareExplanation]
  private let device: String
  private let weights: [Int64]

  /// A report on the explanations of every tenant of a world; `device` is what one unit of the
  /// machine is called.
  public init(_ all: [ShareExplanation], world: World, policy: Policy, device: String) {
    self.all = all
    self.world = world
    self.policy = policy
    self.device = device
    weights = world.weights(policy.weights)
  }

  /// A table, then the terms of each tenant; users who are not in the tenants file are left out.
  public var text: String {
    let shown = world.tenants.ids.filter { $0 != Tenants.root && world.tenants[$0].isDeclared }
    var rows = [
      ["tenant", "entitled", "holds", "waits for", "borrows", "lends", "fair share", "rank"]
    ]
    for tenant in shown { rows.append(row(of: tenant)) }
    var lines = [title, ""] + AlignedTable(rows: rows).lines()
    for tenant in shown {
      lines += ["", world.tenants.path(of: tenant)] + terms(of: tenant).map { "  " + $0 }
    }
    let hidden = world.tenants.count - 1 - shown.count
    if hidden > 0 {
      lines += ["", "\(hidden) tenants that no tenants file declares are not shown."]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func explanation(of tenant: ID<Tenant>) -> ShareExplanation { all[Int(tenant.index)] }

  private var title: String {
    let root = all[0]
    return "\(root.held.reduce(0, +)) of \(world.cluster.gpus) \(device)s are held by "
      + "\(jobs(root.running)); \(jobs(root.waiting)) waiting for \(root.wanted)"
  }

  private func jobs(_ count: Int) -> String { count == 1 ? "1 job" : "\(count) jobs" }

  private func row(of tenant: ID<Tenant>) -> [String] {
    let own = explanation(of: tenant)
    let lending = lending(of: tenant)
    return [
      indented(tenant), entitlement(of: own).map { "\($0)" } ?? "-",
      "\(own.held.reduce(0, +))", "\(own.wanted)",
      borrowed(own).map { "\($0.reduce(0, +))" } ?? "-",
      lending.map { DecimalText.text($0.reduce(0) { $0 + $1.lent }, decimals: 1) } ?? "-",
      own.fairShare.isEmpty ? "-" : DecimalText.text(own.fairShare.reduce(0, +), decimals: 1),
      own.rank.map { "\($0) of \(own.ranked)" } ?? "-",
    ]
  }

  private func indented(_ tenant: ID<Tenant>) -> String {
    var depth = -1
    var at: ID<Tenant>? = tenant
    while let next = at {
      at = world.tenants.parent(of: next)
      if at != nil { depth += 1 }
    }
    return String(repeating: "  ", count: max(0, depth)) + world.tenants[tenant].name
  }

  /// The entitlement over all models; nil where nothing is promised to it or a sibling.
  private func entitlement(of tenant: ShareExplanation) -> Int64? {
    tenant.entitled.contains { $0 == nil } ? nil : tenant.entitled.reduce(0) { $0 + ($1 ?? 0) }
  }

  /// What a tenant holds above its entitlement, by model; nil for who has none.
  private func borrowed(_ own: ShareExplanation) -> [Int64]? {
    guard entitlement(of: own) != nil else { return nil }
    return zip(own.held, own.entitled).map { max(0, $0 - ($1 ?? 0)) }
  }

  /// What a tenant does not use of its entitlement in a model, and what of it is lent.
  private struct Loan {
    var unused: Int64
    var loans: SiblingLoans
    var lent: Double { loans.lent(ofUnused: unused) }
  }

  /// What a tenant lends, by model; nil for who has no entitlement.
  private func lending(of tenant: ID<Tenant>) -> [Loan]? {
    let own = explanation(of: tenant)
    guard let parent = world.tenants.parent(of: tenant), entitlement(of: own) != nil
    else { return nil }
    return own.held.indices.map { model in
      var loans = SiblingLoans()
      for sibling in world.tenants[parent].children {
        let other = explanation(of: sibling)
        loans.add(held: other.held[model], entitled: other.entitled[model] ?? 0)
      }
      return Loan(unused: max(0, (own.entitled[model] ?? 0) - own.held[model]), loans: loans)
    }
  }

  // MARK: Terms

  private func terms(of tenant: ID<Tenant>) -> [String] {
    let own = explanation(of: tenant)
    let terms = [
      "entitled    " + entitlementTerm(tenant, own),
      "holds       \(amounts(own.held)) in \(jobs(own.running))\(nonPreemptible(own)); "
        + "\(jobs(own.waiting)) waiting for \(wanted(own))\(stopped(own))",
      "borrows     " + borrowingTerm(own), "lends       " + lendingTerm(tenant, own),
      "limit       " + limitTerm(own), "fair share  " + shareTerm(tenant, own),
      "rank        " + rankTerm(own),
    ]
    return terms + own.others.map(otherTerm)
  }

  /// What of it is never preempted, where something is.
  private func nonPreemptible(_ own: ShareExplanation) -> String {
    guard own.nonPreemptible.contains(where: { $0 > 0 }) else { return "" }
    return ", \(amounts(own.nonPreemptible)) of it never preempted"
  }

  /// Those that wait for something else than devices that the tenant may hold.
  private func stopped(_ own: ShareExplanation) -> String {
    let reasons = [
      (own.waitingBeyondGroups, "beyond limits of users or QOS"),
      (own.waitingForNodes, "with their quota, for nodes"),
    ]
    return reasons.filter { $0.0 > 0 }.map { ", \($0.0) of them \($0.1)" }.joined()
  }

  /// Cores or memory: no shares are compared in them.
  private func otherTerm(_ own: ShareExplanation.Standing) -> String {
    let unit = own.resource == .memory ? " MiB" : ""
    let name = world.cluster.name(of: own.resource)
    let space = String(repeating: " ", count: max(1, 12 - name.count))
    var term = "\(name)\(space)holds \(own.held)\(unit)"
    term += own.entitled.map { ", entitled to \($0)" } ?? ", without a quota"
    term += own.limit.map { ", at most \($0)" } ?? ""
    return term + (own.reserve > 0 ? ", keeps \(own.reserve) for itself" : "")
  }

  /// What waiting jobs ask for, of each model by name where there are several.
  private func wanted(_ own: ShareExplanation) -> String {
    guard isMixed, own.wanted > 0 else { return "\(own.wanted)" }
    let any = own.wanted - own.wantedOfModel.reduce(own.wantedOfSeveral, +)
    let parts = zip(own.wantedOfModel, world.cluster.models.elements).filter { $0.0 > 0 }
      .map { "\($0) \($1.name)" }
    let several = own.wantedOfSeveral
    let rest =
      (several > 0 ? ["\(several) of one of several models"] : [])
      + (any > 0 ? ["\(any) of any model"] : [])
    return "\(own.wanted) (\((parts + rest).joined(separator: ", ")))"
  }

  /// Devices, each model by name where there are several.
  private func amounts(_ amounts: [Int64]) -> String {
    let sum = amounts.reduce(0, +)
    guard amounts.count > 1 else { return "\(sum)" }
    let parts = zip(amounts, world.cluster.models.elements).map { "\($0) \($1.name)" }
    return "\(sum) (\(parts.joined(separator: ", ")))"
  }

  private func entitlementTerm(_ tenant: ID<Tenant>, _ own: ShareExplanation) -> String {
    guard entitlement(of: own) != nil, let parent = world.tenants.parent(of: tenant) else {
      return "-: neither it nor a sibling has a share or a quota"
    }
    let given = amounts(own.entitled.map { $0 ?? 0 })
    if let share = world.tenants[tenant].share {
      let whose = parent == Tenants.root ? "the cluster" : world.tenants.path(of: parent)
      let whole = all[Int(parent.index)].entitled.reduce(0) { $0 + ($1 ?? 0) }
      return "\(given): share \(DecimalText.percent(share)) of the \(whole) of \(whose)"
    }
    if world.tenants.terms(of: tenant).quota != nil { return "\(given): its quota" }
    return "\(given): siblings have a share or a quota, it has none"
  }

  private func borrowingTerm(_ own: ShareExplanation) -> String {
    guard let borrowed = borrowed(own) else { return "-: it has no entitlement" }
    let sum = borrowed.reduce(0, +)
    guard sum > 0 else {
      return "0: it holds no more than its entitlement" + (isMixed ? " of any model" : "")
    }
    let parts = borrowed.indices.filter { borrowed[$0] > 0 }.map { model in
      "\(own.held[model]) \(modelName(model))held − \(own.entitled[model] ?? 0) entitled"
    }
    return "\(sum): \(parts.joined(separator: "; "))"
  }

  private var isMixed: Bool { world.cluster.models.count > 1 }

  /// The name of a model and a space, where there are several.
  private func modelName(_ model: Int) -> String {
    isMixed ? world.cluster.models[ID(model)].name + " " : ""
  }

  private func lendingTerm(_ tenant: ID<Tenant>, _ own: ShareExplanation) -> String {
    guard let lending = lending(of: tenant) else { return "-: it has no entitlement" }
    guard lending.contains(where: { $0.unused > 0 }) else {
      return entitlement(of: own) == 0
        ? "0: it is entitled to nothing" : "0: it uses all it is entitled to"
    }
    let parts = lending.indices.filter { lending[$0].lent > 0 }.map { model in
      let loans = lending[model].loans
      return "\(lending[model].unused) \(modelName(model))unused × \(loans.lent) borrowed / "
        + "\(loans.unused) unused by siblings and itself"
    }
    guard !parts.isEmpty else {
      return "0: no sibling borrows" + (isMixed ? " of a model that it leaves unused" : "")
    }
    let sum = lending.reduce(0) { $0 + $1.lent }
    return DecimalText.text(sum, decimals: 1) + ": " + parts.joined(separator: "; ")
  }

  private func limitTerm(_ own: ShareExplanation) -> String {
    let models = named(own.limit)
    let kept = own.reserve.reduce(0, +)
    var term =
      policy.quota.hasWalls
      ? "the walls of its class"
      : !models.isEmpty
        ? models.joined(separator: ", ") + ": the quota \(policy.quota.name) or its own limits"
        : "none: nothing but the machine"
    if kept > 0 { term += "; keeps \(amounts(own.reserve)) for itself" }
    let rooms = named(own.room)
    if !rooms.isEmpty {
      term += "; what others keep leaves it \(rooms.joined(separator: ", ")) more"
    }
    return term
  }

  /// The amounts that are known, each with its model where there are several.
  private func named(_ amounts: [Int64?]) -> [String] {
    zip(amounts, world.cluster.models.elements).compactMap { amount, model in
      amount.map { amounts.count == 1 ? "\($0)" : "\($0) \(model.name)" }
    }
  }

  private func shareTerm(_ tenant: ID<Tenant>, _ own: ShareExplanation) -> String {
    if let share = own.dominantShare {
      return
        "dominant share \(DecimalText.text(share, decimals: 1)) of 1,000: what it holds beyond its "
        + "quota of what its parent could lend, for its weight"
    }
    guard let surplus = policy.surplus, !own.fairShare.isEmpty else {
      return "-: the policy divides no surplus"
    }
    let parts = DecimalText.text(Double(weights[Int(tenant.index)]) / 1e6, decimals: 3)
    return "\(shares(own.fairShare)): the surplus \(surplus.name) at the last pass, "
      + "weight \(parts), "
      + (isMixed
        ? "now holds \(amounts(own.held)) and waits for \(wanted(own))"
        : "now holds and waits for \(own.held.reduce(0, +) + own.wanted)")
  }

  /// Parts of devices, each model by name where there are several.
  private func shares(_ shares: [Double]) -> String {
    let sum = DecimalText.text(shares.reduce(0, +), decimals: 1)
    guard isMixed, !shares.isEmpty else { return sum }
    let parts = zip(shares, world.cluster.models.elements).map { share, model in
      "\(DecimalText.text(share, decimals: 1)) \(model.name)"
    }
    return "\(sum) (\(parts.joined(separator: ", ")))"
  }

  private func rankTerm(_ own: ShareExplanation) -> String {
    guard let rank = own.rank else {
      return own.waiting == 0
        ? "-: no job waits"
        : "-: its first jobs can not be served as things stand and stand aside"
    }
    if let cycle = policy.cycle {
      return
        "\(rank) of \(own.ranked) heads: the cycle \(cycle.name) deals with its first job there"
    }
    return "\(rank) of \(own.ranked) by the order \(policy.order.name)" + inputs(of: own)
  }

  /// What the order reads of a tenant.
  private func inputs(of own: ShareExplanation) -> String {
    guard let view = own.view else { return "" }
    let reads = policy.order.reads
    var terms: [String] = []
    func add(_ input: OrderInputs, _ term: String) {
      if reads.contains(input) { terms.append(term) }
    }
    let use = DecimalText.text(own.pastUse.map { $0 / 3.6e6 }, decimals: 1)
    add(.usage, "past use \(use) \(device)-hours, decayed")
    // Orders go by sums over models; what they add up is told by model.
    add(.allocation, "holds \(amounts(own.counted))")
    add(.entitlement, "entitled to \(amounts(own.entitled.map { $0 ?? 0 }))")
    let havePriorities = world.tenants.ids.contains { world.tenants.priority(of: $0) != 0 }
    if policy.order.readsPriority && havePriorities {
      terms.append("priority \(view.priority)")
    }
    add(.fairShare, "fair share \(shares(own.fairShare))")
    add(.excess, "\(excess(own, least: view.excess)) beyond its quota with its first job")
    add(.nextJob, "first job \(firstJob(own, view.nextJob))")
    add(.dominantShare, "dominant share \(DecimalText.percent(view.dominantShare))")
    add(
      .hierarchicalShare,
      "hierarchical share \(DecimalText.percent(view.hierarchicalShare))"
    )
    add(.effectiveUsage, "part of all use \(DecimalText.percent(view.effectiveUsage))")
    if policy.order.walk == .sum {
      let wait = own.wait.map { Double($0.milliseconds) / 1_000 }
      terms.append(
        "first job of \(firstJob(own, view.nextJob)) waits for "
          + DecimalText.duration(seconds: wait)
      )
    }
    guard !terms.isEmpty else { return ": jobs by their own keys, tenants alike" }
    let weight = DecimalText.text(Double(view.weight) / 1e6, decimals: 3)
    return ": \(terms.joined(separator: ", ")), weight \(weight)"
  }

  /// What the first job would take beyond the quota: where it could run on several models, the
  /// least, by which the order goes, and that of each.
  private func excess(_ own: ShareExplanation, least: Int64) -> String {
    let models = named(own.excess)
    guard isMixed, !models.isEmpty else { return "\(least)" }
    return models.count == 1 ? models[0] : "at least \(least) (\(models.joined(separator: ", ")))"
  }

  /// The first job, with its model where there are several and it could run on one alone.
  private func firstJob(_ own: ShareExplanation, _ gpus: Int64) -> String {
    let models = own.excess.indices.filter { own.excess[$0] != nil }
    guard isMixed, models.count == 1 else { return "\(gpus)" }
    return "\(gpus) \(world.cluster.models[ID(models[0])].name)"
  }
}
