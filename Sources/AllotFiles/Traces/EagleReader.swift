/// The jobs of NREL's Eagle as CSV: calendar times without zone, limits and run times in seconds.
///
/// The memory that jobs asked for is not used: the data do not say whether it is of a node or
/// whole.
struct EagleReader: MappedTableReader {
  static let name = "eagle"
  static let marks = ["wallclock_req", "processors_req"]
  static let map = ColumnMap(columns: [
    .job: "job_id", .user: "user", .account: "account", .queue: "partition", .qos: "qos",
    .limit: "wallclock_req", .nodes: "nodes_req", .cores: "processors_req", .gpus: "gpus_req",
    .submit: "submit_time", .start: "start_time", .end: "end_time", .run: "run_time",
    .state: "state",
  ])
}
