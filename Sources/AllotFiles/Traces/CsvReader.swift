internal import Allot

/// The native table: one row per job, columns named with their units, in any order.
///
/// `job`, `submit_seconds`, `run_seconds` and `gpus` are required; an empty cell means that nothing
/// is said. Seconds have at most three decimals. `# epoch: 1735689600` gives the Unix second of
/// time zero, `# processors: 128` the machine's size, `# unit: processors` that devices are
/// processors, `# missing_limit: drop` what becomes of jobs without a limit unless the user says,
/// and `# synthetic: …` how a trace was made; other comments are ignored.
struct CsvReader: TraceReader {
  static let name = "csv"
  static let expectation = "a header line with job,submit_seconds,run_seconds,gpus"
  static let shape: TableShape? = TableShape(
    separator: .comma,
    required: CsvColumn.allCases.filter(\.isRequired).map(\.name),
    columns: CsvColumn.names
  )
  static let missingLimit = MissingLimit.run

  private var positions = [Int?](repeating: nil, count: CsvColumn.allCases.count)
  /// The components of a job of several whose last one may be still to come.
  private var gang: [TraceRow] = []
  private var lineOfGang = 0

  static func recognises(_ head: TraceHead) -> Bool {
    let cells = head.cells(separatedBy: ",")
    return cells.contains("submit_seconds") || cells.contains("run_seconds")
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var table = try DelimitedReader(text, file: builder.file)
    var reader = CsvReader()
    // One cell, where the format was named: the separator is another.
    if table.header.count == 1, let nearest = NearestTable(TraceHead(text), among: [Self.self]) {
      throw nearest.error(file: builder.file)
    }
    try reader.locateColumns(in: table)
    builder.reserve(table.rowEstimate)
    while try table.next() {
      if table.isOpen {
        try reader.acceptOpen(table, into: &builder)
      } else {
        try reader.accept(table, into: &builder)
      }
    }
    if let line = table.cutLine { reader.dropCut(line, from: &builder) }
    try reader.finishGang(into: &builder)
    builder.trace.epoch = try table.epoch()
    builder.trace.processors = try table.processors()
    builder.trace.countsProcessors = try table.countsProcessors()
    builder.trace.synthetic = try table.synthetic()
    builder.trace.missingLimit = try table.missingLimit() ?? missingLimit
  }

  private mutating func locateColumns(in table: DelimitedReader) throws(InputError) {
    for (position, name) in table.header.enumerated() {
      guard let column = CsvColumn.allCases.first(where: { $0.name == name }) else {
        let others = CsvColumn.names.filter { !table.header.contains($0) }
        let guess = TableShape.suggestion(for: name, among: others)
          .map { "did you mean '\($0)'\(TableShape.unit(of: $0, for: name))? " }
        throw InputError(
          file: table.file,
          line: table.headerLine,
          "the column \"\(Cell.excerpt(of: name))\" is not known",
          remedy: (guess ?? "") + "the columns are \(CsvColumn.names.joined(separator: ", "))"
        )
      }
      guard positions[column.rawValue] == nil else {
        throw InputError(
          file: table.file,
          line: table.headerLine,
          "the column \"\(Cell.excerpt(of: name))\" is there twice",
          remedy: "remove one of them"
        )
      }
      positions[column.rawValue] = position
    }
    if let model = positions[CsvColumn.model.rawValue],
      positions[CsvColumn.models.rawValue] != nil
    {
      throw InputError(
        file: table.file,
        line: table.headerLine,
        "the columns \"\(table.header[model])\" and \"models\" say the same",
        remedy: "keep one of them"
      )
    }
    for column in CsvColumn.allCases where column.isRequired {
      _ = try table.requiredColumn(column.name)
    }
  }

  private func position(_ column: CsvColumn) -> Int? { positions[column.rawValue] }

  /// Reads a row with which the file ends, so that its last cell may be cut.
  private mutating func acceptOpen(
    _ table: DelimitedReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    let isCut = try table.isCut(isOnly: table.rowCount == 1) { () throws(InputError) in
      try accept(table, into: &builder)
    }
    if isCut { dropCut(table.line, from: &builder) } else { builder.remarkOpen(table) }
  }

  /// Leaves out a row that is cut, and the components of a job of which it may be one.
  private mutating func dropCut(_ line: Int, from builder: inout TraceBuilder) {
    builder.dropCut(line)
    for part in gang { builder.drop(.cutRow, part) }
    gang = []
  }

  private mutating func accept(
    _ table: DelimitedReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    guard let job = position(.job), let submit = position(.submit), let run = position(.run),
      let gpus = position(.gpus)
    else { preconditionFailure("required columns are located before the first row") }
    var row = TraceRow(
      name: try table.name(job, in: &builder.trace.texts),
      submit: SimTime(milliseconds: try table.requiredMilliseconds(submit)),
      run: SimDuration(milliseconds: try table.requiredMilliseconds(run)),
      limit: try table.limit(position(.limit)),
      gpus: try table.devices(gpus)
    )
    row.gpusPerNode = try table.size(position(.gpusPerNode))
    row.cores = try table.size(position(.cores))
    row.memory = try table.size(position(.memory))
    row.priority = try table.integer(position(.priority))
    row.models = id(position(.models) == nil ? .model : .models, table, &builder)
    row.tenant = id(.tenant, table, &builder)
    row.user = id(.user, table, &builder)
    row.group = id(.group, table, &builder)
    row.queue = id(.queue, table, &builder)
    row.virtualCluster = id(.virtualCluster, table, &builder)
    row.project = id(.project, table, &builder)
    row.jobClass = id(.jobClass, table, &builder)
    row.qos = id(.qos, table, &builder)
    row.cluster = id(.cluster, table, &builder)
    row.nodes = id(.nodes, table, &builder)
    if let column = position(.modelOfNodes), table.said(column) != nil {
      guard row.nodes != TextTable.none else {
        throw table.error(
          column,
          "is of no nodes",
          remedy: "name them in 'nodes', or leave it empty"
        )
      }
      builder.trace.modelsOfNodes[row.nodes] = id(.modelOfNodes, table, &builder)
    }
    row.start = try table.milliseconds(position(.start), mayBeNegative: true)
      .map { SimTime(milliseconds: $0) }
    row.ending = try ending(table)
    if try joins(row, table) { return }
    try finishGang(into: &builder)
    if row.run <= .zero { return builder.drop(.runNotPositive, row) }
    if row.gpus == 0 && row.cores == 0 { return builder.drop(.noResources, row) }
    if let preceding = try preceding(table, &builder.trace.texts) {
      builder.trace.preceding[row.name] = preceding
    }
    if table.said(position(.component)) == nil { return builder.append(row, line: table.line) }
    gang = [row]
    lineOfGang = table.line
  }

  /// Whether a row is the next component of the job before it, which it then joins.
  private mutating func joins(
    _ row: TraceRow,
    _ table: DelimitedReader
  ) throws(InputError) -> Bool {
    guard let column = position(.component), table.said(column) != nil else { return false }
    let place = try table.size(column)
    if place == 0 { return false }
    guard let first = gang.first, first.name == row.name, Int(place) == gang.count else {
      throw table.error(
        column,
        "does not follow",
        remedy: "number the components of a job from 0 on, on lines next to each other"
      )
    }
    guard first.submit == row.submit, first.run == row.run, first.limit == row.limit else {
      throw table.error(
        column,
        "has other times than component 0",
        remedy: "components start and end together: give them one submit, run and limit"
      )
    }
    gang.append(row)
    return true
  }

  private mutating func finishGang(into builder: inout TraceBuilder) throws(InputError) {
    if gang.isEmpty { return }
    try builder.append(gang: gang, line: lineOfGang)
    gang = []
  }

  private mutating func id(
    _ column: CsvColumn,
    _ table: DelimitedReader,
    _ builder: inout TraceBuilder
  ) -> ID<Text> {
    builder.trace.texts.id(of: table.said(position(column)))
  }

  /// The jobs that have to end first, and the time behind them.
  private func preceding(
    _ table: DelimitedReader,
    _ texts: inout TextTable
  ) throws(InputError) -> TracePreceding? {
    let think = try table.milliseconds(position(.think))
    guard let column = position(.after), let cell = table.said(column) else {
      guard let column = position(.think), think ?? 0 > 0 else { return nil }
      throw table.error(
        column,
        "is behind no job",
        remedy: "name the job before in 'after', or leave it empty"
      )
    }
    guard let jobs = TracePreceding.jobs(in: cell.text, &texts) else {
      throw table.error(
        column,
        "lacks the name of a job",
        remedy: "write the names of jobs with | between them, such as 12|afterok:13"
      )
    }
    return TracePreceding(jobs, think: SimDuration(milliseconds: think ?? 0))
  }

  private func ending(_ table: DelimitedReader) throws(InputError) -> Job.Ending {
    guard let column = position(.ending), let cell = table.said(column) else { return .completed }
    if cell.equals("completed") { return .completed }
    if cell.equals("failed") { return .failed }
    if cell.equals("cancelled") { return .cancelled }
    if cell.equals("limit") { return .limit }
    throw table.error(
      column,
      "is not a known end",
      remedy: "use completed, failed, cancelled or limit"
    )
  }
}
