/// The tables of AcmeTrace, `trace_seren.csv` and `trace_kalos.csv`: calendar times with zone.
///
/// The run is the end less the start: the column `duration` of Kalos counts the wait as well.
struct AcmeReader: MappedTableReader {
  static let name = "acme"
  static let marks = ["type", "start_time", "end_time"]
  static let map = ColumnMap(columns: [
    .job: "job_id", .user: "user", .nodes: "node_num", .gpus: "gpu_num", .cores: "cpu_num",
    .jobClass: "type", .state: "state", .submit: "submit_time", .start: "start_time",
    .end: "end_time",
  ])
}
