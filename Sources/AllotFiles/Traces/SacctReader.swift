internal import Allot

/// The accounting of Slurm as `sacct -P` prints it: a header line, cells between separators.
///
/// What each column means, which one is taken where several say the same, and which records are one
/// job stand in docs/traces.md. Needed are JobID, State, Submit, the run time (ElapsedRaw, Elapsed,
/// or Start and End) and resources (TRES, GRES or CPUs). The wait starts at Eligible where it is
/// known. Devices, cores and memory are what a job held; its model is what it asked for.
///
/// Times are Unix seconds, seconds of the log's own clock, or calendar times of the zone that the
/// user names, else UTC. Time zero is the first submit.
struct SacctReader: TraceReader {
  static let name = "sacct"
  static let expectation = "the output of sacct -P, a header line with JobID|User|Account|…"
  static let shape: TableShape? = TableShape(
    separator: .bar,
    required: ["JobID", "User", "Account", "Partition", "State", "Submit", "Start"]
  )
  static let missingLimit = MissingLimit.run

  private var columns: SacctColumns
  /// Where the columns of each header stand.
  private var allColumns: [SacctColumns]
  private var log = SlurmLog()
  private var times: SacctTimes
  private var resources = SacctResources()
  private let running: RunningAtExport

  static func recognises(_ head: TraceHead) -> Bool {
    separator(of: head) != nil
  }

  /// What stands between the columns of a header that has those of `sacct`.
  private static func separator(of head: TraceHead) -> String? {
    guard head.firstRow.contains("JobID") else { return nil }
    let row = head.firstRow.filter { $0 != "\"" }
    for separator in ["|", ",", ";", "\t", "^", "~", ":", "!", "@", "#"] {
      let names = row.split(separator: separator, omittingEmptySubsequences: false)
      if names.count > 2, names.contains("JobID"),
        names.contains("State") || names.contains("User")
      {
        return separator
      }
    }
    return nil
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    let head = TraceHead(text)
    let separator = builder.reading.delimiter ?? separator(of: head) ?? "|"
    if let fault = SacctFault.error(of: head, builder.file, builder.reading) { throw fault }
    var table = try SacctTable(
      text,
      file: builder.file,
      separator: Array(separator.utf8),
      columns: builder.reading.columns
    )
    var reader = SacctReader(columns: try SacctColumns(table), reading: builder.reading)
    table.read(reader.columns.positions)
    while try table.next() {
      if table.otherHeaders.count >= reader.allColumns.count {
        reader.columns = try SacctColumns(table)
        reader.allColumns.append(reader.columns)
      }
      if table.isOpen {
        try reader.acceptOpen(table, into: &builder)
      } else {
        try reader.accept(table, into: &builder)
      }
    }
    reader.log.closeRunning(at: reader.times.latest)
    try reader.log.finish(into: &builder)
    if let line = table.cutLine { builder.dropCut(line) }
    builder.startAtFirstSubmit()
    reader.remark(table, &builder)
  }

  private init(columns: SacctColumns, reading: TraceReading) {
    self.columns = columns
    allColumns = [columns]
    running = reading.running
    times = SacctTimes(zone: reading.zone)
  }

  /// Reads a row with which the file ends, so that its last cell may be cut.
  private mutating func acceptOpen(
    _ table: SacctTable,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var isCut = table.isLastCellCut
    if !isCut {
      isCut = try table.isCut { () throws(InputError) in try accept(table, into: &builder) }
    }
    if isCut { builder.dropCut(table.line) } else { builder.remarkOpen(table) }
  }

  private mutating func accept(
    _ table: SacctTable,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    let cell = try table.required(columns.job)
    guard let id = SlurmJobID(cell) else {
      throw table.error(
        columns.job,
        "is not the id of a job",
        remedy: "Slurm writes 17, 17_3, 17_[4-9] or 17+1"
      )
    }
    if id.isStep { return builder.drop(.jobStep) }
    let word = try table.required(columns.state)
    guard let state = SlurmState(word) else {
      throw table.error(
        columns.state,
        "is not a state of Slurm",
        remedy: SlurmState.remedy(for: word.excerpt)
      )
    }
    let held = try resources.held(table, columns, &builder.trace.texts)
    var row = TraceRow(
      name: .number(0),
      submit: .zero,
      run: .zero,
      limit: try SacctTimes.limit(table, columns),
      gpus: Int32(held.devices)
    )
    row.cores = Int32(held.cores)
    let listed = try table.count(columns.nodes)
    let nodes = held.nodes ?? Int64(listed)
    let units = row.gpus > 0 ? row.gpus : row.cores
    row.gpusPerNode = TraceRow.devicesPerNode(units, on: Int32(clamping: nodes))
    name(&row, held, table, &builder)
    var record = SlurmRecord(
      row: row,
      id: name(id.base, &builder),
      component: id.component,
      tasks: id.tasks,
      state: state,
      line: table.line
    )
    let when = try times.read(table, columns)
    record.settle(when, running: running)
    record.setMemory(held.memory)
    if held.hasSeveralModels { record.altered.append(.modelsMixed) }
    record.setParts(shards: held.shards, mps: held.mps)
    log.append(record)
  }

  private mutating func name(
    _ row: inout TraceRow,
    _ held: SacctResources.Held,
    _ table: SacctTable,
    _ builder: inout TraceBuilder
  ) {
    row.models = held.models
    row.user = builder.trace.texts.id(of: table.said(columns.user))
    row.project = builder.trace.texts.id(of: table.said(columns.account))
    row.queue = builder.trace.texts.id(of: table.said(columns.partition))
    row.qos = builder.trace.texts.id(of: table.said(columns.qos))
    row.cluster = builder.trace.texts.id(of: table.said(columns.cluster))
    if let list = table.said(columns.nodeList), !list.equals("None assigned") {
      row.nodes = builder.trace.texts.id(of: list)
      if held.givenModel != TextTable.none {
        builder.trace.modelsOfNodes[row.nodes] = held.givenModel
      }
    }
  }

  /// The id of a record, a number where it is one.
  private mutating func name(
    _ base: UnsafeRawBufferPointer,
    _ builder: inout TraceBuilder
  ) -> TraceRow.Name {
    if base[0] != 0x30 || base.count == 1, let number = try? NumberText.whole(base) {
      return .number(number)
    }
    return .text(builder.trace.texts.id(of: Cell(base)))
  }

  /// Says what was read of the file and what was not.
  private func remark(_ table: SacctTable, _ builder: inout TraceBuilder) {
    var remarks: [String] = []
    if times.hasTimeWithoutZone, builder.reading.zone == nil {
      remarks.append(
        "Times without a zone are read as UTC; name the zone with --zone, such as --zone "
          + "Asia/Seoul, or export with SLURM_TIME_FORMAT=%s."
      )
    }
    var unused: [String] = []
    for columns in allColumns {
      unused += columns.unused.filter { !unused.contains($0) }
    }
    if !unused.isEmpty {
      let more = unused.count > 150 ? ", …" : ""
      let names = unused.prefix(150).map { Cell.excerpt(of: $0) }.joined(separator: ", ") + more
      remarks.append(
        unused.count == 1
          ? "The column \(names) is not used." : "Columns that are not used: \(names)."
      )
    }
    for (column, name) in [
      (\SacctColumns.user, "User"), (\.account, "Account"), (\.partition, "Partition"),
    ] where allColumns.contains(where: { $0[keyPath: column] == nil }) {
      remarks.append("There is no column \(name): nothing can be assigned or told apart by it.")
    }
    if allColumns.contains(where: { $0.requested == nil && $0.requestedGres == nil }),
      builder.rows.contains(where: { $0.gpus > 0 })
    {
      remarks.append(
        "There is no column ReqTRES, and what a job was given does not say what it asked for: "
          + "every job accepts every model."
      )
    }
    if table.repeatedHeaders > 0 {
      let count = table.repeatedHeaders
      remarks.append("\(count) \(count == 1 ? "line repeats" : "lines repeat") the header.")
    }
    if let first = table.otherHeaders.first {
      let count = table.otherHeaders.count
      remarks.append(
        count == 1
          ? "Line \(first) is a header of other columns, by which the rows below it are read."
          : "\(count) lines, the first of them \(first), are headers of other columns, by which "
            + "the rows below them are read."
      )
    }
    if table.mendedRows > 0 {
      let count = table.mendedRows
      remarks.append(
        "\(count) \(count == 1 ? "row has" : "rows have") separators or line ends in a text; the "
          + "other columns tell how they are meant."
      )
    }
    builder.trace.remarks += remarks
  }
}
