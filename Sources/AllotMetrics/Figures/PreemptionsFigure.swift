public import Allot

/// How often jobs of tenants are preempted.
public struct PreemptionsFigure: Figure {
  public static let name = "preemptions"
  public static let fields = [
    FigureField("preemptions", .count), FigureField("worst_preempted", .count),
  ]
  public static let columns = [
    FigureColumn(.service, "preempted", "preemptions", .count),
    FigureColumn(.service, "most of\na job", "worst_preempted.preemptions", .count, isRare: true),
  ]
  public static let definition = """
    `preemptions`: how often jobs of the tenant were preempted at instants of the window.
    `worst_preempted`: the `job` that was preempted most often in all, by its name in the trace, and
    its `preemptions`; the earlier one of equals. A job without a name is called by its position.
    """

  private let window: MeasurementWindow
  private let tenants: Tenants
  private var counts: Table<Tenant, Int>
  private var jobs: [Job]

  public init(_ measured: MeasuredWorld) {
    window = measured.window
    tenants = measured.world.tenants
    counts = Table(repeating: 0, count: tenants.count)
    jobs = measured.world.resubmitsUntil == nil ? measured.world.jobs : []
  }

  public mutating func receive(_ batch: JournalBatch) {
    jobs += batch.jobs
    for entry in batch.entries where entry.kind == .evict && window.contains(entry.time) {
      var at: ID<Tenant>? = jobs[Int(entry.job.index)].tenant
      while let tenant = at {
        counts[tenant] += 1
        at = tenants.parent(of: tenant)
      }
    }
  }

  public func fill(_ sheet: inout FigureSheet) {
    sheet.add("preemptions", .count(counts[Tenants.root]))
    sheet.addToTenants("preemptions") { .count(counts[$0]) }
    let (results, names) = (sheet.results, sheet.measured.names)
    var worst = Table<Tenant, Int>(repeating: -1, count: tenants.count)
    for job in results.jobs.indices where results.preemptions[job] > 0 {
      var at: ID<Tenant>? = results.jobs[job].tenant
      while let tenant = at {
        if worst[tenant] < 0 || results.preemptions[job] > results.preemptions[worst[tenant]] {
          worst[tenant] = job
        }
        at = tenants.parent(of: tenant)
      }
    }
    func value(_ job: Int) -> FigureValue {
      guard job >= 0 else { return .none }
      return .members([
        "job": .text(names?.name(of: ID(job)) ?? "\(job + 1)"),
        "preemptions": .count(Int(results.preemptions[job])),
      ])
    }
    sheet.add("worst_preempted", value(worst[Tenants.root]))
    sheet.addToTenants("worst_preempted") { value(worst[$0]) }
  }
}
