/// The Philly table of the Sia artifact: `timestamp,duration,num_gpus,gpu_time,cluster`.
///
/// Time zero is the earliest timestamp, read as UTC. A job's name is its row, counted from one in
/// the file's order. Durations lose decimals behind the third. There are no limits.
struct PhillyReader: MappedTableReader {
  static let name = "philly"
  static let map = ColumnMap(
    columns: [
      .submit: "timestamp", .run: "duration", .gpus: "num_gpus", .virtualCluster: "cluster",
    ],
    times: .calendar
  )
}
