public import AllotMetrics

/// The part of `docs/metrics.md` that figures write themselves: their definitions, and what they
/// add to files, tables and verdicts.
public enum MetricsPage {
  private static let begin = "<!-- What figures declare, written by scripts/record: -->"
  private static let end = "<!-- The end of what figures declare. -->"

  /// A page with the sections of figures in place of whatever stood between its marks; nil for a
  /// page without marks.
  ///
  /// `further` are those of them that `--metrics` adds by name.
  public static func text(
    of page: String,
    _ figures: [any Figure.Type] = Figures.all,
    further: [any Figure.Type] = Figures.further
  ) -> String? {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(of: begin[...]), let last = lines.firstIndex(of: end[...]),
      first < last
    else { return nil }
    let sections = figures.map { figure in
      section(of: figure, isFurther: further.contains { $0.name == figure.name })
    }
    let before = lines[...first].joined(separator: "\n")
    let after = lines[last...].joined(separator: "\n")
    return ([before] + sections + [after]).joined(separator: "\n\n")
  }

  /// The section of a figure, without an empty line at its end.
  public static func section(of figure: any Figure.Type, isFurther: Bool = false) -> String {
    var parts = ["### `\(figure.name)`"]
    if isFurther { parts.append("Only with `--metrics \(figure.name)`.") }
    parts.append(figure.definition)
    let rows = rows(of: figure)
    if !rows.isEmpty {
      let heading = ["| where | what | value | unit |", "| --- | --- | --- | --- |"]
      parts.append((heading + rows).joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  private static func rows(of figure: any Figure.Type) -> [String] {
    let fields = figure.fields.map { field in
      "| `summary.json` | `\(field.key)` | | \(field.unit.words) |"
    }
    let columns = figure.columns.map { column in
      let heading = column.heading.replacing("\n", with: " ")
      let note =
        column.witness.map { witness in
          ", where \(witness == column.path ? "it" : "`\(witness)`") is anywhere above zero"
        } ?? ""
      let cells = [column.table.words, heading + note, "`\(column.path)`", column.unit.words]
      return "| \(cells.joined(separator: " | ")) |"
    }
    let metrics = figure.metrics.map { metric in
      let weight = metric.weight.isEmpty ? "" : ", by `\(metric.weight)`"
      let better = metric.lessIsBetter ? "less is better" : "more is better"
      let difference = metric.difference == .plain ? "difference" : "ratio of value + 1 s"
      return "| verdict | `\(metric.name)`\(weight); \(better) | `\(metric.path)` | \(difference) |"
    }
    let files = figure.fileNames.map { "| folder of results | `\($0)` | | |" }
    return fields + columns + metrics + files
  }
}

extension FigureUnit {
  /// What numbers are counted in, for a reader.
  fileprivate var words: String {
    switch self {
    case .seconds: "seconds"
    case .hours: "GPU-hours"
    case .coreHours: "core-hours"
    case .count: "number"
    case .part: "part of 1"
    case .ratio: "ratio"
    case .text: "text"
    }
  }
}

extension FigureColumn.Table {
  /// The table, for a reader.
  fileprivate var words: String {
    switch self {
    case .service: "table of tenants"
    case .hours: "table of GPU-hours"
    case .policies: "table of policies"
    case .sizes: "table of sizes"
    }
  }
}
