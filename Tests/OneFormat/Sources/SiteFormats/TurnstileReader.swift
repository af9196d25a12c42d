internal import Allot
public import AllotFiles

/// The log of a turnstile: lines such as `job=17 user=kim gpus=4 submit=0 run=3600`.
public struct TurnstileReader: TraceReader {
  public static let name = "turnstile"
  public static let expectation = "lines such as job=17 user=kim gpus=4 submit=0 run=3600"
  public static let missingLimit = MissingLimit.run

  public static func recognises(_ head: TraceHead) -> Bool {
    head.firstRow.hasPrefix("job=") && head.firstRow.contains(" submit=")
  }

  public static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (position, line) in lines.enumerated() where !line.isEmpty {
      var fields: [Substring: Substring] = [:]
      let words = String(decoding: line, as: UTF8.self)
      for word in words.split(separator: " ") {
        let halves = word.split(separator: "=", maxSplits: 1)
        if halves.count == 2 { fields[halves[0]] = halves[1] }
      }
      func number(_ key: Substring) throws(InputError) -> Int64 {
        if let number = fields[key].flatMap({ Int64($0) }), number >= 0 { return number }
        throw InputError(
          file: builder.file,
          line: position + 1,
          "\(key) is not a number",
          remedy: "write \(TurnstileReader.expectation)"
        )
      }
      var row = TraceRow(
        name: .number(try number("job")),
        submit: SimTime(seconds: try number("submit")),
        run: SimDuration(seconds: try number("run")),
        limit: nil,
        gpus: Int32(clamping: try number("gpus"))
      )
      row.user = builder.trace.texts.id(of: String(fields["user"] ?? ""))
      if row.run <= .zero {
        builder.drop(.runNotPositive, row)
      } else if row.gpus == 0 {
        builder.drop(.noResources, row)
      } else {
        builder.append(row, line: position + 1)
      }
    }
  }
}
