internal import Allot
internal import AllotMetrics

/// What the rows of a trace hold of a machine: its devices, or their cores.
struct UnitOfRows {
  /// Why a row is left out that asks for nothing that the machine counts.
  private enum Refusal {
    /// It asks for no device, and a processor is a device.
    static let noDevice = "no_device"
    /// It asks for devices, and the machine has none.
    static let devices = "devices_not_in_cluster"
    /// It says no cores, and they are what is counted.
    static let noCores = "no_resources"
  }

  private let machine: Cluster.Unit
  /// True where jobs hold as many units as they have cores.
  private let areCores: Bool

  /// On mere processors a processor is a device if a row of the log has one, else a core; a log
  /// that counts processors holds them as cores of a machine of cores.
  init(of log: Trace, on cluster: Cluster) {
    machine = cluster.unit
    areCores =
      switch machine {
      case .gpu: false
      case .processor: !log.rows.contains { $0.gpus > 0 }
      case .core: !log.countsProcessors
      }
  }

  /// The devices of the machine that a row holds.
  func units(of row: TraceRow) -> Int32 { areCores ? row.cores : row.gpus }

  /// Why a row is left out; nil for one that can be replayed.
  func refusal(of row: TraceRow) -> String? {
    if machine == .core && areCores && row.gpus > 0 { return Refusal.devices }
    if machine == .gpu || units(of: row) > 0 { return nil }
    return areCores ? Refusal.noCores : Refusal.noDevice
  }

  /// A row's work in what the machine counts, and in what it does not: cores of rows without
  /// devices, or devices where cores are counted.
  func work(of row: TraceRow) -> (counted: Int64, other: Int64) {
    if areCores { return (row.coreWork, row.work) }
    return (row.work, row.gpus == 0 ? row.coreWork : 0)
  }

  /// The same of the rows that a reader has left out for a reason, as far as it is known.
  func work(droppedFor reason: String, in cleaning: Cleaning) -> (counted: Int64, other: Int64) {
    let devices = cleaning.droppedWork[reason] ?? 0
    let cores = cleaning.droppedCoreWork[reason] ?? 0
    if areCores { return (cores, devices) }
    return (devices, devices == 0 ? cores : 0)
  }

  /// What the user should know about jobs without devices and rows that were left out for what they
  /// ask for, each one sentence.
  func remarks(on jobs: [Job], _ dropped: [DroppedWork], file: String) -> [String] {
    var remarks: [String] = []
    func left(_ reason: String) -> (jobs: String, hours: String)? {
      let rows = dropped.filter { $0.reason == reason }
      let count = rows.reduce(0) { $0 + $1.jobs }
      let work = rows.reduce(0) { $0 + Int128($1.otherWork) }
      return count == 0 ? nil : (Self.count(count), WorkMeasure.hours(work))
    }
    if let left = left(Refusal.noDevice) {
      remarks.append(
        "\(file): \(left.jobs) of \(left.hours) core-hours without a device left out: a processor "
          + "is a device, as other jobs have devices"
      )
    }
    if let left = left(Refusal.devices) {
      remarks.append(
        "\(file): \(left.jobs) of \(left.hours) GPU-hours left out: the nodes of the cluster have "
          + "no devices"
      )
    }
    if machine == .processor && areCores {
      remarks.append("\(file): no job asks for a device: a processor is a core")
    }
    guard machine == .gpu else { return remarks }
    let alone = jobs.filter { $0.gpus == 0 }
    if alone.count == jobs.count {
      remarks.append("\(file): no job asks for a device: work is counted in core-hours")
    } else if !alone.isEmpty {
      let work = alone.reduce(Int128(0)) { $0 + Int128($1.cores) * Int128($1.run.milliseconds) }
      remarks.append(
        "\(file): \(Self.count(alone.count)) of \(WorkMeasure.hours(work)) core-hours without a "
          + "device: they weigh nothing in GPU-hours"
      )
    }
    return remarks
  }

  private static func count(_ jobs: Int) -> String { jobs == 1 ? "1 job" : "\(jobs) jobs" }
}
