/// Facts about one thing, a line each, and tables below them; no wider than a terminal of 100
/// columns.
public struct FactsReport: Sendable {
  /// One cell of a table.
  public enum Cell: Sendable {
    /// Words.
    case text(String)
    /// A whole number.
    case count(Int)
    /// Hours of devices or cores.
    case hours(Double)
    /// A part of a whole, shown as per cent.
    case part(Double)

    var text: String {
      switch self {
      case .text(let text): text
      case .count(let count): DecimalText.text(Double(count))
      case .hours(let hours): DecimalText.text(hours, decimals: hours < 100 ? 2 : 0)
      case .part(let part): DecimalText.percent(part)
      }
    }
  }

  private var lines: [String] = []
  private static let widest = 100
  /// Where what is said of a fact begins.
  private static let indent = 14

  /// A report without facts.
  public init() {}

  /// Adds a fact; what is too long for a line goes on below.
  public mutating func add(_ name: String, _ words: String) {
    var line = name + String(repeating: " ", count: max(1, Self.indent - name.count))
    var isFirst = true
    for word in words.split(separator: " ", omittingEmptySubsequences: false) {
      let cells = DisplayWidth.cells(of: line) + DisplayWidth.cells(of: String(word)) + 1
      if !isFirst && cells > Self.widest {
        lines.append(line)
        line = String(repeating: " ", count: Self.indent)
        isFirst = true
      }
      line += (isFirst ? "" : " ") + word
      isFirst = false
    }
    lines.append(line)
  }

  /// Adds a table below what there is.
  public mutating func add(table heading: [String], _ rows: [[Cell]]) {
    let table = AlignedTable(heading: heading, rows: rows.map { $0.map(\.text) })
    lines += [""] + table.lines(widest: Self.widest)
  }

  /// Adds a sentence below what there is.
  public mutating func add(remark: String) { lines += ["", remark] }

  /// The lines, with a final line end.
  public var text: String { lines.joined(separator: "\n") + "\n" }
}
