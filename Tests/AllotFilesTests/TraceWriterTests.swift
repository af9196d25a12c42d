import Allot
import AllotFiles
import Testing

@Suite struct TraceWriterTests {
  /// Everything that a trace says, with texts instead of ids.
  private func content(_ trace: Trace) -> [String] {
    trace.rows.map { row in
      var plain = row
      let ids = [
        row.nameID, row.models, row.tenant, row.user, row.group, row.queue, row.virtualCluster,
        row.project, row.jobClass, row.qos, row.cluster, row.nodes,
      ]
      if case .text = row.name { plain.name = .number(0) }
      plain.models = TextTable.none
      plain.tenant = TextTable.none
      plain.user = TextTable.none
      plain.group = TextTable.none
      plain.queue = TextTable.none
      plain.virtualCluster = TextTable.none
      plain.project = TextTable.none
      plain.jobClass = TextTable.none
      plain.qos = TextTable.none
      plain.cluster = TextTable.none
      plain.nodes = TextTable.none
      return "\(plain) \(ids.map { trace.texts[$0] })"
    }
  }

  private func rewritten(_ trace: Trace) throws -> Trace {
    let folder = try TemporaryFolder()
    let bytes = Gzip.compress(TraceWriter.csv(trace, comments: ["converted"]))
    return try Trace.read(path: try folder.write(bytes, to: "again.csv.gz"))
  }

  @Test(arguments: Samples.all)
  func readsBackEqual(_ sample: Samples.Sample) throws {
    let trace = try read(sample.text)
    let again = try rewritten(trace)
    #expect(again.format == "csv")
    #expect(content(again) == content(trace))
    #expect(again.epoch == trace.epoch)
    #expect(again.processors == trace.processors)
    #expect(again.countsProcessors == trace.countsProcessors)
    #expect(again.cleaning == Cleaning())
    #expect(again.remarks.isEmpty)
    #expect(TraceWriter.csv(again, comments: ["x"]) == TraceWriter.csv(trace, comments: ["x"]))
  }

  /// What a log says of nodes, and of no job, is read back, too; of a job that is left out, it is
  /// not known to begin with.
  @Test func modelsOfNodesAreReadBack() throws {
    let trace = try read(
      "JobID|State|Submit|Start|End|ReqTRES|AllocTRES|NodeList\n"
        + "1|COMPLETED|1000|1000|1060|gres/gpu=2|gres/gpu:h100=2,gres/gpu=2|g1\n"
        + "2|COMPLETED|1000|1000|1060|gres/gpu=2|gres/gpu=2|g1\n"
        + "3|COMPLETED|1000|1000|1000|gres/gpu=2|gres/gpu:a100=2,gres/gpu=2|g2\n"
    )
    let text = String(decoding: TraceWriter.csv(trace), as: UTF8.self)
    #expect(text.contains(",nodes,model_of_nodes\n"))
    #expect(text.contains(",g1,h100\n2,"))
    #expect(!text.contains("a100"))
    #expect(try TraceWriter.csv(rewritten(trace)) == TraceWriter.csv(trace))
  }

  @Test func jobsWithoutALimitMeanTheSameWhenReadBack() throws {
    let trace = try read("1 0 0 10 4 -1 -1 4 -1 -1 0 7 -1 -1 -1 -1 -1 -1\n")
    #expect(try rewritten(trace).missingLimit == .drop)
  }

  @Test func writesUsedColumnsOnly() throws {
    let trace = try read(
      "; MaxProcs: 64\n1 0 0 10 4 -1 -1 4 -1 -1 0 7 -1 -1 -1 -1 -1 -1\n"
        + "2 1.25 -1 10 4 -1 -1 4 60 -1 1 -1 -1 -1 -1 -1 -1 -1\n"
    )
    let text = String(decoding: TraceWriter.csv(trace, comments: ["from a log"]), as: UTF8.self)
    #expect(
      text == """
        # from a log
        # processors: 64
        # unit: processors
        # missing_limit: drop
        job,submit_seconds,run_seconds,limit_seconds,gpus,user,end_state,start_seconds
        1,0,10,,4,7,failed,0
        2,1.25,10,60,4,,completed,

        """
    )
  }

  /// A file that begins with zeros is taken for binary.
  @Test func commentsHaveNoControlCharacters() throws {
    var trace = try read("job,submit_seconds,run_seconds,gpus\n1,0,1,1\n")
    trace.synthetic = "\0se\u{5}\0\0\0\0\0\0ed=1"
    #expect(try rewritten(trace).synthetic == "seed=1")
    trace.synthetic = "\0\u{1a} =1"
    let text = String(decoding: TraceWriter.csv(trace), as: UTF8.self)
    #expect(text.hasPrefix("# synthetic: =1\n"))
  }

  @Test func oddTextsAndNumbersSurvive() throws {
    var trace = Trace(file: "-", format: "csv")
    let texts = [
      "#1", " a", "a ", "\"", "a,b", "\"\"a\"\"", "한국", "x\ty", "'", "a#b", "a\rb", "c\r",
    ]
    for (number, text) in texts.enumerated() {
      let id = trace.texts.id(of: text)
      var row = TraceRow(
        name: .text(id),
        submit: SimTime(milliseconds: Int64(number) * 1_010),
        run: SimDuration(milliseconds: 1),
        limit: SimDuration(milliseconds: 999),
        gpus: .max
      )
      row.user = id
      row.priority = .min
      row.memory = .max
      trace.rows.append(row)
    }
    trace.epoch = -5
    let again = try rewritten(trace)
    #expect(content(again) == content(trace))
    #expect(again.epoch == -5)
  }

  @Test(
    .enabled(if: SharedFiles.areThere, "the folder with the real logs is not there"),
    arguments: [
      "traces/swf/KTH-SP2-1996-2.swf.gz",
      "traces/ai/helios/venus_2vc_sept2020.csv.gz", "samples/slurm/sacct-allocations.txt",
    ]
  )
  func realLogsReadBackEqual(_ name: String) throws {
    let trace = try Trace.read(path: SharedFiles.path(name))
    let again = try rewritten(trace)
    #expect(again.rows.count == trace.rows.count)
    #expect(TraceWriter.csv(again) == TraceWriter.csv(trace))
  }
}
