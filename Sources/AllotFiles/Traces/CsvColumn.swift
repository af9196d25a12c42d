/// The columns of the native table, in the order in which they are written.
enum CsvColumn: Int, CaseIterable {
  case job
  case submit
  case run
  case limit
  case gpus
  case gpusPerNode
  case model
  case models
  case cores
  case memory
  case tenant
  case user
  case group
  case queue
  case virtualCluster
  case project
  case jobClass
  case priority
  case ending
  case component
  case qos
  case cluster
  case start
  case nodes
  case modelOfNodes
  case after
  case think

  /// The name in the header, with its unit.
  var name: String { Self.names[rawValue] }

  /// Whether a file must have the column.
  var isRequired: Bool {
    switch self {
    case .job, .submit, .run, .gpus: true
    default: false
    }
  }

  /// Every name, in order.
  static let names = [
    "job", "submit_seconds", "run_seconds", "limit_seconds", "gpus", "gpus_per_node", "model",
    "models", "cores", "memory_mib", "tenant", "user", "group", "queue", "virtual_cluster",
    "project",
    "class", "priority", "end_state", "component", "qos", "cluster", "start_seconds", "nodes",
    "model_of_nodes", "after", "think_seconds",
  ]
}
