import Allot
import AllotFiles
import Testing

@Suite struct ClusterFileTests {
  private static let good = """
    cluster:
      name: small
      note: two lines
      models: {H100: {fp64_tensor: 67 TF, bf16: 989.4 TF}, T4: {}}
      nodes:
        big: {gpus: 8, model: H100, cores: 112, memory: 2 TiB, power: 10.2 kW}
        thin: {gpus: 1, model: T4}
      pools:
        cloud: {nodes: 4, kind: big}
        edge: {nodes: 2, kind: thin}
    """

  private func read(_ text: String) throws(InputError) -> Cluster {
    try ClusterFile.read(StrictYAML.readSections(text, file: "c.yaml").required("cluster"))
  }

  /// The error of the good file with one text replaced.
  private func error(_ old: String, _ new: String) -> String {
    let text = Self.good.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.replacing(old, with: new) }.joined(separator: "\n")
    return errorText { () throws(InputError) in try read(text) }
  }

  @Test func readsEveryField() throws {
    let cluster = try read(Self.good)
    #expect(cluster.name == "small")
    #expect(cluster.note == "two lines")
    #expect(
      cluster.models.elements == [
        DeviceModel(
          name: "H100",
          peaks: [PeakFlops(.fp64Tensor, giga: 67_000), PeakFlops(.bf16, giga: 989_400)]
        ),
        DeviceModel(name: "T4"),
      ]
    )
    let big = NodeKind(
      name: "big",
      gpus: 8,
      model: ID(0),
      cores: 112,
      memory: 2_097_152,
      maximumPower: Watts(10_200)
    )
    let thin = NodeKind(name: "thin", gpus: 1, model: ID(1))
    #expect(
      cluster.pools.elements == [
        Pool(name: "cloud", nodes: 4, kind: big), Pool(name: "edge", nodes: 2, kind: thin),
      ]
    )
  }

  @Test func errorsNameTheLine() {
    #expect(
      error("fp64_tensor", "fp64_tensr")
        == "c.yaml:4: unknown key 'fp64_tensr' in cluster.models.H100; did you mean 'fp64_tensor'?"
    )
    #expect(
      error("67 TF", "67")
        == "c.yaml:4: cluster.models.H100.fp64_tensor must be a rate with its unit, "
        + "such as 67 TF, not '67'"
    )
    #expect(
      error("model: T4", "model: H10")
        == "c.yaml:7: cluster.nodes.thin.model names the model 'H10', which is not declared; "
        + "did you mean 'H100'?"
    )
    #expect(
      error("kind: thin", "kind: fat")
        == "c.yaml:10: cluster.pools.edge.kind names the kind of node 'fat', "
        + "which is not declared; "
        + "the kinds are big, thin"
    )
    #expect(
      error("nodes: 4", "nodes: -4")
        == "c.yaml:9: cluster.pools.cloud.nodes is -4, outside 0 to 1000000"
    )
    #expect(
      error("nodes: 4", "nodes: 4.5")
        == "c.yaml:9: cluster.pools.cloud.nodes must be a whole number, not '4.5'"
    )
    #expect(
      error("gpus: 8", "gpus: 1025")
        == "c.yaml:6: cluster.nodes.big.gpus is 1025, outside 0 to 1024"
    )
    #expect(
      error("gpus: 1,", "gpus: 0,")
        == "c.yaml:7: cluster.nodes.thin has neither GPUs nor cores; "
        + "give it 'gpus' and a 'model', or 'cores'"
    )
    #expect(
      error("model: H100, ", "") == "c.yaml:6: cluster.nodes.big needs the key 'model'"
    )
    #expect(
      error("T4: {}", "cores: {}")
        == "c.yaml:4: 'cores' is the name of a resource that nodes have beside devices; "
        + "leave 'models' out where nodes have no devices, or give the model another name"
    )
    #expect(error("gpus: 8, ", "") == "c.yaml:6: cluster.nodes.big needs the key 'gpus'")
    #expect(
      error("  name: small", "  nam: small")
        == "c.yaml:2: unknown key 'nam' in cluster; did you mean 'name'?"
    )
    #expect(
      error("memory: 2 TiB", "memory: -1 TiB")
        == "c.yaml:6: cluster.nodes.big.memory is negative: '-1 TiB'"
    )
    #expect(
      error("10.2 kW", "10.2")
        == "c.yaml:6: cluster.nodes.big.power must be a power with its unit, "
        + "such as 10.2 kW, not '10.2'"
    )
    #expect(
      error("T4: {}", "T4: [1]")
        == "c.yaml:4: cluster.models.T4 must be a mapping (key: value), not a list"
    )
    #expect(error("cloud:", "'':") == "c.yaml:9: a pool needs a name")
    #expect(
      error("cluster:", "clusters:")
        == "c.yaml:1: unknown key 'clusters' at the top; did you mean 'cluster'?"
    )
  }

  @Test func nodesWithoutDevicesAreAMachineOfCores() throws {
    for gpus in ["", "gpus: 0, "] {
      let cluster = try read(
        "cluster: {name: x, nodes: {n: {\(gpus)cores: 12, memory: 48 GiB}}, "
          + "pools: {p: {nodes: 20, kind: n}}}"
      )
      #expect(cluster.unit == .core)
      #expect(cluster.gpus == 240)
      #expect(cluster.cores == 240)
      #expect(!cluster.isMixed)
      #expect(cluster.models.elements == [DeviceModel(name: "cores")])
      let kind = cluster.pools[ID(0)].kind
      #expect(kind.gpus == 12 && kind.cores == 0 && kind.memory == 49_152)
      #expect(cluster.peak(.bf16) == nil)
    }
  }

  @Test func poolsWithoutDevicesMayStandBesideOthers() throws {
    let text = Self.good.replacing("thin: {gpus: 1, model: T4}", with: "thin: {cores: 6}")
    let cluster = try read(text)
    #expect(cluster.unit == .gpu)
    #expect(cluster.isMixed)
    #expect(cluster.gpus == 32)
    #expect(cluster.cores == 4 * 112 + 2 * 6)
    #expect(cluster.peak(.bf16) == PeakFlops(.bf16, giga: 32 * 989_400))
  }

  @Test func devicesNeedModels() {
    #expect(
      errorText { () throws(InputError) in
        try read("cluster: {name: x, nodes: {n: {gpus: 1, model: A}}, pools: {}}")
      } == "c.yaml:1: cluster needs the key 'models'"
    )
    #expect(
      errorText { () throws(InputError) in
        try read("cluster: {name: x, nodes: {n: {memory: 1 GiB}}, pools: {}}")
      } == "c.yaml:1: cluster.nodes.n has neither GPUs nor cores; "
        + "give it 'gpus' and a 'model', or 'cores'"
    )
  }

  @Test func missingSectionsAreErrors() {
    #expect(
      errorText { () throws(InputError) in try read("tenants: {a: {}}") }
        == "c.yaml:1: the file needs the key 'cluster'"
    )
    #expect(
      errorText { () throws(InputError) in try read("cluster:\n  name: x\n  models: {}\n") }
        == "c.yaml:3: cluster.models declares no model"
    )
    #expect(
      errorText { () throws(InputError) in
        try read("cluster: {name: x, models: {A: {}}, nodes: {n: {gpus: 1, model: A}}, pools: {}}")
      } == "c.yaml:1: cluster.pools declares no pool"
    )
  }

  @Test func tooManyGPUsAreAnError() {
    let text = """
      cluster:
        name: x
        models: {A: {}}
        nodes: {n: {gpus: 1024, model: A}}
        pools: {p: &p {nodes: 1000000, kind: n}, q: *p, r: *p}
      """
    #expect(
      errorText { () throws(InputError) in try read(text) }
        == "c.yaml:2: the cluster has more than 2147483647 GPUs"
    )
  }

  @Test func aFileIsReadFromItsPath() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("small.yaml", Self.good + "\ntenants: {a: {share: 50%}}\n")
    #expect(try ClusterFile.load(path).nodes == 6)
    #expect(try TenantsFile.load(path).count == 2)
    #expect(
      errorText { () throws(InputError) in try AssignmentFile.load(path) }
        == "\(path):1: the file needs the key 'assign'"
    )
  }
}
