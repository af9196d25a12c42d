internal import Allot

/// The table derived from Helios: submit times in microseconds, durations and limits in seconds,
/// `num_chips` on `num_nodes`.
///
/// The tenant column is the virtual cluster. Devices per node are stated only for gangs over
/// several nodes that divide evenly. Times are cut to milliseconds.
struct HeliosReader: MappedTableReader {
  static let name = "helios"
  static let map = ColumnMap(
    columns: [
      .job: "job_id", .submit: "submit_time", .gpus: "num_chips", .run: "duration_s",
      .nodes: "num_nodes", .limit: "walltime_limit_s", .model: "chip_type", .user: "user",
      .virtualCluster: "tenant", .jobClass: "class", .state: "final_status",
    ],
    times: .numbers(perSecond: 1_000_000)
  )
}

extension TraceRow {
  /// Devices on each node of a gang that lies evenly on several nodes; else 0, for packed.
  static func devicesPerNode(_ devices: Int32, on nodes: Int32) -> Int32 {
    nodes > 1 && devices % nodes == 0 ? devices / nodes : 0
  }
}
