internal import Allot

/// In what the work of a trace is told: in hours of devices, or of cores where no row has a device
/// or the machine has none.
struct WorkMeasure {
  /// True where work is told in hours of cores.
  let isCores: Bool
  /// Such as `GPU-hours`.
  let unit: String

  /// The measure of a trace on a cluster's nodes, or on mere processors.
  init(of trace: Trace, onProcessors: Bool = false, onCores: Bool = false) {
    let hasDevices =
      trace.rows.contains { $0.gpus > 0 } || trace.cleaning.droppedWork.values.contains { $0 > 0 }
    isCores = (onCores || !hasDevices) && trace.rows.contains { $0.cores > 0 }
    let areProcessors = onProcessors || trace.countsProcessors
    unit = isCores ? "core-hours" : areProcessors ? "processor-hours" : "GPU-hours"
  }

  /// The work of a row, uncut, in unit-milliseconds.
  func work(of row: TraceRow) -> Int64 { isCores ? row.coreWork : row.work }

  /// The work that a reader has left out for a reason.
  func work(droppedFor reason: String, in cleaning: Cleaning) -> Int64 {
    (isCores ? cleaning.droppedCoreWork[reason] : cleaning.droppedWork[reason]) ?? 0
  }

  /// The work of the rows that were changed for a reason.
  func work(alteredBy reason: String, in cleaning: Cleaning) -> Int64 {
    (isCores ? cleaning.alteredCoreWork[reason] : cleaning.alteredWork[reason]) ?? 0
  }

  /// An amount with its unit, such as `12.50 GPU-hours`.
  func text(_ work: Int128) -> String { "\(Self.hours(work)) \(unit)" }

  /// Unit-milliseconds as hours.
  static func hours(_ work: Int128) -> String { HoursText.text(milliseconds: Double(work)) }
}
