internal import Allot

/// The Philly table of the Sia artifact: `timestamp,duration,num_gpus,gpu_time,cluster`.
///
/// Time zero is the earliest timestamp, read as UTC. A job's name is its row, counted from one in
/// the file's order. Durations lose decimals behind the third. There are no limits.
struct PhillyReader: TraceReader {
  static let name = "philly"
  static let expectation = "a header line with timestamp,duration,num_gpus,cluster"
  static let shape: TableShape? = TableShape(
    separator: .comma,
    required: ["timestamp", "duration", "num_gpus"]
  )
  static let missingLimit = MissingLimit.run

  static func recognises(_ head: TraceHead) -> Bool {
    let cells = head.cells(separatedBy: ",")
    return cells.contains("timestamp") && cells.contains("num_gpus")
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var table = try DelimitedReader(text, file: builder.file, style: .commas)
    var texts = ByteTexts()
    let timestamp = try table.requiredColumn("timestamp")
    let duration = try table.requiredColumn("duration")
    let gpus = try table.requiredColumn("num_gpus")
    let cluster = table.column("cluster")
    var number: Int64 = 0
    while try table.next() {
      number += 1
      guard let second = CalendarText.unixSeconds(try table.required(timestamp).bytes) else {
        throw table.error(
          timestamp,
          "is not a time",
          remedy: "write it as 2017-10-09 07:01:55"
        )
      }
      var row = TraceRow(
        name: .number(number),
        submit: SimTime(seconds: second),
        run: SimDuration(milliseconds: try table.requiredMilliseconds(duration, isCut: true)),
        limit: nil,
        gpus: try table.devices(gpus)
      )
      row.virtualCluster = texts.id(of: table.said(cluster), in: &builder.trace.texts)
      if row.run <= .zero {
        builder.drop(.runNotPositive)
      } else if row.gpus == 0 {
        builder.drop(.noResources)
      } else {
        builder.append(row, line: table.line)
      }
    }
    builder.startAtFirstSubmit()
  }
}
