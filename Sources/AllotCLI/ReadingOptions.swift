import AllotFiles
import ArgumentParser
import Foundation

/// The options that say how the bytes of a trace are read, the same for every verb that reads one.
struct ReadingOptions: ParsableArguments {
  @Option(
    help: "The trace's format (default: by content): \(TraceFormats.names.joined(separator: ", "))."
  )
  var format: String?

  @Option(
    help: """
      The zone of calendar times that name none, in the trace and among the options, such as \
      Asia/Seoul (default: UTC).
      """
  )
  var zone: String?

  @Option(
    help: """
      How long jobs count that still ran when the log was made: elapsed (as long as they had run), \
      limit, or drop (not at all).
      """
  )
  var running: Running = .elapsed

  @Option(help: "What stands between the cells of an export of sacct (default: by its header).")
  var delimiter: String?

  @Option(
    help: """
      The columns of an export of sacct without header, such as JobID,User,State,Submit,…; or a \
      .yaml file that says what the columns of any table mean, see docs/traces.md.
      """
  )
  var columns: String?

  enum Running: String, ExpressibleByArgument, CaseIterable {
    case elapsed, limit, drop

    /// The rule of that name.
    var rule: RunningAtExport {
      switch self {
      case .elapsed: .elapsed
      case .limit: .limit
      case .drop: .drop
      }
    }
  }

  /// What the options say of reading.
  func reading() throws -> TraceReading {
    var reading = TraceReading()
    reading.running = running.rule
    if let zone {
      guard let clock = LocalClock(zone: zone) else {
        throw UsageError(
          "--zone is '\(zone)', which is no zone; name one of the time zone database, such as "
            + "Asia/Seoul or Europe/Berlin"
        )
      }
      reading.zone = clock
    }
    if let delimiter {
      guard !delimiter.isEmpty else {
        throw UsageError("--delimiter is empty; write one, such as ';'")
      }
      reading.delimiter = delimiter == "\\t" ? "\t" : delimiter
    }
    if let columns, columns.hasSuffix(".yaml") || columns.hasSuffix(".yml") {
      reading.columnFile = columns
      return reading
    }
    reading.columns = columns.map { Self.names(in: $0) }
    return reading
  }

  /// The names of a list as `sacct -o` takes it, or of a header line as `sacct -P` and `-p` write
  /// it.
  private static func names(in list: String) -> [String] {
    var names = list.split(omittingEmptySubsequences: false) { ",|;\t".contains($0) }
    if names.count > 1, names.last == "" { names.removeLast() }
    // Widths may stand behind names, such as JobID%20.
    return names.map { name in
      name.prefix { $0 != "%" }.trimmingCharacters(in: CharacterSet(charactersIn: " "))
    }
  }
}
