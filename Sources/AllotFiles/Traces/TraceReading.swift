/// What a user says about how the bytes of a trace are to be read.
public struct TraceReading: Sendable, Equatable {
  /// How long jobs count that still ran when the log was made.
  public var running = RunningAtExport.elapsed
  /// The zone in which calendar times without one are meant; nil for UTC, which is told.
  public var zone: LocalClock?
  /// What stands between the cells of an export of `sacct`; nil to tell it by the header.
  public var delimiter: String?
  /// The names of the columns of a file without header; nil where the first line names them.
  public var columns: [String]?
  /// The file that says what the columns of any table mean; nil where the format knows.
  public var columnFile: String?

  /// What is read where the user says nothing.
  public init() {}
}

/// How long a job counts that still ran when the log was made.
public enum RunningAtExport: String, Sendable, CaseIterable {
  /// As long as it had run by then.
  case elapsed
  /// Until its limit; as long as it had run where it has none.
  case limit
  /// Not at all: it is left out.
  case drop
}

extension TraceReading: CustomStringConvertible {
  /// What is not the default, as `key=value` with spaces between; what a manifest keeps.
  ///
  /// Separators and paths are escaped so that ``init(description:)`` reads them back.
  public var description: String {
    var parts: [String] = []
    if running != .elapsed { parts.append("running=\(running.rawValue)") }
    if let zone { parts.append("zone=\(zone.name)") }
    if let delimiter { parts.append("delimiter=\(Self.hexadecimal(delimiter))") }
    if let columns { parts.append("columns=\(columns.joined(separator: ","))") }
    if let columnFile { parts.append("column_file=\(Self.hexadecimal(columnFile))") }
    return parts.isEmpty ? "default" : parts.joined(separator: " ")
  }

  /// Reads back a description; nil where it is none.
  public init?(description: String) {
    if description == "default" { return }
    for part in description.split(separator: " ") {
      let halves = part.split(separator: "=", maxSplits: 1).map { String($0) }
      guard halves.count == 2 else { return nil }
      switch halves[0] {
      case "running":
        guard let rule = RunningAtExport(rawValue: halves[1]) else { return nil }
        running = rule
      case "zone":
        guard let clock = LocalClock(zone: halves[1]) else { return nil }
        zone = clock
      case "delimiter": delimiter = Self.text(hexadecimal: halves[1])
      case "column_file": columnFile = Self.text(hexadecimal: halves[1])
      case "columns": columns = halves[1].split(separator: ",").map { String($0) }
      default: return nil
      }
    }
  }

  private static func hexadecimal(_ text: String) -> String {
    text.utf8.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
  }

  private static func text(hexadecimal: String) -> String {
    let digits = Array(hexadecimal)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
