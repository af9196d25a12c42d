public import Allot

/// What jobs hold of cores, where hours of devices do not show it.
public struct CoresFigure: Figure {
  public static let name = "core-hours"
  public static let fields = [FigureField("core_hours", .coreHours)]
  public static let columns = [
    FigureColumn(.hours, "core\nhours", "core_hours.used", .coreHours, isRare: true),
    FigureColumn(.policies, "cores\nin use", "core_hours.utilization", .part, isRare: true),
  ]
  public static let definition = """
    `core_hours`, only where some jobs ask for cores and no device beside others with devices, or
    some nodes have no devices: `used` = cores of jobs × time that they were held in the window, and
    `without_devices`, the part of it that jobs without a device held, of the whole and of tenants.
    Of the whole also `offered_load` and `utilization`, as for devices: Σ cores × run of measured
    jobs, and `used`, by cores of the cluster × window.
    """

  private let measured: MeasuredWorld
  /// None where devices tell all.
  private let jobs: [Job]
  /// By tenant: core-milliseconds held in the window, and those of jobs without a device.
  private var held: Table<Tenant, (all: Int128, alone: Int128)>

  public init(_ measured: MeasuredWorld) {
    self.measured = measured
    jobs = measured.hasCoresBeside ? measured.world.jobs : []
    held = Table(repeating: (0, 0), count: measured.world.tenants.count)
  }

  public mutating func receive(_ batch: JournalBatch) {
    if jobs.isEmpty { return }
    for entry in batch.entries {
      let job = jobs[Int(entry.job.index)]
      guard job.cores > 0 else { continue }
      let rest = Int128(measured.window.overlap(from: entry.time, to: .distantFuture))
      switch entry.kind {
      case .start: add(Int128(job.cores) * rest, of: job)
      case .end, .evict, .interrupt: add(-Int128(job.cores) * rest, of: job)
      case .submit, .reject, .dismiss: break
      }
    }
  }

  private mutating func add(_ work: Int128, of job: Job) {
    var at: ID<Tenant>? = job.tenant
    while let tenant = at {
      held[tenant].all += work
      if job.gpus == 0 { held[tenant].alone += work }
      at = measured.world.tenants.parent(of: tenant)
    }
  }

  public func fill(_ sheet: inout FigureSheet) {
    guard measured.hasCoresBeside else { return }
    sheet.addToTenants("core_hours") { .members(hours(of: $0)) }
    let window = measured.window
    let capacity = Double(
      measured.world.machine.commissioned(\.cores, from: window.from, to: window.to)
    )
    let asked = sheet.jobs.ids.reduce(0.0) { sum, id in
      sum + Double(jobs[id].cores) * Double(jobs[id].run.milliseconds)
    }
    var members = hours(of: Tenants.root)
    let used = Double(held[Tenants.root].all)
    members["offered_load"] = FigureValue(capacity > 0 ? asked / capacity : nil)
    members["utilization"] = FigureValue(capacity > 0 ? used / capacity : nil)
    sheet.add("core_hours", .members(members))
  }

  private func hours(of tenant: ID<Tenant>) -> [String: FigureValue] {
    [
      "used": .number(Double(held[tenant].all) / 3_600_000),
      "without_devices": .number(Double(held[tenant].alone) / 3_600_000),
    ]
  }
}
