/// What is wrong with a file that `sacct` may have written, though it is no table with a header.
enum SacctFault {
  /// The error about a file that begins with a message of `sacct`, or with a job where the names of
  /// columns should be; nil for every other.
  static func error(
    of head: TraceHead,
    _ file: String,
    _ reading: TraceReading
  ) -> InputError? {
    if head.firstRow.hasPrefix("sacct: ") {
      let text = Cell.excerpt(of: head.firstRow)
      return SacctTable.message(text, file: file, line: head.rowLine)
    }
    guard reading.columns == nil else { return nil }
    let separators = reading.delimiter.map { [$0] } ?? ["|", ";", "\t", "^", ","]
    for separator in separators {
      var cells = head.firstRow.split(separator: separator, omittingEmptySubsequences: false)
      if cells.last?.isEmpty == true { cells.removeLast() }
      guard cells.count > 2, isJob(cells[0]), cells.contains(where: isState) else { continue }
      return noHeader(cells.count, file, head.rowLine)
    }
    return nil
  }

  private static func noHeader(_ count: Int, _ file: String, _ line: Int?) -> InputError {
    let isDocumented = count == SacctColumns.exported.count
    let names = isDocumented ? SacctColumns.exported.joined(separator: ",") : "JobID,User,State,…"
    let which = isDocumented ? "if they are those of the documented command, " : ""
    return InputError(
      file: file,
      line: line,
      "this is a job of Slurm, and no header line names its \(count) columns",
      remedy: "\(which)name them in their order by --columns \(names), as they stood behind the -o "
        + "of sacct; or export without -n and --noheader"
    )
  }

  private static func isJob(_ text: Substring) -> Bool {
    Array(text.utf8).withUnsafeBytes { SlurmJobID(Cell($0)) != nil }
  }

  private static func isState(_ text: Substring) -> Bool {
    Array(text.utf8).withUnsafeBytes { SlurmState(Cell($0)) != nil }
  }

  /// What to do about an export of no job at all.
  static let emptyRemedy =
    "without -S and -E sacct lists the jobs of today alone, and without -a those of one user: "
    + "export with -a -S 2025-01-01 -E 2026-01-01, or with other days"
}
