import Allot
import AllotFiles
import Testing

/// How the lines of an export become rows, whatever users wrote into their texts.
@Suite struct SacctTableTests {
  private func read(_ text: String, _ reading: TraceReading = TraceReading()) throws -> Trace {
    try Trace.read(
      try InputFile(bytes: Array(text.utf8), path: "s.txt"),
      format: "sacct",
      reading: reading
    )
  }

  private func failure(_ text: String) -> String {
    errorText { () throws(InputError) in
      try Trace.read(try InputFile(bytes: Array(text.utf8), path: "s.txt"), format: "sacct")
    }
  }

  private func user(_ trace: Trace, _ job: Int64) -> String? {
    trace.rows.first { $0.name == .number(job) }.map { trace.texts[$0.user] }
  }

  private static let named =
    "JobID|JobName|User|Account|State|Submit|Start|End|AllocTRES|WorkDir|SubmitLine\n"
  private static let good =
    "9|a|zoe|x|COMPLETED|1000|1000|1060|gres/gpu=1|/data|sbatch a\n"

  @Test(arguments: [
    // A bar in the name, in the path, in the line, in all, and line ends in between.
    "1|a|b|ann|x|COMPLETED|1000|1000|1060|gres/gpu=2|/data|sbatch\n",
    "1|a|ann|x|COMPLETED|1000|1000|1060|gres/gpu=2|/data/a|b|sbatch\n",
    "1|a|ann|x|COMPLETED|1000|1000|1060|gres/gpu=2|/data|sbatch --wrap a | b | c\n",
    "1|a|b|ann|x|COMPLETED|1000|1000|1060|gres/gpu=2|/h|me|sbatch --wrap a | b\n",
    "1|a\nb|ann|x|COMPLETED|1000|1000|1060|gres/gpu=2|/data|sbatch\n",
    "1|a|ann|x|COMPLETED|1000|1000|1060|gres/gpu=2|/data|sbatch --wrap 'date &&\nsleep 5\n7'\n",
    "1|a\n\nb|ann|x|COMPLETED|1000|1000|1060|gres/gpu=2|/data|sbatch\nx|y\n",
    "1|a\r\nb|c|ann|x|COMPLETED|1000|1000|1060|gres/gpu=2|/data|sbatch\r\n",
  ])
  func textsAreToldFromColumns(_ row: String) throws {
    for text in [Self.named + row + Self.good, Self.named + Self.good + row] {
      let trace = try read(text)
      #expect(trace.rows.count == 2)
      #expect(user(trace, 1) == "ann")
      #expect(user(trace, 9) == "zoe")
      #expect(trace.rows.reduce(0) { $0 + Int($1.gpus) } == 3)
      #expect(trace.remarks.contains { $0.contains("in a text") })
    }
  }

  /// The end of a row is no part of its last cell, whichever column that is.
  @Test(arguments: ["User", "Account", "State", "ElapsedRaw", "AllocTRES", "NodeList"])
  func aLineEndInATextIsReadWhateverColumnIsLast(last: String) throws {
    let columns = [
      ("JobID", "1"), ("JobName", "a\nb"), ("User", "ann"), ("Account", "x"),
      ("State", "COMPLETED"), ("Submit", "1000"), ("Start", "1000"), ("End", "1060"),
      ("ElapsedRaw", "60"), ("AllocTRES", "gres/gpu=2"), ("NodeList", "n1"),
    ]
    let order = columns.filter { $0.0 != last } + columns.filter { $0.0 == last }
    for (bar, newline) in [("", "\n"), ("|", "\n"), ("", "\r\n")] {
      func line(_ cells: [String]) -> String { cells.joined(separator: "|") + bar + newline }
      let row = line(order.map(\.1))
      let second = line(order.map { $0.0 == "JobID" ? "2" : $0.0 == "JobName" ? "c" : $0.1 })
      let trace = try read(line(order.map(\.0)) + row + second)
      #expect(trace.rows.count == 2)
      #expect(user(trace, 1) == "ann")
      #expect(trace.rows.reduce(0) { $0 + Int($1.gpus) } == 4)
    }
  }

  @Test func whatCanNotBeToldIsAnError() {
    // Of "a|b|c|ann" the name may be `a`, and the user `b` or `c`.
    let header = "JobID|JobName|User|Comment|State|Submit|Start|End|AllocTRES\n"
    let twice = "1|a|b|c|ann|COMPLETED|1000|1000|1060|gres/gpu=2\n"
    #expect(
      failure(header + twice).hasPrefix(
        "s.txt:2: 10 cells where the header has 9; a separator may be text in JobName or Comment, "
          + "and which one can not be told; leave these columns out: SLURM_TIME_FORMAT=%s sacct"
      )
    )
  }

  @Test func noWayIsAnError() {
    let header = "JobID|User|State|Submit|Start|End|AllocTRES\n"
    #expect(
      failure(header + "1|a|b|COMPLETED|1000|1000|1060|gres/gpu=2\n").hasPrefix(
        "s.txt:2: 8 cells where the header has 7; no way to cut it makes sense of every column"
      )
    )
    #expect(
      failure(header + "1|a|COMPLETED\n1|a|COMPLETED|1000|1000|1060|gres/gpu=2\n").hasPrefix(
        "s.txt:2: 3 cells where the header has 7; export the file again without cutting lines"
      )
    )
  }

  @Test func headersInTheMiddleAreSkipped() throws {
    let trace = try read(Self.named + Self.good + Self.named + "1" + Self.good.dropFirst())
    #expect(trace.rows.count == 2)
    #expect(trace.remarks.contains("1 line repeats the header."))
  }

  @Test func aCutLastLineIsTold() throws {
    let header = "JobID|User|State|Submit|Start|End|AllocTRES\n"
    let trace = try read(header + "1|a|COMPLETED|1000|1000|1060|gres/gpu=2\n2|b|COMPL")
    #expect(trace.rows.count == 1)
    #expect(trace.cleaning.dropped == ["cut_row": 1])
    #expect(trace.remarks.contains { $0.hasPrefix("The file ends within the row of line 3:") })
  }

  @Test(arguments: ["|", ";", ",", "\t", "^"])
  func separatorsAreTold(_ separator: String) throws {
    let text = (Self.named + Self.good).replacing("|", with: separator)
    #expect(try user(read(text), 9) == "zoe")
  }

  @Test func aLongSeparatorIsNamed() throws {
    var reading = TraceReading()
    reading.delimiter = "#~#"
    let text = (Self.named + Self.good).replacing("|", with: "#~#")
    #expect(try user(read(text, reading), 9) == "zoe")
  }

  @Test func linesMayEndInASeparator() throws {
    let text = (Self.named + Self.good).replacing("\n", with: "|\n")
    #expect(try user(read(text), 9) == "zoe")
  }

  @Test(arguments: [good, named + good, good.replacing("\n", with: "|\n")])
  func columnsMayBeGiven(_ text: String) throws {
    var reading = TraceReading()
    reading.columns = Self.named.dropLast().split(separator: "|").map { String($0) }
    #expect(try user(read(text, reading), 9) == "zoe")
    #expect(try read(text, reading).rows.count == 1)
  }

  @Test func bytesThatAreNoTextDoNotHurt() throws {
    let text = "\u{FEFF}" + Self.named.replacing("\n", with: "\r\n") + Self.good + "\0\0\0\0\n\0"
    #expect(try user(read(text), 9) == "zoe")
  }

  @Test func twoColumnsOfOneName() {
    #expect(
      failure("JobID|User|JobID|State\n1|a|1|COMPLETED\n")
        == "s.txt:1: two columns are named \"JobID\"; export each column once"
    )
  }

  /// The time grows with the square of the stray separators, not with the ways to place them.
  @Test func manySeparatorsAreNoTrap() {
    let header = "JobID|JobName|Comment|WorkDir|SubmitLine|State|Submit|Start|End|AllocTRES\n"
    let bars = String(repeating: "|", count: 200)
    #expect(failure(header + "1|\(bars)|COMPLETED|1000|1000|1060|cpu=1\n") == "no error")
    let tooMany = String(repeating: "|", count: 100_000)
    #expect(failure(header + "1|\(tooMany)|COMPLETED|1\n").contains("can not be told"))
  }
}
