import Allot
import AllotFiles
import Testing

/// Exports that were cut, put together, written anew by other programs, or are none.
@Suite struct SacctExportsTests {
  private static let header = "JobID|JobName|User|State|Submit|Start|End|ReqTRES|AllocTRES\n"

  private static func row(_ job: String, name: String = "a", gpus: Int = 1) -> String {
    "\(job)|\(name)|ann|COMPLETED|1000|1000|4600|gres/gpu=\(gpus)|cpu=8,gres/gpu=\(gpus)\n"
  }

  private func read(_ text: String, _ reading: TraceReading = TraceReading()) throws -> Trace {
    try Trace.read(try InputFile(bytes: Array(text.utf8), path: "s.txt"), reading: reading)
  }

  private func failure(_ text: String) -> String {
    errorText { () throws(InputError) in
      try Trace.read(try InputFile(bytes: Array(text.utf8), path: "s.txt"))
    }
  }

  private static func isOpen(_ remark: String) -> Bool {
    remark.hasPrefix("The file has no line end behind the row of line 3")
  }

  // MARK: Cut files

  /// Wherever an export is cut, each job is whole, left out as cut, or told to be doubtful.
  @Test(arguments: ["", "|"])
  func wheneverTheLastRowIsCutThatIsTold(_ bar: String) throws {
    let whole = (Self.header + Self.row("1") + Self.row("2", gpus: 16))
      .replacing("\n", with: bar + "\n")
    let first = (Self.header + Self.row("1")).replacing("\n", with: bar + "\n").utf8.count
    for count in (first + 1)...whole.utf8.count {
      let trace = try read(String(decoding: Array(whole.utf8.prefix(count)), as: UTF8.self))
      let isWhole =
        count >= whole.utf8.count - bar.utf8.count && bar == "|"
        || count == whole.utf8.count
      let isTold = trace.remarks.contains(where: Self.isOpen)
      #expect(trace.cleaning.dropped["cut_row", default: 0] + trace.rows.count == 2, "\(count)")
      #expect(isTold == (trace.rows.count == 2 && !isWhole), "\(count)")
    }
  }

  @Test(arguments: ["cpu=8,", "cpu=8,gres/gpu=", "cpu=8,gr", "cp"])
  func aLastCellThatIsNoneIsCut(_ cell: String) throws {
    let start = "2|a|ann|COMPLETED|1000|1000|4600|gres/gpu=16|"
    let trace = try read(Self.header + Self.row("1") + start + cell)
    #expect(trace.cleaning.dropped == ["cut_row": 1])
    // With a line end it is what the row says.
    #expect(
      cell == "cpu=8,"
        || failure(Self.header + Self.row("1") + start + cell + "\n").contains(
          "s.txt:3: column AllocTRES is malformed"
        )
    )
  }

  @Test func anErrorOfAnotherCellIsNoCut() {
    let row = "2|a|ann|LOST|1000|1000|4600|gres/gpu=1|cpu=8"
    #expect(failure(Self.header + Self.row("1") + row).hasPrefix("s.txt:3: column State is not"))
  }

  // MARK: Headers

  @Test func aHeaderOfOtherColumnsCountsFromThereOn() throws {
    let other = "JobID|User|State|Submit|ElapsedRaw|JobName|AllocCPUS\n"
    let trace = try read(
      Self.header + Self.row("1") + other + "2|bob|COMPLETED|2000|60|x|y|4\n"
        + "3|bob|COMPLETED|2000|60|x|4\n"
    )
    #expect(trace.rows.map(\.cores) == [8, 4, 4])
    #expect(trace.rows.map { trace.texts[$0.user] } == ["ann", "bob", "bob"])
    #expect(
      trace.remarks.contains(
        "Line 3 is a header of other columns, by which the rows below it are read."
      )
    )
    #expect(
      failure(Self.header + Self.row("1") + "JobID|User|Submit\n2|bob|2000\n")
        .hasPrefix("s.txt:3: columns are missing: State, ")
    )
  }

  @Test func aByteOrderMarkMayStandInTheMiddle() throws {
    let trace = try read(
      Self.header + Self.row("1") + "\u{FEFF}" + Self.header + Self.row("2") + "\u{FEFF}"
        + Self.row("3")
    )
    #expect(trace.rows.count == 3)
    #expect(trace.remarks.contains("1 line repeats the header."))
  }

  @Test func aMissingHeaderIsToldWithWhatNamesIt() throws {
    #expect(
      failure(Self.row("1"))
        == "s.txt:1: this is a job of Slurm, and no header line names its 9 columns; name them in "
        + "their order by --columns JobID,User,State,…, as they stood behind the -o of sacct; or "
        + "export without -n and --noheader"
    )
    let documented =
      "1|ann|x|gpu|high|east|COMPLETED|1000|1000|1000|1060|60|10|1|n1|gres/gpu=1|gres/gpu=1\n"
    let error = failure(documented)
    let start = try #require(error.firstRange(of: "--columns ")?.upperBound)
    var reading = TraceReading()
    reading.columns = error[start...].prefix { $0 != " " && $0 != ";" }.split(separator: ",")
      .map { $0.filter { $0.isLetter } }
    #expect(try read(documented, reading).rows.map(\.gpus) == [1])
  }

  // MARK: Messages

  @Test(arguments: [0, 1, 2])
  func aMessageIsNoRow(_ place: Int) {
    var lines = [Self.header, Self.row("1")]
    lines.insert("sacct: error: slurm_persist_conn_open: no route to host\n", at: place)
    #expect(
      failure(lines.joined())
        == "s.txt:\(place + 1): this is a message of sacct and no row: \"sacct: error: "
        + "slurm_persist_conn_open: no route to host\"; the export may lack jobs; make it again, "
        + "and where messages stay, keep them apart: sacct … > export.txt 2> messages.txt"
    )
  }

  @Test func anExportOfNobodySaysWhy() {
    let remedy = "without -S and -E sacct lists the jobs of today alone"
    #expect(failure(Self.header).contains(remedy))
    #expect(
      failure(#"{"jobs": [], "meta": {"plugin": {}}}"#)
        .hasPrefix(#"s.txt: there is no job: the list "jobs" is empty; "#)
    )
    #expect(failure(#"{"jobs": [], "meta": {"plugin": {}}}"#).contains(remedy))
  }

  @Test func anUnknownStateIsToldWithTheKnownOnes() {
    let text = Self.header + Self.row("1")
    #expect(
      failure(text.replacing("COMPLETED", with: "COMPLETD")).hasSuffix(
        "\"COMPLETD\"; write COMPLETED in its place, if that is meant"
      )
    )
    #expect(
      failure(text.replacing("COMPLETED", with: "WEIRD")).contains(
        "\"WEIRD\"; write the state in its place that means the same: COMPLETED, FAILED, "
      )
    )
  }

  // MARK: Quotes

  private static func quoted(_ text: String, _ separator: String, all: Bool) -> String {
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
        let cell = cell.replacing("\u{1}", with: "\n")
        let isPlain = !cell.contains(where: { "\"\n".contains($0) || separator.contains($0) })
        return isPlain && !all ? cell : "\"\(cell.replacing("\"", with: "\"\""))\""
      }.joined(separator: separator)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: [",", ";", "\t", "|"], [true, false])
  func cellsMayBeInQuotes(_ separator: String, all: Bool) throws {
    // A bar alone is what sacct writes, where quotes are text.
    if separator == "|" && !all { return }
    let text =
      Self.header + Self.row("1", name: "say \"hi\", you; there\tnow") + Self.row("2", gpus: 16)
      + Self.row("3", name: "two\u{1}lines, \"quoted\"")
    let trace = try read(Self.quoted(text, separator, all: all))
    #expect(trace.rows.map(\.gpus) == [1, 16, 1])
    #expect(trace.rows.map { trace.texts[$0.user] } == ["ann", "ann", "ann"])
    #expect(!trace.remarks.contains { $0.contains("in a text") })
  }

  @Test func twoCellsMayHoldLineEnds() throws {
    let header = "JobID,JobName,Comment,User,State,Submit,Start,End,AllocCPUS\n"
    func row(_ job: Int) -> String {
      "\(job),\"a\n\"\"b\"\"\",\"c,\nd\n\",ann,COMPLETED,1000,1000,1060,4\n"
    }
    #expect(try read(header + row(1) + row(2)).rows.map(\.cores) == [4, 4])
  }

  @Test func aTextMayBeginWithAQuote() throws {
    let header = "JobID,JobName,User,State,Submit,Start,End,AllocCPUS\n"
    func row(_ job: Int, _ name: String) -> String {
      "\(job),\(name),ann,COMPLETED,1000,1000,1060,4\n"
    }
    let text = header + row(1, "\"x") + row(2, "\"y\"z") + row(3, "\"") + row(4, "b")
    #expect(try read(text).rows.count == 4)
  }

  @Test func commasWithoutQuotesAreToldWithWhatHelps() {
    let row = "1,a,ann,COMPLETED,1000,1000,4600,gres/gpu=1,cpu=8,gres/gpu=1\n"
    #expect(
      failure(Self.header.replacing("|", with: ",") + row).contains(
        "put the cells in quotes, or export without --delimiter: SLURM_TIME_FORMAT=%s sacct"
      )
    )
  }
}
