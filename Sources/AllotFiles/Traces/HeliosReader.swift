internal import Allot

/// The Helios table: submit times in microseconds, durations and limits in seconds, `num_chips` on
/// `num_nodes`.
///
/// `job_id`, `submit_time`, `num_chips` and `duration_s` are required. The tenant column is the
/// virtual cluster. Devices per node are stated only for gangs over several nodes that divide
/// evenly. Times are cut to milliseconds.
struct HeliosReader: TraceReader {
  static let name = "helios"
  static let expectation = "a header line with job_id,submit_time,num_chips,duration_s"
  static let shape: TableShape? = TableShape(
    separator: .comma,
    required: ["job_id", "submit_time", "num_chips", "duration_s"]
  )
  static let missingLimit = MissingLimit.run

  private let job: Int
  private let submit: Int
  private let chips: Int
  private let duration: Int
  private let nodes: Int?
  private let limit: Int?
  private let model: Int?
  private let user: Int?
  private let tenant: Int?
  private let jobClass: Int?
  private let status: Int?
  private var texts = ByteTexts()

  static func recognises(_ head: TraceHead) -> Bool {
    let cells = head.cells(separatedBy: ",")
    return cells.contains("submit_time") && cells.contains("num_chips")
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var table = try DelimitedReader(text, file: builder.file, style: .commas)
    var reader = try HeliosReader(table)
    while try table.next() {
      try reader.accept(table, into: &builder)
    }
    builder.trace.epoch = try table.epoch()
  }

  private init(_ table: DelimitedReader) throws(InputError) {
    job = try table.requiredColumn("job_id")
    submit = try table.requiredColumn("submit_time")
    chips = try table.requiredColumn("num_chips")
    duration = try table.requiredColumn("duration_s")
    nodes = table.column("num_nodes")
    limit = table.column("walltime_limit_s")
    model = table.column("chip_type")
    user = table.column("user")
    tenant = table.column("tenant")
    jobClass = table.column("class")
    status = table.column("final_status")
  }

  private mutating func accept(
    _ table: DelimitedReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var row = TraceRow(
      name: try table.name(job, in: &builder.trace.texts),
      submit: try submitTime(table),
      run: SimDuration(milliseconds: try table.requiredMilliseconds(duration, isCut: true)),
      limit: try table.milliseconds(limit, isCut: true).flatMap { milliseconds in
        milliseconds > 0 ? SimDuration(milliseconds: milliseconds) : nil
      },
      gpus: try table.devices(chips)
    )
    row.gpusPerNode = TraceRow.devicesPerNode(row.gpus, on: try table.size(nodes))
    row.model = texts.id(of: table.said(model), in: &builder.trace.texts)
    row.user = texts.id(of: table.said(user), in: &builder.trace.texts)
    row.virtualCluster = texts.id(of: table.said(tenant), in: &builder.trace.texts)
    row.jobClass = texts.id(of: table.said(jobClass), in: &builder.trace.texts)
    row.ending = try ending(table)
    if row.run <= .zero { return builder.drop(.runNotPositive) }
    if row.gpus == 0 { return builder.drop(.noResources) }
    builder.append(row, line: table.line)
  }

  private func submitTime(_ table: DelimitedReader) throws(InputError) -> SimTime {
    let microseconds: Int64
    do {
      microseconds = try NumberText.whole(try table.required(submit).bytes)
    } catch let error as InputError {
      throw error
    } catch {
      throw table.error(
        submit,
        "is not a whole number",
        remedy: "write whole microseconds"
      )
    }
    guard microseconds >= 0 else {
      throw table.error(submit, "is negative", remedy: "write zero or more")
    }
    guard microseconds / 1_000_000 <= NumberText.mostSeconds else {
      throw table.error(
        submit,
        "is too large",
        remedy: "times are in microseconds, at most \(NumberText.mostSeconds) seconds"
      )
    }
    return SimTime(milliseconds: microseconds / 1_000)
  }

  private func ending(_ table: DelimitedReader) throws(InputError) -> Job.Ending {
    guard let status, let cell = table.said(status) else { return .completed }
    if cell.equals("COMPLETED") { return .completed }
    if cell.equals("CANCELED") || cell.equals("CANCELLED") { return .cancelled }
    if cell.equals("FAILED") || cell.equals("NODE_FAIL") { return .failed }
    if cell.equals("TIMEOUT") { return .limit }
    throw table.error(
      status,
      "is not a known end",
      remedy: "known are COMPLETED, CANCELED, FAILED, NODE_FAIL and TIMEOUT"
    )
  }
}

extension TraceRow {
  /// Devices on each node of a gang that lies evenly on several nodes; else 0, for packed.
  static func devicesPerNode(_ devices: Int32, on nodes: Int32) -> Int32 {
    nodes > 1 && devices % nodes == 0 ? devices / nodes : 0
  }
}
