/// The table that the authors of Helios publish, `cluster_log.csv`: calendar times in China without
/// zone, seconds of run time.
struct HeliosOriginalReader: MappedTableReader {
  static let name = "helios-original"
  static let marks = ["vc", "start_time"]
  static let map = ColumnMap(columns: [
    .job: "job_id", .user: "user", .virtualCluster: "vc", .gpus: "gpu_num", .cores: "cpu_num",
    .nodes: "node_num", .state: "state", .submit: "submit_time", .start: "start_time",
    .end: "end_time", .run: "duration",
  ])
}
