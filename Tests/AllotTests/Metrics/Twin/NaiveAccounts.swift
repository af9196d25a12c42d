import Allot
import AllotMetrics

/// Who holds, borrows, lends and is owed what, looked up anew in every interval between instants.
struct NaiveAccounts {
  /// How a tenant stands in a model.
  struct Standing {
    var entitled: Int64 = 0
    var held: Int64 = 0
    var wanted: Int64 = 0
    var owed: Int64 = 0
    var borrowed: Int64 = 0
    var lent = 0.0
  }

  /// A time in which nothing changes, with standings by tenant and model.
  struct Span {
    var from: Int64
    var to: Int64
    var standings: [[Standing]]
  }

  /// What is added up, in device-milliseconds.
  struct Sums: Equatable {
    var used: Int64 = 0
    var wanted: Int64 = 0
    var borrowed: Int64 = 0
    var owed: Int64 = 0
    var lent = 0.0
    var withheld = 0.0
  }

  let figures: NaiveFigures
  let spans: [Span]
  /// Fills that were not as large as could be.
  private(set) var problems: [String] = []

  init(_ figures: NaiveFigures) {
    self.figures = figures
    var times: Set<Int64> = [figures.from, figures.to, 0, figures.last]
    for job in figures.world.jobs { times.insert(job.submit.milliseconds) }
    for change in figures.world.changes { times.insert(change.time.milliseconds) }
    times.formUnion(figures.stories.compactMap(\.refused))
    for attempt in figures.stories.flatMap(\.attempts) {
      times.formUnion([attempt.start, attempt.end])
    }
    let end = times.max() ?? 0
    times.formUnion(stride(from: 0, through: end, by: 3_600_000))
    let ordered = times.sorted()
    var problems: [String] = []
    spans = zip(ordered, ordered.dropFirst()).map { from, to in
      Span(from: from, to: to, standings: Self.standings(figures, at: from, &problems))
    }
    self.problems = problems
  }

  /// The models that a job accepts, and on whose nodes it could run at some time.
  private static func models(of job: Job, _ world: World) -> [Int] {
    let clusters = [world.cluster] + world.changes.map(\.cluster)
    return world.cluster.models.ids.filter { model in
      job.models.contains(model)
        && clusters.flatMap(\.pools.elements).contains { pool in
          guard pool.kind.model == model, pool.kind.gpus > 0 else { return false }
          let kind = NodeCapacity(pool.kind)
          if kind.isCount { return Int(job.gpus) <= pool.nodes }
          return GangShape(of: job, on: kind).map { $0.nodes <= pool.nodes } ?? false
        }
    }
    .map { Int($0.index) }
  }

  private static func standings(
    _ figures: NaiveFigures,
    at time: Int64,
    _ problems: inout [String]
  ) -> [[Standing]] {
    let (world, tree) = (figures.world, figures.world.tenants)
    let models = world.cluster.models.count
    var all: [[Standing]] = tree.ids.map { tenant in
      world.cluster.models.ids.map { model in
        Standing(entitled: figures.entitled(tenant, model, at: time))
      }
    }
    var demands: [[[Int]: Int64]] = tree.ids.map { _ in [:] }
    for (id, job) in world.jobs.enumerated() {
      let (doing, parts) = (figures.doing(id, at: time), figures.parts(id))
      for tenant in figures.path(job.tenant).map({ Int($0.index) }) {
        if case .running(let models) = doing {
          for (part, model) in zip(parts, models) { all[tenant][model].held += Int64(part.gpus) }
        }
        for part in parts where doing == .waiting && part.gpus > 0 {
          demands[tenant][Self.models(of: part, world), default: 0] += Int64(part.gpus)
        }
      }
    }
    for tenant in all.indices {
      let due = all[tenant].map { max(0, $0.entitled - $0.held) }
      let list = demands[tenant].map { NaiveDeal.Demand(models: $0.key, gpus: $0.value) }
      let deal = NaiveDeal(list, due: due)
      let most = NaiveDeal.most(list, due: due)
      let total = list.reduce(0) { $0 + $1.gpus }
      if deal.filled.reduce(0, +) != most { problems.append("\(time): a fill is too small") }
      if total <= 3 && NaiveDeal.mostByTrying(list, due: due) != most {
        problems.append("\(time): a cut is wrong")
      }
      for model in 0..<models {
        all[tenant][model].owed = deal.filled[model]
        all[tenant][model].wanted = deal.wanted[model]
      }
    }
    for parent in tree.ids {
      let children = tree[parent].children.map { Int($0.index) }
      let isShared = ([tree] + world.changes.map(\.tenants)).contains { tree in
        tree[parent].children.contains {
          tree[$0].share != nil || tree[$0].terms.quota != nil
        }
      }
      guard isShared else { continue }
      for model in 0..<models {
        lend(among: children, model, &all)
      }
    }
    return all
  }

  private static func lend(among siblings: [Int], _ model: Int, _ all: inout [[Standing]]) {
    for tenant in siblings {
      all[tenant][model].borrowed = max(0, all[tenant][model].held - all[tenant][model].entitled)
    }
    func unused(_ tenant: Int) -> Int64 {
      max(0, all[tenant][model].entitled - all[tenant][model].held)
    }
    let borrowed = siblings.reduce(0) { $0 + all[$1][model].borrowed }
    let free = siblings.reduce(0) { $0 + unused($1) }
    guard free > 0 else { return }
    for tenant in siblings {
      let part = min(1, Double(borrowed) / Double(free))
      all[tenant][model].lent = Double(unused(tenant)) * part
    }
  }

  /// The sums of a tenant in a model over the spans between two instants.
  func sums(of tenant: ID<Tenant>, _ model: Int, from: Int64, to: Int64) -> Sums {
    var sums = Sums()
    for span in spans where from <= span.from && span.to <= to {
      let (standing, passed) = (span.standings[Int(tenant.index)][model], span.to - span.from)
      sums.used += standing.held * passed
      sums.wanted += standing.wanted * passed
      sums.borrowed += standing.borrowed * passed
      sums.owed += standing.owed * passed
      sums.lent += standing.lent * Double(passed)
      sums.withheld += min(standing.lent, Double(standing.owed)) * Double(passed)
    }
    return sums
  }

  /// The work that was lost of a tenant in a model: the intervals behind the last checkpoints.
  func losses(of tenant: ID<Tenant>, _ model: Int) -> [(gpus: Int64, from: Int64, to: Int64)] {
    figures.jobs(of: tenant).flatMap { id in
      figures.stories[id].attempts.compactMap { attempt in
        let there = zip(figures.parts(id), attempt.models).filter { $0.1 == model }
        guard let kept = attempt.kept, !there.isEmpty else { return nil }
        let gpus = there.reduce(0) { $0 + Int64($1.0.gpus) }
        return (gpus, attempt.start + kept, attempt.end)
      }
    }
  }

  /// The member `gpu_hours` of a tenant.
  func hours(of tenant: ID<Tenant>) -> FigureValue {
    let (from, to, world) = (figures.from, figures.to, figures.world)
    var totals: [String: Double] = [:]
    var byModel: [String: FigureValue] = [:]
    for model in world.cluster.models.ids {
      let sums = sums(of: tenant, Int(model.index), from: from, to: to)
      var (lost, inside): (Int64, Int64) = (0, 0)
      for loss in losses(of: tenant, Int(model.index)) {
        if from <= loss.to && loss.to <= to { lost += loss.gpus * (loss.to - loss.from) }
        inside += loss.gpus * max(0, min(loss.to, to) - max(loss.from, from))
      }
      let members = [
        "used": Double(sums.used), "useful": Double(sums.used - inside),
        "entitled": Double(figures.entitled(tenant, model, from: from, to: to)),
        "borrowed": Double(sums.borrowed), "lent": sums.lent, "lent_withheld": sums.withheld,
        "lent_idle": sums.lent - sums.withheld, "owed": Double(sums.owed), "lost": Double(lost),
      ].mapValues { $0 / 3_600_000 }
      byModel[world.cluster.models[model].name] = .members(members.mapValues { .number($0) })
      totals.merge(members) { $0 + $1 }
    }
    var values = totals.mapValues { FigureValue.number($0) }
    values["by_model"] = .members(byModel)
    return .members(values)
  }
}
