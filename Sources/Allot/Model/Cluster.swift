/// The modelled machine: pools of identical nodes.
public struct Cluster: Sendable, Equatable {
  /// The name that files and reports use.
  public var name: String
  /// What a reader must know about where the numbers come from; may be empty.
  public var note: String
  /// The device models that the pools refer to.
  public var models: Table<DeviceModel, DeviceModel>
  /// The pools, in the order in which a job without a wish tries them.
  public var pools: Table<Pool, Pool>
  /// What the devices of its nodes are.
  public var unit: Unit

  /// What one device of a machine is: what jobs hold, and what hours of work are counted in.
  public enum Unit: String, Sendable {
    /// An accelerator of a node.
    case gpu = "GPU"
    /// One of many alike, without nodes.
    case processor
    /// A processor core of a node.
    case core
  }

  /// A cluster of pools.
  public init(
    name: String,
    note: String = "",
    models: Table<DeviceModel, DeviceModel>,
    pools: Table<Pool, Pool>,
    unit: Unit = .gpu
  ) {
    self.name = name
    self.note = note
    self.models = models
    self.pools = pools
    self.unit = unit
  }

  /// A machine of `count` identical one-processor units, for classic logs.
  public init(processors count: Int) {
    self.init(
      name: "\(count) processors",
      models: Table([DeviceModel(name: "processor")]),
      pools: Table([
        Pool(
          name: "processors",
          nodes: count,
          kind: NodeKind(name: "processor", gpus: 1, model: ID(0))
        )
      ]),
      unit: .processor
    )
  }

  /// The same machine with cores as its devices, of one model that is called as tenants files call
  /// cores; whatever other devices it has are left out.
  public var ofCores: Cluster {
    guard unit != .core else { return self }
    var cluster = self
    cluster.unit = .core
    cluster.models = Table([DeviceModel(name: "cores")])
    for pool in pools.ids {
      cluster.pools[pool].kind.gpus = pools[pool].kind.cores
      cluster.pools[pool].kind.cores = 0
      cluster.pools[pool].kind.model = ID(0)
    }
    return cluster
  }

  /// Nodes of all pools.
  public var nodes: Int { pools.elements.reduce(0) { $0 + $1.nodes } }

  /// Devices of all pools.
  public var gpus: Int { pools.elements.reduce(0) { $0 + $1.gpus } }

  /// Processor cores of all pools, as far as nodes state them.
  public var cores: Int { unit == .core ? gpus : Int(total(of: .cores)) }

  /// True for pools with devices beside pools without.
  public var isMixed: Bool {
    pools.elements.contains { $0.kind.gpus > 0 } && pools.elements.contains { $0.kind.gpus == 0 }
  }

  /// The peak of all devices in one precision; nil where the model of a pool with devices states
  /// none.
  public func peak(_ precision: Precision) -> PeakFlops? {
    var giga: Int64 = 0
    for pool in pools.elements where pool.gpus > 0 {
      guard let peak = models[pool.kind.model].peak(precision) else { return nil }
      giga += peak.times(pool.gpus).giga
    }
    return PeakFlops(precision, giga: giga)
  }

  /// The largest power of all nodes together.
  public var maximumPower: Watts {
    pools.elements.reduce(Watts(0)) { Watts($0.watts + $1.maximumPower.watts) }
  }
}

/// A group of identical nodes; a gang lies in one pool.
public struct Pool: Sendable, Equatable {
  /// The name that files and reports use.
  public var name: String
  /// How many nodes it has.
  public var nodes: Int
  /// What each node is.
  public var kind: NodeKind
  /// What logs call its nodes, in their order; empty where they have no names.
  public var nodeNames: [String] = []

  /// A pool of that many nodes of one kind.
  public init(name: String, nodes: Int, kind: NodeKind) {
    self.name = name
    self.nodes = nodes
    self.kind = kind
  }

  /// Devices of the pool.
  public var gpus: Int { nodes * kind.gpus }

  /// The largest power of its nodes together.
  public var maximumPower: Watts { Watts(kind.maximumPower.watts * Int64(nodes)) }
}

/// One machine of a pool: its devices, cores, memory and power.
public struct NodeKind: Sendable, Equatable {
  /// The name that files and reports use.
  public var name: String
  /// Devices of the node; 0 for one with cores and memory alone.
  public var gpus: Int
  /// The model of its devices; without devices it says nothing.
  public var model: ID<DeviceModel>
  /// Processor cores; 0 means that cores are not modelled and never bind.
  public var cores: Int
  /// Memory in MiB; 0 means that memory is not modelled and never binds.
  public var memory: Int
  /// The node's maximum power; 0 where unknown.
  public var maximumPower: Watts

  /// A node of that many devices of one model.
  public init(
    name: String,
    gpus: Int,
    model: ID<DeviceModel>,
    cores: Int = 0,
    memory: Int = 0,
    maximumPower: Watts = Watts(0)
  ) {
    self.name = name
    self.gpus = gpus
    self.model = model
    self.cores = cores
    self.memory = memory
    self.maximumPower = maximumPower
  }
}

/// Electric power in whole watts.
public struct Watts: Sendable, Equatable {
  /// The number of watts.
  public var watts: Int64

  /// A power of that many watts.
  public init(_ watts: Int64) {
    self.watts = watts
  }
}
