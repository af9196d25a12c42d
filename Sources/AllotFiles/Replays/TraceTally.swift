internal import Allot

/// Adds up the rows of a trace by names and classes of size.
struct TraceTally {
  /// In what work is told.
  let measure: WorkMeasure
  private let trace: Trace
  /// The class of size of each row.
  private let classes: [Int]
  private let work: Int128

  private struct Sum {
    var jobs = 0
    var devices: Int128 = 0
    var cores: Int128 = 0
    var bySize: [(jobs: Int, devices: Int128, cores: Int128)] = []
  }

  /// The rows of a trace.
  init(_ trace: Trace) {
    self.trace = trace
    let measure = WorkMeasure(of: trace)
    self.measure = measure
    classes = trace.rows.map { row in
      let size = measure.isCores ? row.cores : row.gpus
      return TraceStatistics.classes.firstIndex { $0.range.contains(size) } ?? 0
    }
    work = trace.rows.reduce(0) { $0 + Int128(measure.work(of: $1)) }
  }

  /// Devices of a row, or cores where no row has a device.
  func size(of row: TraceRow) -> Int32 { measure.isCores ? row.cores : row.gpus }

  /// Everything.
  var total: TraceStatistics.Amount {
    var sum = Sum()
    for row in trace.rows { add(row, to: &sum) }
    return amount(sum.jobs, sum.devices, sum.cores)
  }

  /// Jobs by class of size, without classes that nobody is in.
  var bySize: [TraceStatistics.Named] {
    var sums = TraceStatistics.classes.map { _ in Sum() }
    for (row, size) in zip(trace.rows, classes) { add(row, to: &sums[size]) }
    return zip(TraceStatistics.classes, sums).map { size, sum in
      TraceStatistics.Named(name: size.name, amount: amount(sum.jobs, sum.devices, sum.cores))
    }
  }

  /// Jobs by a text of theirs, the most work first, then by name.
  func named(
    hasSizes: Bool = false,
    _ text: (TraceRow, Trace) -> ID<Text>
  ) -> [TraceStatistics.Named] {
    var places = [Int?](repeating: nil, count: trace.texts.count)
    var sums: [(text: ID<Text>, sum: Sum)] = []
    let none = TraceStatistics.classes.map { _ in (jobs: 0, devices: Int128(0), cores: Int128(0)) }
    for (row, size) in zip(trace.rows, classes) {
      let text = text(row, trace)
      let place = places[Int(text.index)] ?? sums.count
      if place == sums.count {
        places[Int(text.index)] = place
        sums.append((text, Sum(bySize: hasSizes ? none : [])))
      }
      add(row, to: &sums[place].sum)
      guard hasSizes else { continue }
      sums[place].sum.bySize[size].jobs += 1
      sums[place].sum.bySize[size].devices += Int128(row.work)
      sums[place].sum.bySize[size].cores += Int128(row.coreWork)
    }
    let named = sums.map { text, sum in
      TraceStatistics.Named(
        name: trace.texts[text],
        amount: amount(sum.jobs, sum.devices, sum.cores),
        sizes: sum.bySize.map { amount($0.jobs, $0.devices, $0.cores) }
      )
    }
    return named.sorted { a, b in
      (b.amount.part, b.amount.jobs, a.name) < (a.amount.part, a.amount.jobs, b.name)
    }
  }

  private func add(_ row: TraceRow, to sum: inout Sum) {
    sum.jobs += 1
    sum.devices += Int128(row.work)
    sum.cores += Int128(row.coreWork)
  }

  /// An amount of device- and core-milliseconds.
  func amount(
    _ jobs: Int,
    _ devices: some BinaryInteger,
    _ cores: some BinaryInteger
  ) -> TraceStatistics.Amount {
    let whole = Double(measure.isCores ? cores : 0) + Double(measure.isCores ? 0 : devices)
    return TraceStatistics.Amount(
      jobs: jobs,
      gpuHours: Double(devices) / 3_600_000,
      coreHours: Double(cores) / 3_600_000,
      part: work > 0 ? whole / Double(work) : 0
    )
  }
}
