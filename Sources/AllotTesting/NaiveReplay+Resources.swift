import Allot

/// Amounts of resources by definition: each has a column, devices of every model first.
extension NaiveReplay {
  /// The columns that a job on a model holds something of.
  func columns(_ model: Int) -> [Int] {
    [model] + Array(world.resources.indices.dropFirst(world.cluster.models.count))
  }

  /// What a job holds of a column that it counts in.
  func amount(_ job: Int, _ column: Int) -> Int64 {
    switch world.resources[column] {
    case .devices: gpus(job)
    case .cores: Int64(world.jobs[job].cores)
    case .memory: Int64(world.jobs[job].memory)
    }
  }

  /// Whether jobs in a pool count in a column.
  func counts(_ column: Int, in pool: Int) -> Bool {
    column >= world.cluster.models.count || model(of: pool) == column
  }

  /// What jobs below a tenant hold of a column.
  func held(_ tenant: Int, _ column: Int, among jobs: [Held]) -> Int64 {
    jobs.filter { counts(column, in: $0.pool) && path($0.job).contains(tenant) }
      .reduce(0) { $0 + amount($1.job, column) }
  }

  /// What the cluster has of a column.
  func whole(_ column: Int) -> Int64 {
    world.cluster.pools.elements.reduce(0) { sum, pool in
      let each =
        switch world.resources[column] {
        case .devices(let model): pool.kind.model == model ? pool.kind.gpus : 0
        case .cores: pool.kind.cores
        case .memory: pool.kind.memory
        }
      return sum + Int64(pool.nodes * each)
    }
  }
}
