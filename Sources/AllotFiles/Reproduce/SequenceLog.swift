internal import Allot

/// A log as RLScheduler loads it (Zhang and others, SC'20; DIR-LAB/deep-batch-scheduler).
///
/// Processors are the larger of allocated and requested. A request of −1 is replaced by the run
/// time as the log gives it; then a negative run time becomes 10 s and a run time of zero drops
/// the job. Runs longer than their request are not cut. Jobs go by job number.
public struct SequenceLog: Sendable {
  /// The log's name without folders and endings.
  public let name: String
  /// Its processors.
  public let processors: Int
  /// Its jobs in order.
  let jobs: [Job]

  /// Reads an SWF log, of which only the first `most` jobs count.
  ///
  /// - Throws: ``InputError`` for what can not be read, and for a log without a machine size.
  public init(path: String, most: Int = .max) throws(InputError) {
    let file = try InputFile(path: path)
    var header = SwfHeader()
    var numbered: [(number: Int64, job: Job)] = []
    try file.withText { text throws(InputError) in
      var line = 0
      for slice in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
        line += 1
        var whole = NumberText.trimmed(UnsafeRawBufferPointer(rebasing: slice))
        while whole.last == 0x0D { whole = NumberText.trimmed(NumberText.withoutReturn(whole)) }
        guard let first = whole.first else { continue }
        if first == 0x3B {
          header.read(whole.dropFirst())
          continue
        }
        var record = SwfRecord()
        try record.readSlowly(whole, file: path, line: line)
        if let job = Self.job(record) { numbered.append((record[.jobNumber], job)) }
      }
    }
    guard let machine = header.processors ?? header.nodes else {
      throw InputError(
        file: path,
        "the header gives neither MaxProcs nor MaxNodes",
        remedy: "add a comment such as '; MaxProcs: 256'"
      )
    }
    processors = Int(machine)
    jobs = numbered.sorted { $0.number < $1.number }.prefix(most).map(\.job)
    name = Self.name(of: path)
    if let large = jobs.first(where: { Int($0.gpus) > processors }) {
      throw InputError(
        file: path,
        "a job has \(large.gpus) processors; the machine has \(processors)",
        remedy: "the protocol has no rule for it"
      )
    }
  }

  /// The name of a log without folders and endings.
  public static func name(of path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    for ending in [".swf.gz", ".swf"] where file.hasSuffix(ending) {
      return String(file.dropLast(ending.count))
    }
    return String(file)
  }

  private static func job(_ record: SwfRecord) -> Job? {
    var run = record[.runTime]
    let request = record[.requestedTime] == -1 ? run : record[.requestedTime]
    if run < 0 { run = 10 }
    guard run > 0 else { return nil }
    return Job(
      submit: SimTime(milliseconds: record.submit),
      run: SimDuration(seconds: run),
      limit: SimDuration(seconds: request),
      gpus: Int(max(record[.allocatedProcessors], record[.requestedProcessors])),
      tenant: Tenants.root
    )
  }
}
