import Allot
import AllotFiles
import Testing

/// Drawn failures: their laws, their independence, and what is published of them.
@Suite struct FailureDrawTests {
  private static func cluster(nodes: Int) -> Cluster {
    Cluster(
      name: "test",
      models: Table([DeviceModel(name: "H100")]),
      pools: Table([
        Pool(name: "gpu", nodes: nodes, kind: NodeKind(name: "n", gpus: 8, model: ID(0)))
      ])
    )
  }

  private static func drawn(
    _ model: FailureModel,
    nodes: Int,
    days: Int64,
    replicate: UInt64 = 0
  ) -> [NodeOutage] {
    FailureDraw(model, on: cluster(nodes: nodes), replicate: replicate)
      .outages(from: .zero, to: SimTime(seconds: days * 86_400))
  }

  /// A model whose nodes are hardly ever away, so that days are days in which they are up.
  private static func model(lemons: Bool) -> FailureModel {
    var model = FailureModel()
    model.repair = SimDuration(seconds: 60)
    model.partsRepair = SimDuration(seconds: 60)
    if !lemons { model.lemons = Share(millionths: 0) }
    return model
  }

  /// 6.50 in 1,000 node-days were fitted; the others are what follows.
  @Test func theDefaultsGiveWhatIsPublished() {
    let all = Self.drawn(Self.model(lemons: true), nodes: 20_000, days: 100)
    let rate = Double(all.count) / (20_000 * 100) * 1_000
    #expect(abs(rate - 6.5) < 0.4, "\(rate)")
    // Llama 3: 419 unexpected interruptions.
    let llama = Self.drawn(Self.model(lemons: false), nodes: 2_048, days: 54).count
    #expect(abs(Double(llama) - 419) / 419 < 0.3, "\(llama)")
    // One failure in 1.8 h on 16,384 GPUs.
    let hours = 24 / (rate / 1_000 * 2_048)
    #expect(abs(hours - 1.8) < 0.2, "\(hours)")
  }

  /// Whatever the shape, the mean is what the rate says; times below it are as the law says.
  @Test(arguments: [300_000, 700_000, 1_000_000, 2_500_000])
  func timesFollowWeibullsLaw(shape: Int64) {
    var model = Self.model(lemons: false)
    model.shape = shape
    model.rate = 100_000_000
    let outages = Self.drawn(model, nodes: 400, days: 2_000)
    let perNode = Dictionary(grouping: outages, by: \.node)
    var gaps: [Double] = []
    for node in perNode.values {
      for (one, next) in zip(node, node.dropFirst()) {
        gaps.append((next.from - one.until).seconds)
      }
    }
    let mean = gaps.reduce(0, +) / Double(gaps.count) / 86_400
    // Gaps that the end cuts off are missing, which are the long ones.
    #expect(mean > 8 && mean < 10.5, "\(mean)")
    let k = Double(shape) / 1e6
    let scale = 10 / FailureDraw.gamma(1 + 1 / k)
    let below = Double(gaps.count { $0 / 86_400 < scale }) / Double(gaps.count)
    // 1 − 1/e of all are below the scale.
    #expect(abs(below - 0.632) < 0.03, "\(below)")
  }

  @Test func gammaIsTheFactorialBetweenItsPoints() {
    #expect(abs(FailureDraw.gamma(2) - 1) < 1e-9 && abs(FailureDraw.gamma(5) - 24) < 1e-9)
    // The root of π over two.
    #expect(abs(FailureDraw.gamma(1.5) - 0.886226925452758) < 1e-9)
  }

  /// Another node, a longer time or more racks move no failure; another seed or replicate all.
  @Test func streamsAreIndependent() {
    let model = FailureModel()
    let first = Self.drawn(model, nodes: 300, days: 100)
    #expect(!first.isEmpty)
    let more = Self.drawn(model, nodes: 600, days: 200)
    let end = SimTime(seconds: 100 * 86_400)
    #expect(more.filter { $0.node < 300 && $0.from < end } == first)
    var racks = model
    racks.rack = 8
    racks.rackRate = 20_000_000
    let withRacks = Self.drawn(racks, nodes: 300, days: 100)
    #expect(first.allSatisfy(withRacks.contains) && withRacks.count > first.count)
    let rack = withRacks.first { !first.contains($0) }
    #expect(withRacks.count { $0.from == rack?.from && $0.until == rack?.until } == 8)
    #expect(Self.drawn(model, nodes: 300, days: 100, replicate: 1) != first)
    var other = model
    other.seed = 2
    #expect(Self.drawn(other, nodes: 300, days: 100) != first)
    #expect(Self.drawn(model, nodes: 300, days: 100) == first)
  }

  /// Half of the repairs are shorter than the median.
  @Test func repairsHaveTheStatedMedian() {
    var model = FailureModel()
    model.parts = Share(millionths: 0)
    let lengths = Self.drawn(model, nodes: 5_000, days: 100).map { ($0.until - $0.from).seconds }
    let below = Double(lengths.count { $0 < 7_920 }) / Double(lengths.count)
    #expect(abs(below - 0.5) < 0.04, "\(below)")
  }

  @Test func aModelIsReadBackFromItsText() throws {
    var model = FailureModel()
    model.rate = 2_250_000
    model.lemons = Share(millionths: 33_000)
    model.rack = 4
    model.seed = 9
    #expect(try FailureModel(text: model.description, file: "x") == model)
    #expect(try FailureModel(text: "{}", file: "x") == FailureModel())
  }

  @Test(arguments: [
    ("{rates: 1}", "unknown key 'rates'"), ("{lemons: 120%}", "is above 100 %"),
    ("{shape: 0.1}", "must be from 0.2 to 10"), ("{repair: 2}", "a duration with its unit"),
    ("{rate: 1000000}", "is more than 100000"), ("{seed: -1}", "outside 0"),
  ])
  func whatCanNotBeIsAnError(text: String, message: String) {
    let error = #expect(throws: InputError.self) { try FailureModel(text: text, file: "x") }
    #expect("\(error, default: "")".contains(message))
  }
}
