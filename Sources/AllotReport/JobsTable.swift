public import Allot
public import AllotMetrics

/// Writes `jobs.csv` and `runs.csv`: one row for each accepted job, one for each attempt.
///
/// Columns of `jobs.csv` begin `job,submit,start,end,state,tenant,user,gpus,nodes`; `limit` and
/// `preemptions` follow. Times are seconds on the trace's own clock, without decimals where
/// whole; start is the first, end the last, empty where it never happened.
public struct JobsTable {
  private let world: World
  private let results: JobResults
  private let labels: any JobLabels
  private let paths: [[UInt8]]

  /// The tables of a finished replay.
  public init(world: World, results: JobResults, labels: any JobLabels) {
    self.world = world
    self.results = results
    self.labels = labels
    paths = world.tenants.ids.map { Self.cell(world.tenants.path(of: $0)) }
  }

  /// The bytes of `jobs.csv`.
  public func jobs() -> [UInt8] {
    var bytes = Array("job,submit,start,end,state,tenant,user,gpus,nodes,limit,preemptions\n".utf8)
    bytes.reserveCapacity(world.jobs.count * 64)
    for index in world.jobs.indices {
      let job = world.jobs[index]
      append(name: ID(index), to: &bytes)
      Self.append(seconds: job.submit.milliseconds, to: &bytes)
      Self.append(time: results.starts[index], to: &bytes)
      Self.append(time: results.ends[index], to: &bytes)
      Self.append(results.states[index].rawValue, to: &bytes)
      bytes.append(contentsOf: paths[Int(job.tenant.index)])
      bytes.append(UInt8(ascii: ","))
      appendUser(of: ID(index), to: &bytes)
      Self.append(String(job.gpus), to: &bytes)
      Self.append(results.starts[index] == nil ? "" : String(results.nodes[index]), to: &bytes)
      Self.append(seconds: job.limit.milliseconds, to: &bytes)
      bytes.append(contentsOf: String(results.preemptions[index]).utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// The bytes of `runs.csv`, or nil when no job had more than one attempt.
  public func runs() -> [UInt8]? {
    guard !results.runs.isEmpty else { return nil }
    var bytes = Array("job,start,end,pool,ending,kept\n".utf8)
    for run in results.runs {
      append(name: run.job, to: &bytes)
      Self.append(seconds: run.start.milliseconds, to: &bytes)
      Self.append(seconds: run.end.milliseconds, to: &bytes)
      bytes.append(contentsOf: Self.cell(world.cluster.pools[run.pool].name))
      bytes.append(UInt8(ascii: ","))
      Self.append(run.isEvicted ? "preempted" : "ended", to: &bytes)
      Self.append(seconds: run.kept.milliseconds, to: &bytes)
      bytes[bytes.count - 1] = UInt8(ascii: "\n")
    }
    return bytes
  }

  private func append(name job: ID<Job>, to bytes: inout [UInt8]) {
    var cell: [UInt8] = []
    labels.appendName(of: job, to: &cell)
    bytes.append(contentsOf: Self.quoted(cell))
    bytes.append(UInt8(ascii: ","))
  }

  private func appendUser(of job: ID<Job>, to bytes: inout [UInt8]) {
    var cell: [UInt8] = []
    labels.appendUser(of: job, to: &cell)
    bytes.append(contentsOf: Self.quoted(cell))
    bytes.append(UInt8(ascii: ","))
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: ","))
  }

  private static func append(time: SimTime?, to bytes: inout [UInt8]) {
    guard let time else {
      bytes.append(UInt8(ascii: ","))
      return
    }
    append(seconds: time.milliseconds, to: &bytes)
  }

  /// Milliseconds as seconds with as many decimals as needed, and a comma.
  private static func append(seconds milliseconds: Int64, to bytes: inout [UInt8]) {
    if milliseconds < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1_000)
    bytes.append(contentsOf: String(whole).utf8)
    if rest > 0 {
      var decimals = String(1_000 + rest).dropFirst()
      while decimals.last == "0" { decimals.removeLast() }
      bytes.append(UInt8(ascii: "."))
      bytes.append(contentsOf: decimals.utf8)
    }
    bytes.append(UInt8(ascii: ","))
  }

  private static func cell(_ text: String) -> [UInt8] { quoted(Array(text.utf8)) }

  /// A cell that holds a comma, a quote or a line end stands in quotes.
  private static func quoted(_ cell: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard cell.contains(where: { $0 == quote || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
      return cell
    }
    var bytes = [quote]
    for byte in cell {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    return bytes + [quote]
  }
}
