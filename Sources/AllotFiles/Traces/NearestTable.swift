/// A table that almost has the header of a format: which format it is nearest to, and what is wrong
/// first.
struct NearestTable {
  private let name: String
  private let shape: TableShape
  private let separator: TableShape.Separator
  private let cells: [String]
  private let head: TraceHead

  /// The nearest of some formats; nil where the first row is like the header of none.
  init?(_ head: TraceHead, among formats: [any TraceReader.Type]) {
    var best: (table: NearestTable, part: Double)?
    for format in formats {
      guard let shape = format.shape else { continue }
      for separator in TableShape.Separator.allCases {
        var cells = head.cells(separatedBy: separator.rawValue)
        if separator == .space { cells = cells.filter { !$0.isEmpty } }
        let found = shape.required.count { column in
          cells.contains { TableShape.suggestion(for: $0, among: [column]) != nil }
        }
        let part = Double(found) / Double(shape.required.count)
        guard found >= 2, part >= 0.5, part > best?.part ?? 0 else { continue }
        let table = NearestTable(format.name, shape, separator, cells, head)
        best = (table, part)
      }
    }
    guard let best else { return nil }
    self = best.table
  }

  private init(
    _ name: String,
    _ shape: TableShape,
    _ separator: TableShape.Separator,
    _ cells: [String],
    _ head: TraceHead
  ) {
    self.name = name
    self.shape = shape
    self.separator = separator
    self.cells = cells
    self.head = head
  }

  /// The error about a file with that header.
  func error(file: String) -> InputError {
    var faults: [String] = []
    var remedies: [String] = []
    if separator != shape.separator {
      faults.append(
        "its cells are separated by \(separator.plural) and not by \(shape.separator.plural)"
      )
      remedies.append(shape.separator.remedy)
    }
    if let (position, column) = wrongColumn {
      faults.append("column \(position + 1) is \"\(Cell.excerpt(of: cells[position]))\"")
      remedies.append(
        column.map { "name it '\($0)'" + TableShape.unit(of: $0, for: cells[position]) }
          ?? "remove it; \(known)"
      )
      remedies += hint
    } else if let column = missingColumn {
      faults.append("it has no column \"\(column)\"")
      remedies.append("name it in the header line; \(known)")
      remedies += hint
    }
    return InputError(
      file: file,
      line: head.rowLine,
      "the table is of no known format; it is nearest to \(name), but "
        + faults.joined(separator: ", and "),
      remedy: remedies.joined(separator: "; ")
    )
  }

  /// A table may be that of another system, which nobody can name anew.
  private var hint: [String] {
    let isForeign = shape.columns.isEmpty && shape.separator == .comma
    return isForeign ? ["or say with --columns FILE what its columns mean"] : []
  }

  private var known: String {
    let columns = shape.columns.isEmpty ? shape.required : shape.columns
    return "the columns of \(name) are \(columns.joined(separator: ", "))"
  }

  /// The first column whose name is not quite right, and the right one where it can be guessed.
  private var wrongColumn: (position: Int, column: String?)? {
    let missing = shape.required.filter { !cells.contains($0) }
    let others = shape.columns.filter { !cells.contains($0) && !missing.contains($0) }
    for (position, cell) in cells.enumerated()
    where !(shape.columns + shape.required).contains(cell) {
      let column = TableShape.suggestion(for: cell, among: missing + others)
      if column != nil || !shape.columns.isEmpty { return (position, column) }
    }
    return nil
  }

  private var missingColumn: String? { shape.required.first { !cells.contains($0) } }
}
