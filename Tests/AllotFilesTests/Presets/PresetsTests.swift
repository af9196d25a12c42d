import Allot
import AllotFiles
import Testing

@Suite struct PresetsTests {
  @Test func gwangjuMakesThePublishedFigure() throws {
    let cluster = try ClusterFile.load("gwangju")
    #expect(cluster.peak(.fp64Tensor) == PeakFlops(.fp64Tensor, giga: 88_576_000))
    #expect(cluster.peak(.bf16) == PeakFlops(.bf16, giga: 1_332_633_600))
    #expect(cluster.peak(.fp8) == nil)
    #expect(cluster.gpus == 2_048)
    #expect(cluster.nodes == 256)
    #expect(cluster.maximumPower == Watts(2_137_600))
    #expect(cluster.pools.elements.map(\.name) == ["cloud", "hpc"])
    #expect(cluster.note.hasPrefix("A reconstruction from public figures"))
  }

  @Test func theInventoryDoesNotMakeIt() throws {
    let cluster = try ClusterFile.load("gwangju-inventory")
    #expect(cluster.peak(.fp64Tensor) == PeakFlops(.fp64Tensor, giga: 74_482_000))
    let counts = cluster.models.ids.map { model in
      cluster.pools.elements.reduce(0) { $1.kind.model == model ? $0 + $1.gpus : $0 }
    }
    #expect(Array(counts) == [880, 796])
    for word in ["not the centre's inventory", "T4", "IPU", "74.482", "99 nodes of 8"] {
      #expect(cluster.note.contains(word))
    }
  }

  @Test func koreaHasEveryGPU() throws {
    let cluster = try ClusterFile.load("korea-2025")
    #expect(cluster.gpus == 13_136)
    #expect(cluster.nodes == 1_642)
    #expect(cluster.peak(.bf16) == PeakFlops(.bf16, giga: 25_703_606_400))
    #expect(cluster.peak(.fp64Tensor) == PeakFlops(.fp64Tensor, giga: 607_952_000))
  }

  @Test(arguments: ["gwangju", "gwangju-inventory", "korea-2025"])
  func everyClusterHasItsOwnName(name: String) throws {
    #expect(try ClusterFile.load(name).name == name)
  }

  @Test func koreasTenantsShareHalfThirtyTwenty() throws {
    let tenants = try TenantsFile.load("korea")
    let classes = tenants[Tenants.root].children.map { tenants[$0] }
    #expect(classes.map(\.name) == ["national", "enterprise", "university"])
    #expect(classes.map { $0.share?.millionths } == [500_000, 300_000, 200_000])
    let promised = classes.map { $0.promises.first?.waitP95.seconds }
    #expect(promised == [86_400, 28_800, 86_400])
    for (name, nodes) in [("gwangju", [128, 77, 51]), ("korea-2025", [821, 493, 328])] {
      let entitlements = Entitlements(cluster: try ClusterFile.load(name), tenants: tenants)
      #expect(tenants[Tenants.root].children.map { entitlements.nodes(of: $0) } == nodes)
    }
  }

  @Test func everyScenarioCanBeLoaded() throws {
    for preset in ScenarioPresets.all {
      let scenario = try ScenarioFile.load(preset.name)
      #expect(scenario.name == preset.name)
      #expect(try ClusterFile.load(scenario.cluster ?? "").nodes > 0)
      #expect(try TenantsFile.load(scenario.tenants ?? "").count > 1)
    }
  }

  @Test func unknownNamesListThePresets() {
    #expect(
      errorText { () throws(InputError) in try ClusterFile.load("gwanju") }
        == "gwanju: there is neither a cluster preset nor a readable file of that name; "
        + "did you mean 'gwangju'? the presets are gwangju, gwangju-inventory, korea-2025"
    )
    #expect(
      errorText { () throws(InputError) in try TenantsFile.load("vietnam") }
        == "vietnam: there is neither a tenants preset nor a readable file of that name; "
        + "the presets are korea"
    )
    #expect(
      errorText { () throws(InputError) in try ScenarioFile.load("/tmp") }
        == "/tmp: there is neither a scenario preset nor a readable file of that name; "
        + "the presets are gwangju, korea-2025"
    )
  }
}
