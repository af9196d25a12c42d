public import Allot

/// How much is asked of the machine and how much of it is used.
public struct MachineFigure: Figure {
  public static let name = "machine"
  public static let fields = [
    FigureField("offered_load", .part), FigureField("utilization", .part),
    FigureField("makespan", .seconds),
  ]
  public static let columns = [
    FigureColumn(.policies, "offered\nload", "offered_load", .ratio),
    FigureColumn(.policies, "utilization", "utilization", .part),
  ]
  public static let definition = """
    `offered_load` = Σ devices × run of measured jobs / (devices of the cluster × window), rejected
    jobs included. `utilization` = device time held in the window, lost work included / (devices of
    the cluster × window). Devices of a cluster that grows or shrinks count as long as they are
    commissioned; what runs on when its nodes are removed is still held. `makespan` = last end −
    first submit of all jobs, in seconds: one job can decide it. Where cores are counted, they are
    the devices.
    """

  private let window: MeasurementWindow
  private let capacity: Double
  private var jobs: [Job]
  private var held: Int128 = 0

  public init(_ measured: MeasuredWorld) {
    window = measured.window
    capacity = Double(measured.world.machine.commissioned(\.gpus, from: window.from, to: window.to))
    jobs = measured.world.resubmitsUntil == nil ? measured.world.jobs : []
  }

  public mutating func receive(_ batch: JournalBatch) {
    jobs += batch.jobs
    for entry in batch.entries {
      let rest = Int128(window.overlap(from: entry.time, to: .distantFuture))
      let gpus = Int128(jobs[Int(entry.job.index)].gpus)
      switch entry.kind {
      case .start: held += gpus * rest
      case .end, .evict, .interrupt: held -= gpus * rest
      case .submit, .reject, .dismiss: break
      }
    }
  }

  public func fill(_ sheet: inout FigureSheet) {
    let (results, measured) = (sheet.results, sheet.jobs)
    let asked = measured.ids.reduce(0.0) { sum, id in
      sum + Double(results.jobs[id].gpus) * Double(results.jobs[id].run.milliseconds)
    }
    let used = Double(held)
    sheet.add("offered_load", FigureValue(capacity > 0 ? asked / capacity : nil))
    sheet.add("utilization", FigureValue(capacity > 0 ? used / capacity : nil))
    let first = results.jobs.first?.submit ?? .zero
    let last = results.ends.compactMap { $0 }.max()
    sheet.add("makespan", FigureValue(last.map { ($0 - first).seconds }))
  }
}
