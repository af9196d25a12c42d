/// What a quota or a limit of a tenant is an amount of.
public enum Resource: Sendable, Equatable {
  /// Devices of one model.
  case devices(ID<DeviceModel>)
  /// Processor cores, of whatever nodes.
  case cores
  /// Memory in MiB, of whatever nodes.
  case memory

  /// The names by which files give amounts of what is not devices.
  public static let named: [(name: String, resource: Resource)] = [
    ("cores", .cores), ("memory", .memory),
  ]
}

extension Resource {
  /// What who asks for so much asks for of the resource; of devices all, whatever their model.
  func units(gpus: Int32, cores: Int32, memory: Int32) -> Int64 {
    switch self {
    case .devices: Int64(gpus)
    case .cores: Int64(cores)
    case .memory: Int64(memory)
    }
  }
}

extension Cluster {
  /// The name of a resource: of the device model, or `cores` or `memory`.
  public func name(of resource: Resource) -> String {
    if case .devices(let model) = resource { return models[model].name }
    return Resource.named.first { $0.resource == resource }?.name ?? ""
  }

  /// The amount that is allowed of a resource, where parts are of so much; nil for any amount.
  public func amount(of resource: Resource, in allowance: Allowance?, whole: Int64) -> Int64? {
    allowance?.given(of: resource, named: name(of: resource))?.units(of: whole)
  }

  /// What all nodes have of a resource; zero where it is not modelled.
  public func total(of resource: Resource) -> Int64 {
    pools.elements.reduce(0) { sum, pool in
      let each =
        switch resource {
        case .devices(let model): pool.kind.model == model ? pool.kind.gpus : 0
        case .cores: pool.kind.cores
        case .memory: pool.kind.memory
        }
      return sum + Int64(pool.nodes * each)
    }
  }
}

extension Job {
  /// What it asks for of a resource; of devices all, whatever their model.
  public func amount(of resource: Resource) -> Int64 {
    resource.units(gpus: gpus, cores: cores, memory: memory)
  }
}
