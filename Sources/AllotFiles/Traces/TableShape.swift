/// The header of a format that is a table: how its cells are separated, and what they are named.
public struct TableShape: Sendable {
  /// What stands between cells.
  public var separator: Separator
  /// The columns that a file must have, as the error about a missing one names them.
  public var required: [String]
  /// Every column, where others are errors; empty where others are ignored.
  public var columns: [String]

  /// A header of needed columns; others are ignored, unless all are listed.
  public init(separator: Separator, required: [String], columns: [String] = []) {
    self.separator = separator
    self.required = required
    self.columns = columns
  }

  /// What may stand between the cells of a line.
  public enum Separator: Character, CaseIterable, Sendable {
    /// `,`
    case comma = ","
    /// `|`
    case bar = "|"
    /// `;`
    case semicolon = ";"
    /// A tab.
    case tab = "\t"
    /// A space.
    case space = " "

    /// The name in a sentence.
    var plural: String {
      switch self {
      case .comma: "commas"
      case .bar: "bars"
      case .semicolon: "semicolons"
      case .tab: "tabs"
      case .space: "spaces"
      }
    }

    /// What makes a table of cells with this between them.
    var remedy: String {
      self == .bar ? "export with sacct -P" : "separate them by \(plural)"
    }
  }

  /// The column that a mistyped one was meant to be; nil where none is near.
  ///
  /// A column of the same quantity in another unit is near, too.
  static func suggestion(for name: String, among columns: [String]) -> String? {
    func quantity(_ name: String) -> Substring? {
      name.contains("_") ? name.lowercased().prefix { $0 != "_" } : nil
    }
    return DidYouMean.suggestion(for: name, among: columns)
      ?? quantity(name).flatMap { wanted in columns.first { quantity($0) == wanted } }
  }

  /// A reminder of a column's unit where the name that it is to replace has another, else nothing.
  static func unit(of column: String, for name: String) -> String {
    for (ending, unit) in [("_seconds", "seconds"), ("_mib", "MiB")]
    where column.hasSuffix(ending) && !name.lowercased().hasSuffix(ending) {
      return ", in \(unit)"
    }
    return ""
  }
}
