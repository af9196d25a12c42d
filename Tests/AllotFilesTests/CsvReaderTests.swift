import Allot
import AllotFiles
import Testing

@Suite struct CsvReaderTests {
  private static let header = "job,submit_seconds,run_seconds,gpus"

  @Test func readsEveryColumn() throws {
    let trace = try read(Samples.csv)
    #expect(trace.epoch == 1_735_689_600)
    #expect(trace.processors == nil)
    #expect(trace.rows.map(\.name.text) == ["1", "3", nil])
    let row = trace.rows[0]
    #expect(row.submit == .zero)
    #expect(row.run == SimDuration(seconds: 60))
    #expect(row.limit == SimDuration(seconds: 3_600))
    #expect(row.gpus == 8)
    #expect(row.gpusPerNode == 4)
    #expect(row.cores == 16)
    #expect(row.memory == 1_024)
    #expect(row.priority == -5)
    #expect(row.ending == .completed)
    let texts = [
      row.models, row.tenant, row.user, row.group, row.queue, row.virtualCluster, row.project,
      row.jobClass,
    ].map { trace.texts[$0] }
    #expect(
      texts == ["h100", "national/a,b", "ann", "g", "main", "vc1", "p \"x\"", "training"]
    )
    let last = trace.rows[2]
    #expect(last.name == .text(last.nameID))
    #expect(trace.texts[last.nameID] == "two")
    #expect(last.submit == SimTime(milliseconds: 1_500))
    #expect(last.run == SimDuration(milliseconds: 1))
    #expect(last.limit == nil)
    #expect(last.ending == .limit)
    #expect(last.user == TextTable.none)
    #expect(trace.rows[1].ending == .failed)
    #expect(
      trace.remarks == ["1 of 3 rows were not in order of submit; they are sorted stably."]
    )
  }

  @Test func columnsInAnyOrder() throws {
    let trace = try read("gpus,run_seconds,submit_seconds,job\n2,3,4,5\n")
    #expect(trace.rows[0].gpus == 2)
    #expect(trace.rows[0].name == .number(5))
  }

  @Test func namesKeepTheirText() throws {
    let trace = try read(
      "\(Self.header)\n007,0,1,1\n7,0,1,1\n-7,0,1,1\n7.0,0,1,1\n0,0,1,1\n-0,0,1,1\n"
    )
    let names = trace.rows.map { row in
      row.name.text ?? trace.texts[row.nameID]
    }
    #expect(names == ["007", "7", "-7", "7.0", "0", "-0"])
    #expect(trace.rows[1].name == .number(7))
    #expect(trace.rows[2].name == .number(-7))
    #expect(trace.rows[3].name != .number(7))
  }

  @Test func dropsByReason() throws {
    let trace = try read(
      "\(Self.header),cores\n1,0,0,1,\n2,0,1,0,\n3,0,1,0,0\n4,0,1,0,1\n5,0,1,1,\n"
    )
    #expect(trace.rows.map(\.name) == [.number(4), .number(5)])
    #expect(trace.cleaning.dropped == ["run_not_positive": 1, "no_resources": 2])
  }

  private static let errors: [(header: String, row: String, line: Int, message: String)] = [
    (
      "job,submit_seconds,run_seconds,gpu", "1,0,1,1", 1,
      "the column \"gpu\" is not known; did you mean 'gpus'? the columns are job, "
        + "submit_seconds, run_seconds, limit_seconds, gpus, gpus_per_node, model, models, cores, "
        + "memory_mib, tenant, user, group, queue, virtual_cluster, project, class, priority, "
        + "end_state, component, qos, cluster, start_seconds, nodes, model_of_nodes, "
        + "after, think_seconds"
    ),
    (
      "job,submit_seconds,run_seconds,gpus,colour", "1,0,1,1,red", 1,
      "the column \"colour\" is not known; the columns are job, submit_seconds, run_seconds, "
        + "limit_seconds, gpus, gpus_per_node, model, models, cores, memory_mib, tenant, user, "
        + "group, queue, virtual_cluster, project, class, priority, end_state, component, qos, "
        + "cluster, start_seconds, nodes, model_of_nodes, "
        + "after, think_seconds"
    ),
    (
      "job,submit_seconds,run_seconds", "1,0,1", 1,
      "the column \"gpus\" is missing; name it in the header line"
    ),
    (
      "job,submit_seconds,run_seconds,gpus,gpus", "1,0,1,1,1", 1,
      "the column \"gpus\" is there twice; remove one of them"
    ),
    (
      header, "1,0,1", 3,
      "3 cells where the header has 4; "
        + "quote texts that contain a comma, and leave unknown cells empty"
    ),
    (
      "job,submit_seconds,run_seconds,gpus,model_of_nodes", "1,0,1,1,H100", 3,
      "column model_of_nodes is of no nodes: \"H100\"; name them in 'nodes', or leave it empty"
    ),
    (header, ",0,1,1", 3, "column job is empty; every row needs it"),
    (header, "1,,1,1", 3, "column submit_seconds is empty; every row needs it"),
    (header, "1,0,,1", 3, "column run_seconds is empty; every row needs it"),
    (header, "1,0,1,", 3, "column gpus is empty; every row needs it"),
    (
      header, "1,0,x,1", 3,
      "column run_seconds is not a number: \"x\"; write seconds, such as 90 or 1.5"
    ),
    (
      header, "1,0,1.0001,1", 3,
      "column run_seconds has more than 3 decimals: \"1.0001\"; cut it to milliseconds"
    ),
    (header, "1,-1,1,1", 3, "column submit_seconds is negative: \"-1\"; write zero or more"),
    (header, "1,0,-1,1", 3, "column run_seconds is negative: \"-1\"; write zero or more"),
    (
      header, "1,0,1000000000001,1", 3,
      "column run_seconds is too large: \"1000000000001\"; "
        + "times are in seconds, at most 1000000000000"
    ),
    (
      header, "1,0,99999999999999999999,1", 3,
      "column run_seconds is too large: \"99999999999999999999\"; "
        + "times are in seconds, at most 1000000000000"
    ),
    (
      header, "1,0,1,0.5", 3,
      "column gpus is a fraction: \"0.5\"; whole devices only: a job holds all of each"
    ),
    (header, "1,0,1,x", 3, "column gpus is not a whole number: \"x\"; write digits only"),
    (header, "1,0,1,-4", 3, "column gpus is negative: \"-4\"; write zero or more"),
    (
      header, "1,0,1,2147483648", 3,
      "column gpus is too large: \"2147483648\"; the largest number is 2147483647"
    ),
    (
      header + ",memory_mib", "1,0,1,1,-1", 3,
      "column memory_mib is negative: \"-1\"; write zero or more"
    ),
    (
      header + ",priority", "1,0,1,1,high", 3,
      "column priority is not a whole number: \"high\"; write digits only"
    ),
    (
      header + ",limit_seconds", "1,0,1,1,0", 3,
      "column limit_seconds is zero: \"0\"; leave the cell empty where there is no limit"
    ),
    (
      header + ",end_state", "1,0,1,1,done", 3,
      "column end_state is not a known end: \"done\"; use completed, failed, cancelled or limit"
    ),
    (
      header + ",user", "1,0,1,1,\"ann", 3,
      "a quoted cell does not end on its line; close the quote; a quote inside is written twice"
    ),
    (
      header + ",user", "1,0,1,1,\"ann\" b", 3,
      "text follows the closing quote of a cell; "
        + "quote the whole cell; a quote inside is written twice"
    ),
    (
      header, "2,0,1,1\n2,0,1,1", 4,
      "job \"2\" is already on line 3; give each job a name of its own"
    ),
    (
      header, "# epoch: soon\n2,0,1,1", 3,
      "the comment epoch is not a number: \"soon\"; "
        + "write a whole number, such as \"# epoch: 1735689600\""
    ),
  ]

  @Test(arguments: errors)
  func malformedIsAnError(
    _ header: String,
    _ row: String,
    _ line: Int,
    _ message: String
  ) throws {
    let text = "\(header)\n\n\(row)\n"
    #expect(try failure(text, named: "x.csv", format: "csv") == "x.csv:\(line): \(message)")
  }

  /// What ends within a row without a line end is cut there, with the components before it.
  @Test func aCutLastRowIsTold() throws {
    let text = Self.header + "\n1,0,60,1\n2,0,60,16"
    for cut in 3...9 {
      let trace = try read(String(text.dropLast(cut)))
      #expect(trace.rows.count == 1)
      #expect(trace.cleaning.dropped == (cut == 9 ? [:] : ["cut_row": 1]))
    }
    #expect(
      try read(String(text.dropLast())).remarks == [
        "The file has no line end behind the row of line 3: if it was cut there, the row's last "
          + "cell (gpus) is shorter than it was, and later jobs are missing."
      ]
    )
    let gang = "job,submit_seconds,run_seconds,component,gpus\n1,0,60,,1\n2,0,3600,0,8\n2,0,36"
    let trace = try read(gang)
    #expect(trace.rows.map(\.name) == [.number(1)])
    #expect(trace.cleaning.dropped == ["cut_row": 2])
    #expect(trace.cleaning.droppedWork["cut_row"] == 28_800_000)
  }

  @Test func textNamesMustDiffer() throws {
    #expect(
      try failure("\(Self.header)\na,0,1,1\nb,0,1,1\n\"a\",0,1,1\n", named: "x.csv")
        == "x.csv:4: job \"a\" is already on line 2; give each job a name of its own"
    )
  }
}

extension TraceRow {
  /// The id of a name that is a text; the empty text otherwise.
  var nameID: ID<Text> {
    if case .text(let id) = name { id } else { TextTable.none }
  }
}

extension TraceRow.Name {
  /// The digits of a name that is a number.
  var text: String? {
    if case .number(let number) = self { String(number) } else { nil }
  }
}
