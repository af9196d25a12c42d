/// How many rows were dropped or altered, by reason; nothing is dropped silently.
public struct Cleaning: Sendable, Equatable {
  /// Rows that were left out, by reason, such as `run_not_positive`.
  public private(set) var dropped: [String: Int] = [:]
  /// Their devices × run times by reason, in device-milliseconds, as far as it is known.
  public private(set) var droppedWork: [String: Int64] = [:]
  /// Their cores × run times by reason, in core-milliseconds, as far as it is known.
  public private(set) var droppedCoreWork: [String: Int64] = [:]
  /// Rows that were kept but changed, by reason, such as `run_cut_at_limit`.
  public private(set) var altered: [String: Int] = [:]
  /// Their devices × run times by reason, in device-milliseconds; of parts of devices, theirs.
  public private(set) var alteredWork: [String: Int64] = [:]
  /// Their cores × run times by reason, in core-milliseconds.
  public private(set) var alteredCoreWork: [String: Int64] = [:]

  /// Nothing dropped, nothing altered.
  public init() {}

  /// Counts jobs that are left out, with their work in device- and core-milliseconds.
  public mutating func drop(_ reason: String, jobs: Int = 1, work: Int64 = 0, coreWork: Int64 = 0) {
    dropped[reason, default: 0] += jobs
    Self.add(work, to: &droppedWork[reason, default: 0])
    Self.add(coreWork, to: &droppedCoreWork[reason, default: 0])
  }

  /// Counts a job that is kept but changed, with its work in device- and core-milliseconds.
  public mutating func alter(_ reason: String, work: Int64 = 0, coreWork: Int64 = 0) {
    altered[reason, default: 0] += 1
    Self.add(work, to: &alteredWork[reason, default: 0])
    Self.add(coreWork, to: &alteredCoreWork[reason, default: 0])
  }

  private static func add(_ work: Int64, to sum: inout Int64) {
    let (total, overflow) = sum.addingReportingOverflow(work)
    sum = overflow ? .max : total
  }
}
