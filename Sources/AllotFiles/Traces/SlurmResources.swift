/// What a job of Slurm asked for and held, from the columns that say it, the best one first.
struct SlurmResources {
  /// What it was given (`AllocTRES`); nil where there is no such column.
  var allocated: TresText?
  /// What it asked for (`ReqTRES`); nil where there is no such column.
  var requested: TresText?
  /// What it was given in the older form (`AllocGRES`).
  var allocatedGres: TresText?
  /// What it asked for in the older form (`ReqGRES`).
  var requestedGres: TresText?
  /// Cores by a column of their own (`AllocCPUS`, else `ReqCPUS`).
  var cpus: Int64?
  /// Nodes by a column of their own.
  var listedNodes: Int64 = 0

  private var all: [TresText] {
    [allocated, requested, allocatedGres, requestedGres].compactMap { $0 }
  }

  /// How many devices it held; 0 where nothing names any.
  var devices: Int64 {
    let nodes = nodes ?? listedNodes
    return (allocated?.devices ?? requested?.devices) ?? allocatedGres?.devices(on: nodes)
      ?? requestedGres?.devices(on: nodes) ?? 0
  }

  /// How many cores it held; 0 where nothing names any.
  var cores: Int64 { first(\.cores) ?? cpus ?? 0 }

  /// How much memory it held in MiB; 0 where nothing names any.
  var memory: Int64 { first(\.memory) ?? 0 }

  /// On how many nodes it ran; nil where nothing names them.
  var nodes: Int64? { first(\.nodes) }

  /// Parts of devices that are shared by count.
  var shards: Int64 { all.map(\.shards).max() ?? 0 }

  /// Parts of devices in percent.
  var mps: Int64 { all.map(\.mps).max() ?? 0 }

  /// The models that it asked for by name.
  ///
  /// What a job was given does not say what it asked for: sites list types nobody named.
  var askedModels: [Cell] {
    if let requested, requested.devices != nil { return requested.models }
    return requestedGres?.models ?? []
  }

  /// The model of what it was given, where that was all of one.
  var givenModel: Cell? {
    let given = allocated?.models ?? allocatedGres?.models ?? []
    return given.count == 1 ? given[0] : nil
  }

  private func first(_ amount: KeyPath<TresText, Int64?>) -> Int64? {
    (allocated?[keyPath: amount] ?? requested?[keyPath: amount])
      ?? allocatedGres?[keyPath: amount] ?? requestedGres?[keyPath: amount]
  }
}
