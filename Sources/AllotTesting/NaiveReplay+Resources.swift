import Allot

/// Amounts of resources by definition: each has a column, devices of every model first.
extension NaiveReplay {
  /// The columns that a job on a model holds something of.
  func columns(_ model: Int) -> [Int] {
    [model] + Array(world.resources.indices.dropFirst(world.cluster.models.count))
  }

  /// The columns that a job in some pools holds something of.
  func columns(_ pools: Assignment) -> [Int] {
    world.resources.indices.filter { column in pools.contains { counts(column, in: $0) } }
  }

  /// What an ordinary job holds of a column that it counts in.
  func amount(_ job: Int, _ column: Int) -> Int64 {
    world.jobs[job].amount(of: world.resources[column])
  }

  /// What a job in some pools holds of a column.
  func amount(_ job: Int, _ column: Int, in pools: Assignment) -> Int64 {
    amount(works(job), column, in: pools)
  }

  func amount(_ works: [Job], _ column: Int, in pools: Assignment) -> Int64 {
    zip(works, pools).filter { counts(column, in: $0.1) }
      .reduce(0) { $0 + $1.0.amount(of: world.resources[column]) }
  }

  /// Whether jobs in a pool count in a column.
  func counts(_ column: Int, in pool: Int) -> Bool {
    column >= world.cluster.models.count || model(of: pool) == column
  }

  /// What jobs below a tenant hold of a column.
  func held(_ tenant: Int, _ column: Int, among jobs: [Held]) -> Int64 {
    jobs.filter { path($0.job).contains(tenant) }
      .reduce(0) { $0 + amount($1.job, column, in: $1.pools) }
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
