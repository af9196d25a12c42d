/// What the columns of a table of jobs mean: which column has which field, and in which unit.
struct ColumnMap: Sendable {
  /// What a column may say of a job.
  enum Field: Int, CaseIterable, Sendable {
    case job, submit, start, end, run, limit, gpus
    /// Thousandths of each device, where jobs may share devices.
    case gpuMilli
    case gpusPerNode, nodes, cores, memory, model, tenant, user, group, queue, virtualCluster
    case account, qos, cluster, jobClass, priority, state, nodeList

    /// The keys of the fields in a file of column names, in order.
    static let keys = [
      "job", "submit", "start", "end", "run", "limit", "gpus", "gpu_milli", "gpus_per_node",
      "nodes", "cores", "memory", "model", "tenant", "user", "group", "queue", "vc", "account",
      "qos", "cluster", "class", "priority", "state", "node_list",
    ]
  }

  /// How instants are written.
  enum Times: Equatable, Sendable {
    /// Calendar times, or numbers of seconds.
    case calendarOrSeconds
    /// Calendar times, and nothing else.
    case calendar
    /// Numbers that count so many to a second.
    case numbers(perSecond: Int64)
  }

  /// The column of each field that the table has.
  var columns: [Field: String]
  /// How instants are written.
  var times = Times.calendarOrSeconds
  /// The unit of the column of run times.
  var runUnit = NumberUnit.second
  /// The unit of the column of limits.
  var limitUnit = NumberUnit.second
  /// The unit of the column of cores.
  var coreUnit = NumberUnit.one
  /// The unit of the column of memory, in MiB.
  var memoryUnit = NumberUnit.one
  /// Further words for how a job ended, as they stand in the column of states.
  var states: [String: JobState] = [:]

  /// The columns that a table must have so that it can be read.
  var required: [String] {
    Field.allCases.filter { Self.needed.contains($0) }.compactMap { columns[$0] }
  }

  /// What stands between the cells of a table: what is given, else that at which most of the
  /// columns are found.
  func separator(of text: UnsafeRawBufferPointer, given: String?) -> UInt8 {
    if let byte = given?.utf8.first, given?.utf8.count == 1 { return byte }
    let head = TraceHead(text)
    let names = Set(columns.values.map { $0.filter { !$0.isWhitespace } })
    var best = (separator: UInt8(0x2C), found: 0)
    for separator in [",", ";", "\t", "|"] as [Character] {
      let found = head.cells(separatedBy: separator).count { names.contains($0) }
      if found > best.found { best = (separator.asciiValue ?? 0x2C, found) }
    }
    return best.separator
  }

  /// The columns that a file for `--columns` names and a table has not, none of which it needs.
  ///
  /// - Throws: `InputError` for one that it needs.
  func absent(in table: some TableRow, path: String?) throws(InputError) -> [String] {
    guard let path else {
      for name in required { _ = try table.requiredColumn(name) }
      return []
    }
    for name in required where table.column(name) == nil {
      throw InputError(
        file: table.file,
        line: table.headerLine,
        "there is no column \"\(Cell.excerpt(of: name))\", which \(path) names",
        remedy: DidYouMean.remedy(for: name, among: table.header, plural: "columns of the table")
          + "; write its name into \(path)"
      )
    }
    return Field.allCases.compactMap { columns[$0] }.filter { table.column($0) == nil }
  }

  private static let needed: [Field] = [.job, .submit, .run, .gpus]
}

/// A unit as a fraction of that in which the reader counts, so that no amount is rounded on the
/// way.
struct NumberUnit: Equatable, Sendable {
  /// How many of the reader's units this unit has.
  var numerator: Int64
  /// How many of this unit the numerator stands for.
  var denominator: Int64 = 1

  /// The reader's own unit.
  static let one = NumberUnit(numerator: 1)
  /// A second, where the reader counts milliseconds.
  static let second = NumberUnit(numerator: 1_000)

  /// An amount in the reader's unit; rounded down, or up.
  func amount(
    _ parts: NumberText.Parts,
    roundsUp: Bool = false
  ) throws(NumberText.Fault) -> Int64 {
    let (thousandths, isLarge) = parts.whole.multipliedReportingOverflow(by: 1_000)
    let exact = thousandths.addingReportingOverflow(parts.thousandths)
    guard !isLarge, !exact.overflow else { throw .tooLarge }
    let product = exact.partialValue.multipliedFullWidth(by: numerator)
    let divisor = 1_000 * denominator
    guard product.high < divisor else { throw .tooLarge }
    let (quotient, remainder) = divisor.dividingFullWidth(product)
    let isMore = roundsUp && (remainder > 0 || parts.hasMoreDecimals)
    return quotient + (isMore ? 1 : 0)
  }
}
