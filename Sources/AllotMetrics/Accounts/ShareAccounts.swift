public import Allot

/// Who holds, borrows, lends and is owed what, per device model and over time: a consumer of the
/// journal that tells a sink each span in which nothing changes.
///
/// Siblings among whom something is promised are a family and are looked at together, because what
/// one lends depends on the others; whoever else is shown is looked at alone.
///
/// - Complexity: for each record, the tenants on the job's path and their siblings, times models.
public struct ShareAccounts<Sink: ShareSink>: Sendable {
  private var sink: Sink
  private let tenants: Tenants
  /// The nearest tenant with an account above each, −1 for none.
  private var above: [Int32]
  private let models: Int
  private let modelOfPool: [Int]
  /// What nodes of each pool are, and the most that there are at some time.
  private let kinds: [(model: Int, kind: NodeCapacity, nodes: Int)]
  private var jobs: [Job]
  /// An ordinary job for each component of jobs that have several, by position in the world.
  private var parts: [[Job]]
  private var starts: [SimTime]
  /// The place of each tenant among the members; −1 for who is in no account.
  private var place: [Int32]
  private var members: [Member] = []
  /// How members stand, by member and model.
  private var rates: [ShareRates] = []
  /// What waits of each member, where there is one model; else by the models that jobs accept.
  private var waiting: [Int64] = []
  private var demands: [[DemandDeal.Demand]] = []
  private var families: [Family] = []
  private var clock = SimTime.zero
  /// What members are entitled to from the next instants on at which that changes.
  private var entitled: ArraySlice<(from: SimTime, entitlements: Entitlements)>
  /// When that is next.
  private var nextChange: SimTime

  private struct Member {
    var tenant: ID<Tenant>
    var family: Int
    var isStale = true
  }

  private struct Family {
    var members: Range<Int>
    /// True where something is promised to some of them.
    var shares: Bool
    var since: SimTime
    var isStale = true
  }

  /// Accounts of a world in which nothing has happened, of families and of those who are shown.
  public init(_ measured: MeasuredWorld, sink: Sink) {
    self.sink = sink
    let world = measured.world
    tenants = world.tenants
    above = []
    models = world.cluster.models.count
    let pools = world.cluster.pools
    modelOfPool = pools.elements.map { Int($0.kind.model.index) }
    let clusters = [world.cluster] + world.changes.map(\.cluster)
    kinds = pools.ids.map { pool in
      let most = clusters.map { $0.pools[pool].nodes }.max() ?? 0
      return (Int(pools[pool].kind.model.index), NodeCapacity(pools[pool].kind), most)
    }
    jobs = world.resubmitsUntil == nil ? world.jobs : []
    starts = Array(repeating: .zero, count: jobs.count)
    parts = world.components.elements.map { _ in [] }
    for job in world.jobs {
      guard let own = job.components else { continue }
      parts[Int(own.index)] = world.components[own].list.map { job.part($0) }
    }
    place = Array(repeating: -1, count: tenants.count)
    clock = world.jobs.first?.submit ?? .zero
    entitled = EntitledOverTime(world).steps.dropFirst()
    nextChange = entitled.first?.from ?? .distantFuture
    let trees = [tenants] + world.changes.map(\.tenants)
    for parent in tenants.ids {
      let children = tenants[parent].children
      if trees.contains(where: { $0.hasPromisedChild(parent) }) {
        add(children, shares: true, world)
      } else {
        for child in children where parent == Tenants.root || tenants.isDeclared(child) {
          add([child], shares: false, world)
        }
      }
    }
    // Parents come before their children.
    for tenant in tenants.ids {
      let parent = tenants.parent(of: tenant).map { Int($0.index) }
      above.append(parent.map { place[$0] >= 0 ? Int32($0) : above[$0] } ?? -1)
    }
    waiting = Array(repeating: 0, count: members.count)
    demands = Array(repeating: [], count: models > 1 ? members.count : 0)
  }

  private mutating func add(_ siblings: [ID<Tenant>], shares: Bool, _ world: World) {
    let first = members.count
    for tenant in siblings {
      place[Int(tenant.index)] = Int32(members.count)
      members.append(Member(tenant: tenant, family: families.count))
      for model in world.cluster.models.ids {
        rates.append(ShareRates(entitled: world.entitlements.gpus(of: tenant, model: model)))
      }
    }
    families.append(Family(members: first..<members.count, shares: shares, since: clock))
  }

  /// Takes the next records.
  public mutating func receive(_ batch: JournalBatch) {
    jobs += batch.jobs
    starts += repeatElement(.zero, count: batch.jobs.count)
    for entry in batch.entries {
      if nextChange <= entry.time { change(through: entry.time) }
      clock = entry.time
      let index = Int(entry.job.index)
      if entry.kind == .start { starts[index] = entry.time }
      guard let own = jobs[index].components else {
        take(entry, of: jobs[index], pool: entry.pool)
        continue
      }
      let places = batch.components(of: entry)
      for (number, part) in parts[Int(own.index)].enumerated() {
        take(entry, of: part, pool: places.isEmpty ? nil : places[places.startIndex + number].pool)
      }
    }
  }

  /// Takes a record of a job, or of one component, in a pool.
  private mutating func take(_ entry: JournalEntry, of job: Job, pool: ID<Pool>?) {
    let gpus = Int64(job.gpus)
    guard gpus > 0 else { return }
    let model = pool.map { modelOfPool[Int($0.index)] } ?? 0
    switch entry.kind {
    case .reject: break
    case .dismiss: change(job, waits: -gpus, holds: 0, model: 0)
    case .submit: change(job, waits: gpus, holds: 0, model: 0)
    case .start: change(job, waits: -gpus, holds: gpus, model: model)
    case .end: change(job, waits: 0, holds: -gpus, model: model)
    case .evict, .interrupt:
      change(job, waits: gpus, holds: -gpus, model: model)
      lose(gpus, job, model: model, from: starts[Int(entry.job.index)] + entry.kept)
    }
  }

  /// The sink once it is told everything up to an instant, or to the last record where that is
  /// later.
  public func told(through end: SimTime) -> Sink {
    var all = self
    if nextChange <= end { all.change(through: end) }
    all.clock = max(clock, end)
    for family in families.indices { all.settle(family) }
    return all.sink
  }

  /// Changes what members are entitled to, at every instant through one at which that changes.
  private mutating func change(through instant: SimTime) {
    while let next = entitled.first, next.from <= instant {
      // Before the first record nothing has been told yet.
      clock = max(clock, next.from)
      for family in families.indices {
        settle(family)
        families[family].isStale = true
      }
      for member in members.indices {
        members[member].isStale = true
        for model in 0..<models {
          let gpus = next.entitlements.gpus(of: members[member].tenant, model: ID(model))
          rates[member * models + model].entitled = gpus
        }
      }
      entitled = entitled.dropFirst()
    }
    nextChange = entitled.first?.from ?? .distantFuture
  }

  private mutating func change(_ job: Job, waits: Int64, holds: Int64, model: Int) {
    let accepted = waits == 0 || models == 1 ? 1 : accepted(job)
    var tenant = lowest(job.tenant)
    while tenant >= 0 {
      let member = Int(place[tenant])
      let family = members[member].family
      settle(family)
      families[family].isStale = true
      members[member].isStale = true
      rates[member * models + model].held += holds
      if models == 1 {
        waiting[member] += waits
      } else if waits != 0 {
        want(waits, accepted, of: member)
      }
      tenant = Int(above[tenant])
    }
  }

  /// Changes what jobs that accept the same models ask for.
  private mutating func want(_ gpus: Int64, _ models: UInt64, of member: Int) {
    if let known = demands[member].firstIndex(where: { $0.models == models }) {
      demands[member][known].gpus += gpus
    } else {
      demands[member].append(DemandDeal.Demand(models: models, gpus: gpus))
    }
  }

  private mutating func lose(_ gpus: Int64, _ job: Job, model: Int, from start: SimTime) {
    guard start < clock else { return }
    var tenant = lowest(job.tenant)
    while tenant >= 0 {
      sink.lose(
        gpus,
        over: ShareSpan(tenant: ID(tenant), model: model, start: start, end: clock)
      )
      tenant = Int(above[tenant])
    }
  }

  /// The lowest tenant with an account on the way up from a leaf, −1 for none.
  private func lowest(_ leaf: ID<Tenant>) -> Int {
    Int(place[Int(leaf.index)] >= 0 ? leaf.index : above[Int(leaf.index)])
  }

  /// The models that a job accepts and on whose nodes it could run, one bit each.
  private func accepted(_ job: Job) -> UInt64 {
    var bits: UInt64 = 0
    for (model, kind, nodes) in kinds where bits >> UInt64(model) & 1 == 0 {
      guard job.models.contains(ID(model)), let shape = GangShape(of: job, on: kind) else {
        continue
      }
      if kind.isCount ? Int(job.gpus) <= nodes : shape.nodes <= nodes { bits |= 1 << UInt64(model) }
    }
    return bits
  }

  /// Tells the sink how a family has stood until now.
  private mutating func settle(_ family: Int) {
    let since = families[family].since
    guard since < clock else { return }
    families[family].since = clock
    if families[family].isStale { renew(family) }
    for member in families[family].members {
      for model in 0..<models {
        let rates = rates[member * models + model]
        if rates.isIdle && rates.entitled == 0 { continue }
        let tenant = members[member].tenant
        sink.add(
          rates,
          over: ShareSpan(tenant: tenant, model: model, start: since, end: clock)
        )
      }
    }
  }

  private mutating func renew(_ family: Int) {
    families[family].isStale = false
    let (range, shares) = (families[family].members, families[family].shares)
    for member in range where members[member].isStale {
      members[member].isStale = false
      deal(member)
      guard shares else { continue }
      for cell in member * models..<(member + 1) * models {
        rates[cell].borrowed = max(0, rates[cell].held - rates[cell].entitled)
      }
    }
    guard shares && range.count > 1 else { return }
    for model in 0..<models {
      var loans = SiblingLoans()
      for member in range {
        let cell = member * models + model
        loans.add(held: rates[cell].held, entitled: rates[cell].entitled)
      }
      for member in range {
        let cell = member * models + model
        let unused = max(0, rates[cell].entitled - rates[cell].held)
        rates[cell].lent = loans.borrowed == 0 ? 0 : loans.lent(ofUnused: unused)
        rates[cell].withheld = min(rates[cell].lent, Double(rates[cell].owed))
      }
    }
  }

  /// Computes anew what a member wants of each model and is owed of it.
  private mutating func deal(_ member: Int) {
    if models == 1 {
      rates[member].wanted = waiting[member]
      rates[member].owed = min(
        max(0, rates[member].entitled - rates[member].held),
        waiting[member]
      )
      return
    }
    let cells = member * models..<(member + 1) * models
    let due = cells.map { max(0, rates[$0].entitled - rates[$0].held) }
    let deal = DemandDeal(demands[member], due: due)
    for (model, cell) in cells.enumerated() {
      rates[cell].wanted = deal.wanted[model]
      rates[cell].owed = deal.filled[model]
    }
  }
}
