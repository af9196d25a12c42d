import Allot
import AllotFiles
import Testing

/// The fast reader of SWF against one that splits lines and cells as the format is described.
@Suite struct SwfTwinTests {
  /// What a naive reader makes of a text; nil when a line is malformed.
  private struct Naive {
    var rows: [String] = []
    var dropped: [String: Int] = [:]

    init?(_ text: String) {
      var jobs: [(submit: Int64, text: String)] = []
      for line in text.replacing("\r\n", with: "\n").split(separator: "\n") {
        let cells = line.split { $0 == " " || $0 == "\t" }
        if cells.isEmpty || line.contains(";") { continue }
        let wholes = cells.prefix(18).compactMap { Self.number($0) }
        guard cells.count >= 18, wholes.count == 18, wholes[1] >= 0 else { return nil }
        let times = [1, 3, 8].map { Self.milliseconds(cells[$0], wholes[$0]) }
        let processors = wholes[7] > 0 ? wholes[7] : wholes[4]
        if let reason = Self.reason(wholes, processors, times[1]) {
          dropped[reason, default: 0] += 1
          continue
        }
        let submit = times[0]
        let texts = [11, 12, 14].map { wholes[$0] < 0 ? "" : String(wholes[$0]) }
        let memory = wholes[9] > 0 ? (wholes[9] * processors + 1_023) / 1_024 : 0
        let parts: [Int64] = [
          wholes[0], submit, times[1], times[2] > 0 ? times[2] : -1, processors,
          memory > Int64(Int32.max) ? 0 : memory,
        ]
        let ending: Job.Ending =
          wholes[10] == 0 ? .failed : wholes[10] == 5 ? .cancelled : .completed
        jobs.append((submit, "\(parts) \(texts) \(ending)"))
      }
      if jobs.isEmpty { return nil }
      let order = jobs.indices.sorted { (jobs[$0].submit, $0) < (jobs[$1].submit, $1) }
      rows = order.map { jobs[$0].text }
    }

    /// A time with its first three decimals.
    private static func milliseconds(_ cell: Substring, _ whole: Int64) -> Int64 {
      let decimals = cell.split(separator: ".").dropFirst().first ?? ""
      let part = Int64((decimals + "000").prefix(3)) ?? 0
      return whole * 1_000 + (cell.hasPrefix("-") ? -part : part)
    }

    private static func number(_ cell: Substring) -> Int64? {
      let parts = cell.split(separator: ".", omittingEmptySubsequences: false)
      let digits = parts.joined().drop { $0 == "-" }
      guard parts.count <= 2, !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) })
      else { return nil }
      return parts[0].isEmpty ? 0 : Int64(parts[0])
    }

    private static func reason(
      _ wholes: [Int64],
      _ processors: Int64,
      _ run: Int64
    ) -> String? {
      if (2...4).contains(wholes[10]) { return "partial_execution_record" }
      if processors <= 0 { return "processors_not_positive" }
      return run <= 0 ? "run_not_positive" : nil
    }
  }

  private static func text(_ row: TraceRow, _ texts: TextTable) -> String {
    guard case .number(let name) = row.name else { return "not a number" }
    let limit = row.limit?.milliseconds ?? -1
    let parts: [Int64] = [
      name, row.submit.milliseconds, row.run.milliseconds, limit, Int64(row.gpus),
      Int64(row.memory),
    ]
    return "\(parts) \([row.user, row.group, row.queue].map { texts[$0] }) \(row.ending)"
  }

  /// A cell with a number of about as many digits as said, sometimes an odd one.
  private static func cell(_ field: Int, _ random: inout RandomStream) -> String {
    if random.chance(1, in: 4), field > 1 { return "-1" }
    // The largest values that the rules of the format let through as plausible.
    let mostDigits = [1, 3, 8].contains(field) ? 11 : [4, 7, 10].contains(field) ? 4 : 9
    var cell = String(random.below(9) + (field == 10 ? 0 : 1))
    for _ in 0..<random.below(field == 10 ? 1 : mostDigits) { cell += String(random.below(10)) }
    if random.chance(1, in: 30) { cell += "." + String(random.below(10_000)) }
    if random.chance(1, in: 30), field != 0 { cell = "000" + cell }
    if random.chance(1, in: 2_000) {
      cell += ["x", "-", ".", ":", "\u{1}", "!", "é"][random.below(7)]
    }
    return cell
  }

  private static func line(_ number: Int, _ random: inout RandomStream) -> String {
    var line = random.chance(1, in: 9) ? "  " : ""
    let widest = random.chance(1, in: 8) ? 12 : 2
    let count = random.chance(1, in: 400) ? 17 + 2 * random.below(2) : 18
    for field in 0..<count {
      if field > 0 {
        line += String(repeating: " ", count: 1 + random.below(widest))
        if random.chance(1, in: 300) { line += "\t" }
        if random.chance(1, in: 5_000) { line += "\u{2}" }
      }
      line += field == 0 ? String(number) : cell(field, &random)
    }
    if random.chance(1, in: 20) { line += "  " }
    return line
  }

  @Test func randomTextsReadAsByTheTwin() throws {
    var random = RandomStream("swf twin", seed: 7)
    var readable = 0
    for _ in 0..<1_500 {
      let end = random.chance(1, in: 6) ? "\r\n" : "\n"
      var text = "; MaxProcs: 5000" + end
      for number in 0..<(1 + random.below(20)) {
        text += Self.line(number * 7 + 1, &random)
        // The last line of some texts has no end.
        if number > 0 || random.chance(3, in: 4) { text += end }
        if text.hasSuffix(end) == false { break }
        if random.chance(1, in: 15) { text += ["; a comment", "", "  "][random.below(3)] + end }
      }
      let naive = Naive(text)
      do throws(InputError) {
        let file = try InputFile(bytes: Array(text.utf8), path: "twin")
        let trace = try Trace.read(file, format: "swf")
        #expect(trace.rows.map { Self.text($0, trace.texts) } == naive?.rows, "\(text)")
        #expect(trace.cleaning.dropped == naive?.dropped)
        readable += 1
      } catch {
        #expect(naive == nil, "\(error) in \(text)")
      }
    }
    #expect(readable > 500)
  }

  @Test func fieldsMayBeginAnywhere() throws {
    // Every distance of a field from the start of its line, over the reach of the fast path.
    for gap in 1..<140 {
      let line = "1 5 -1 " + String(repeating: " ", count: gap) + "12345678 "
      let text = line + "4 -1 -1 4 90 -1 1 3 2 -1 1 -1 -1 -1\n"
      let trace = try read(text + String(repeating: "; comment\n", count: 40))
      #expect(trace.rows.first?.run == SimDuration(seconds: 12_345_678))
    }
  }

  @Test func linesOfErrorsCountLinesThatAreLeftOut() throws {
    let job = " 0 0 1 1 -1 -1 1 1 -1 1 1 1 1 1 1 -1 -1\n"
    let text =
      "1\(job); comment\n2\(job)\n3\(job)4\(job.replacing(" 0 0 1", with: " 0 0 0"))2\(job)"
    #expect(
      try failure(text, named: "bad.swf")
        == "bad.swf:7: job \"2\" is already on line 3; give each job a name of its own"
    )
  }

  @Test func rowsAreCompact() {
    #expect(MemoryLayout<TraceRow>.stride == 112)
  }
}
