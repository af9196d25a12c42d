public import Allot

/// Reads clusters: the section `cluster` of a YAML file, or a preset.
///
/// ```yaml
/// cluster:
///   name: small
///   models: {H100: {fp64_tensor: 67 TF, bf16: 989.4 TF}}
///   nodes: {hgx-h100: {gpus: 8, model: H100, cores: 112, memory: 2 TiB, power: 10.2 kW}}
///   pools: {cloud: {nodes: 4, kind: hgx-h100}}
/// ```
///
/// A kind without `gpus` has cores; where no kind has `gpus` there need be no `models`.
public enum ClusterFile {
  private static let precisions: [(key: String, precision: Precision)] = [
    ("fp64", .fp64), ("fp64_tensor", .fp64Tensor), ("tf32", .tf32), ("bf16", .bf16), ("fp8", .fp8),
  ]

  /// The cluster of a preset's name, else of a file.
  public static func load(_ nameOrPath: String) throws(InputError) -> Cluster {
    let top = try Preset.loadSections(nameOrPath, subject: "cluster", among: ClusterPresets.all)
    return try read(top.required("cluster"))
  }

  /// The cluster of a section `cluster`.
  ///
  /// Models, kinds and pools keep the order of the file. Cores, memory and power that a kind does
  /// not state are not modelled. Where no node has devices, cores are the devices of the machine.
  public static func read(_ section: YamlValue) throws(InputError) -> Cluster {
    let mapping = try section.mapping(keys: ["name", "note", "models", "nodes", "pools"])
    let models = try mapping["models"].map { value throws(InputError) in
      try Self.models(value)
    }
    let kinds = try kinds(mapping, models: models)
    let pools = try pools(mapping.required("pools"), kinds: kinds)
    let cluster = Cluster(
      name: try mapping.required("name").text(),
      note: try mapping["note"]?.text() ?? "",
      models: Table(models ?? []),
      pools: Table(pools)
    )
    guard cluster.nodes > 0 else {
      throw section.error("the pools have no nodes", remedy: "give one of them some")
    }
    let machine = pools.contains { $0.kind.gpus > 0 } ? cluster : cluster.ofCores
    guard machine.gpus <= Int(Int32.max) else {
      throw section.error("the cluster has more than \(Int32.max) \(machine.unit.rawValue)s")
    }
    return machine
  }

  /// The most pools, and the most device models, that a replay can have.
  static let mostPools = 64

  private static func models(_ section: YamlValue) throws(InputError) -> [DeviceModel] {
    var models: [DeviceModel] = []
    for entry in try named(section, "model") {
      guard models.count < mostPools else {
        throw entry.value.error(
          "'\(entry.key)' is one model more than the \(mostPools) that a cluster can have",
          remedy: "leave out models that no kind of node has"
        )
      }
      if Resource.named.contains(where: { $0.name == entry.key }) {
        throw entry.value.error(
          "'\(entry.key)' is the name of a resource that nodes have beside devices",
          remedy: "leave 'models' out where nodes have no devices, or give the model another name"
        )
      }
      let peaks = try entry.value.mapping(keys: precisions.map(\.key))
      var model = DeviceModel(name: entry.key)
      for (key, precision) in precisions {
        guard let value = peaks[key] else { continue }
        model.peaks.append(try value.peak(precision))
      }
      models.append(model)
    }
    return models
  }

  private static func kinds(
    _ cluster: YamlMapping,
    models: [DeviceModel]?
  ) throws(InputError) -> [NodeKind] {
    var kinds: [NodeKind] = []
    for entry in try named(cluster.required("nodes"), "kind of node") {
      let node = try entry.value.mapping(keys: ["gpus", "model", "cores", "memory", "power"])
      let cores = try node["cores"]?.integer(in: 0...1_000_000) ?? 0
      // Who names a model must have meant devices of it.
      let count = try node["model"] == nil ? node["gpus"] : node.required("gpus")
      let gpus = try count?.integer(in: 0...1_024) ?? 0
      guard gpus > 0 || cores > 0 else {
        throw entry.value.error(
          "\(entry.value.path) has neither GPUs nor cores",
          remedy: "give it 'gpus' and a 'model', or 'cores'"
        )
      }
      var model = 0
      if gpus > 0 || node["model"] != nil {
        if models == nil { _ = try cluster.required("models") }
        model = try reference(
          node.required("model"),
          to: (models ?? []).map(\.name),
          subject: "model",
          plural: "models"
        )
      }
      kinds.append(
        NodeKind(
          name: entry.key,
          gpus: gpus,
          model: ID(model),
          cores: cores,
          memory: try node["memory"]?.memory() ?? 0,
          maximumPower: try node["power"]?.power() ?? Watts(0)
        )
      )
    }
    return kinds
  }

  private static func pools(
    _ section: YamlValue,
    kinds: [NodeKind]
  ) throws(InputError) -> [Pool] {
    var pools: [Pool] = []
    for entry in try named(section, "pool") {
      guard pools.count < mostPools else {
        throw entry.value.error(
          "'\(entry.key)' is one pool more than the \(mostPools) that a cluster can have",
          remedy: "put nodes of one kind into one pool"
        )
      }
      let pool = try entry.value.mapping(keys: ["nodes", "kind", "names"])
      let kind = try reference(
        pool.required("kind"),
        to: kinds.map(\.name),
        subject: "kind of node",
        plural: "kinds"
      )
      pools.append(
        Pool(
          name: entry.key,
          nodes: try pool.required("nodes").integer(in: 0...1_000_000),
          kind: kinds[kind]
        )
      )
      if let value = pool["names"] { try name(value, in: &pools) }
    }
    return pools
  }

  /// Gives the nodes of the last pool the names of a list such as `g[01-16]`; what is left over is
  /// for nodes that come later.
  private static func name(_ value: YamlValue, in pools: inout [Pool]) throws(InputError) {
    let (pool, text) = (pools[pools.count - 1], try value.text())
    guard let names = NodeList.names(in: text), names.count >= pool.nodes else {
      let count = NodeList.names(in: text).map { "has \($0.count) names" } ?? "is no list of names"
      throw value.error(
        "\(value.path) is '\(text)', which \(count), and the pool has \(pool.nodes) nodes",
        remedy: "write each of them once, such as g[01-16,20]"
      )
    }
    var known = Set(pools.flatMap(\.nodeNames))
    for name in names where !known.insert(name).inserted {
      throw value.error(
        "\(value.path) names the node '\(name)' a second time",
        remedy: "nodes are named once in a cluster"
      )
    }
    pools[pools.count - 1].nodeNames = names
  }

  /// The entries of a mapping from free names, of which there is at least one.
  private static func named(
    _ section: YamlValue,
    _ subject: String
  ) throws(InputError) -> [YamlEntry] {
    let entries = try section.entries()
    guard !entries.isEmpty else { throw section.error("\(section.path) declares no \(subject)") }
    for entry in entries where entry.key.isEmpty {
      throw InputError(file: section.file, line: entry.line, "a \(subject) needs a name")
    }
    return entries
  }

  private static func reference(
    _ value: YamlValue,
    to names: [String],
    subject: String,
    plural: String
  ) throws(InputError) -> Int {
    let name = try value.text()
    guard let position = names.firstIndex(of: name) else {
      throw value.error(
        "\(value.path) names the \(subject) '\(name)', which is not declared",
        remedy: DidYouMean.remedy(for: name, among: names, plural: plural)
      )
    }
    return position
  }
}
