import Allot
import AllotFiles
import Testing

@Suite struct ModelMatchTests {
  /// A cluster with one node of each model.
  private func cluster(_ names: [String]) -> Cluster {
    Cluster(
      name: "mixed",
      models: Table(names.map { DeviceModel(name: $0) }),
      pools: Table(
        names.indices.map { place in
          Pool(
            name: "p\(place)",
            nodes: 1,
            kind: NodeKind(name: "n\(place)", gpus: 8, model: ID(place))
          )
        }
      )
    )
  }

  private func rule(_ text: String) throws -> ModelRule {
    try ModelRule(StrictYAML.readSections("models: \(text)", file: "m.yaml").required("models"))
  }

  /// The names of the models that a text means.
  private func meaning(
    _ text: String,
    _ names: [String],
    _ rule: ModelRule = .named
  ) -> [String] {
    let cluster = cluster(names)
    return ModelMatch(cluster, rule).meaning(ofList: text).models.map { cluster.models[$0].name }
  }

  @Test func theFirstStepThatFindsAnyDecides() {
    let names = ["A100-SXM4-40GB", "A100-SXM4-80GB", "H100", "a100"]
    #expect(meaning("A100", names) == ["a100"])
    #expect(meaning("nvidia_a100-sxm4-80gb", names) == ["A100-SXM4-80GB"])
    #expect(meaning("a100_80gb_pcie", names) == ["A100-SXM4-40GB", "A100-SXM4-80GB", "a100"])
    #expect(meaning("nvidia_h100_80gb_hbm3", names) == ["H100"])
    #expect(meaning("h200", names).isEmpty)
    #expect(meaning("nvidia_gh200_480gb", ["H200", "GH200"]) == ["GH200"])
    #expect(meaning("l40", ["L40S"]).isEmpty && meaning("v100s", ["V100"]).isEmpty)
  }

  @Test func aListAcceptsEachOfItsModelsInTheClustersOrder() {
    let names = ["A100", "H100", "H200"]
    #expect(meaning("H100|A100", names) == ["A100", "H100"])
    #expect(meaning(" h100 | nvidia_h200 ", names) == ["H100", "H200"])
    #expect(meaning("v100|H200|h200", names) == ["H200"])
    #expect(meaning("v100|k80", names).isEmpty)
  }

  @Test func aSliceIsToldUnlessTheClusterHasItAsAModel() {
    let whole = ModelMatch(cluster(["A100", "H100"]), .named)
    #expect(whole.meaning(ofList: "nvidia_a100_1g.5gb").models == [ID(0)])
    #expect(whole.meaning(ofList: "nvidia_a100_1g.5gb").isSlice)
    #expect(whole.meaning(ofList: "1g.10gb") == .init(models: [ID(0), ID(1)], isSlice: true))
    #expect(!whole.meaning(ofList: "nvidia_a100-sxm4-80gb").isSlice)
    let sliced = ModelMatch(cluster(["A100", "A100-1g.5gb"]), .named)
    #expect(sliced.meaning(ofList: "nvidia_a100_1g.5gb") == .init(models: [ID(1)], isSlice: false))
    #expect(sliced.meaning(ofList: "nvidia_a100-sxm4-40gb").models == [ID(0)])
  }

  @Test func aRuleComesBeforeNames() throws {
    let names = ["A100", "H100", "H200"]
    let map = try rule("{h100: [H100, h200], \"v*\": any, V100: A100, b200: nothing}")
    #expect(meaning("H100", names, map) == ["H100", "H200"])
    #expect(meaning("nvidia_h100_80gb_hbm3", names, map) == ["H100", "H200"], "the same family")
    #expect(meaning("v100", names, map) == ["A100"], "a name wins over a pattern")
    #expect(meaning("v100s", names, map) == names)
    #expect(meaning("a100", names, map) == ["A100"], "what is not listed means its own name")
    #expect(meaning("b200", names, map).isEmpty)
    #expect(meaning("anything", names, .any) == names)
    #expect(meaning("h100", ["H200"], map) == ["H200"], "models that are not there are left out")
  }

  @Test func rulesAreReadBackFromTheirText() throws {
    for text in ["any", "{h100: [H100, H200], \"v*\": any, \"a b\": [\"x: y\"]}"] {
      let rule = try rule(text)
      #expect(try self.rule(rule.text) == rule)
      #expect(rule.text == text)
    }
  }

  private func error(_ text: String) -> String {
    errorText { () throws(InputError) in
      try ModelRule(StrictYAML.readSections(text, file: "m.yaml").required("models"))
    }
  }

  @Test func formIsChecked() {
    #expect(
      error("models: all")
        == "m.yaml:1: models can not be 'all'; write any, or a mapping such as {h100: [H100, H200]}"
    )
    #expect(error("models: {}") == "m.yaml:1: models maps no model")
    #expect(
      error("models:\n  h100: []")
        == "m.yaml:2: models.h100 lists no model; list models of the cluster, or write any"
    )
    #expect(
      error("models:\n  h100: {a: b}")
        == "m.yaml:2: models.h100 must be a single value, not a mapping"
    )
  }
}
