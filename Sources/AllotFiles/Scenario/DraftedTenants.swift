internal import Allot

/// A tenants file as a log suggests it: a tenant for each account, QOS or partition, with its part
/// of the work as its share, and the section `assign` that binds them.
///
/// Shares sum to 100 %, in hundredths of a per cent by largest remainder. Jobs that the column says
/// nothing of are those of `other`.
public struct DraftedTenants: Sendable {
  private let trace: Trace
  private let column: Assignment.Column
  private let measure: WorkMeasure
  private let entries: [Entry]

  private struct Entry {
    /// The names that jobs have in the trace; none for jobs without.
    var names: [String]
    var tenant: String
    var jobs: Int
    var work: Int128
    var share = Share(millionths: 0)
  }

  /// The columns that a draft may go by, in the order in which they are tried.
  public static let columns: [Assignment.Column] = [
    .account, .virtualCluster, .partition, .qos, .group, .user,
  ]

  /// A draft by a column, else by the first that the trace has.
  ///
  /// - Throws: ``InputError`` for a trace that does not have it.
  public init(_ trace: Trace, by column: Assignment.Column? = nil) throws(InputError) {
    func isSaid(_ column: Assignment.Column) -> Bool {
      trace.rows.contains { column.text(of: $0, in: trace) != TextTable.none }
    }
    let said = Self.columns.filter(isSaid)
    guard let chosen = column ?? said.first, said.contains(chosen) else {
      let which = column.map { "no job says \($0.words)" } ?? "no job says whose it is"
      throw InputError(
        file: trace.file,
        which,
        remedy: said.isEmpty
          ? "give jobs an account, a partition or a user"
          : "draft by what the trace has: --by "
            + said.map(\.rawValue).joined(separator: ", or --by ")
      )
    }
    self.trace = trace
    self.column = chosen
    measure = WorkMeasure(of: trace)
    entries = Self.entries(of: trace, by: chosen, measure)
  }

  private static func entries(
    of trace: Trace,
    by column: Assignment.Column,
    _ measure: WorkMeasure
  ) -> [Entry] {
    var places = [Int?](repeating: nil, count: trace.texts.count)
    var named: [String: Int] = [:]
    var entries: [Entry] = []
    for row in trace.rows {
      let text = column.text(of: row, in: trace)
      let name = trace.texts[text]
      // A slash would read as one more level of a path; names that differ only in it are one.
      let tenant = name.isEmpty ? "other" : String(name.map { $0 == "/" ? "_" : $0 })
      let place = places[Int(text.index)] ?? named[tenant] ?? entries.count
      if place == entries.count {
        entries.append(Entry(names: [], tenant: tenant, jobs: 0, work: 0))
        named[tenant] = place
      }
      if places[Int(text.index)] == nil && !name.isEmpty { entries[place].names.append(name) }
      places[Int(text.index)] = place
      entries[place].jobs += 1
      entries[place].work += Int128(measure.work(of: row))
    }
    entries.sort { a, b in (b.work, b.jobs, a.tenant) < (a.work, a.jobs, b.tenant) }
    let whole = entries.reduce(Int128(0)) { $0 + $1.work }
    // Weights are cut to numbers that a machine's words hold; without work jobs count.
    let weights = entries.map { entry in
      whole > 0 ? Int64(entry.work * 1_000_000_000 / whole) : Int64(entry.jobs)
    }
    for (place, hundredths) in LargestRemainder.apportion(10_000, to: weights).enumerated() {
      entries[place].share = Share(millionths: Int64(hundredths) * 100)
    }
    return entries
  }

  /// The file, which `--tenants` takes as it is.
  public var text: String {
    let noun = column.rawValue
    var text = """
      # Tenants of \(Self.line(trace.file)), drafted by 'allot tenants draft'.
      # One for each \(noun); shares are parts of the \(measure.unit) of \(trace.rows.count) jobs.
      #
      # Sort them into classes by hand: put those of one class below one tenant (children: {…},
      # whose shares are then parts of it), say who is promised what, and let patterns such as
      # "lab-*" in 'assign' take several names at once.

      """
    let isKept = entries.contains { entry in
      entry.names.contains { KeptBytes.bytes(of: $0).count != $0.utf8.count }
    }
    if isKept { text += "# \\U0010FFE9 in a name is the byte E9 of the log, which is no UTF-8.\n" }
    text += "tenants:\n"
    for entry in entries {
      let share = QuantityText.percent(entry.share).filter { $0 != " " }
      text += "  \(TenantsFile.quoted(entry.tenant)): {share: \(share)}  # "
      text += "\(measure.text(entry.work)), \(entry.jobs) \(entry.jobs == 1 ? "job" : "jobs")"
      text += entry.names.isEmpty ? " without \(column.words)\n" : "\n"
    }
    text += "assign:\n  by: \(noun)\n  map:\n"
    for entry in entries where !entry.names.isEmpty {
      let names = entry.names.map(TenantsFile.quoted).joined(separator: ", ")
      text += "    \(TenantsFile.quoted(entry.tenant)): [\(names)]\n"
    }
    return text
  }

  /// A text on one line.
  private static func line(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}
