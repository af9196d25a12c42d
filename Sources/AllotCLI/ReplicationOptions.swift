import Allot
import AllotFiles
import ArgumentParser

/// The options that say how often a comparison is made, and on which traces.
struct ReplicationOptions: ParsableArguments {
  @Option(help: "Compare on a synthetic trace for each of these seeds, such as 1..30.")
  var seeds: String?

  @Option(help: "Compare on N logs made from the trace by resampling its users' weeks.")
  var resample: String?

  @Option(help: "Compare on N copies of the trace with submits moved, such as '30:5 min'.")
  var shake: String?

  @Option(
    help: """
      Make more replicates until every interval of a wait or delay reaches at most this far to \
      either side, such as 5%.
      """
  )
  var until: String?

  @Option(parsing: .unconditional, help: "With --until: make at most so many replicates.")
  var atMost: Int?

  @Flag(help: "Write jobs.csv and the other files of every replicate, too.")
  var keepJobs = false

  /// How a comparison is replicated; nil where it is made once.
  func replicates(hasFolder: Bool) throws -> Replicates? {
    let given = [("--seeds", seeds), ("--resample", resample), ("--shake", shake)]
      .filter { $0.1 != nil }.map(\.0)
    guard given.count <= 1 else {
      throw UsageError("\(given.joined(separator: " and ")) both say how to replicate; keep one")
    }
    if keepJobs && !hasFolder {
      throw UsageError("--keep-jobs needs --out DIR to write the jobs to")
    }
    let made =
      try seeds.map { try Replicates(seeds: $0) }
      ?? resample.map { try Replicates(resample: $0) }
      ?? shake.map { try Replicates(shake: $0) }
    if made == nil, until != nil || atMost != nil || keepJobs {
      let name = until != nil ? "--until" : atMost != nil ? "--at-most" : "--keep-jobs"
      throw UsageError("\(name) is about replicates; give --seeds, --resample or --shake, too")
    }
    if let made { try checkSequence(made) }
    return made
  }

  private func checkSequence(_ replicates: Replicates) throws {
    guard (until == nil) == (atMost == nil) else {
      throw UsageError("--until and --at-most go together: --until 5% --at-most 200")
    }
    guard let atMost else { return }
    _ = try part()
    guard (replicates.count...Replicates.counts.upperBound).contains(atMost) else {
      throw UsageError(
        "--at-most is \(atMost); give at least the \(replicates.count) replicates that are made "
          + "first, and at most \(Replicates.counts.upperBound)"
      )
    }
  }

  /// How narrow intervals are to be, as a part of one; nil without `--until`.
  func part() throws -> Double? {
    guard let until else { return nil }
    guard let share = QuantityText.share(until), share.millionths > 0 else {
      throw UsageError("--until is '\(until)'; give a percentage, such as 5%")
    }
    return Double(share.millionths) / 1_000_000
  }
}
