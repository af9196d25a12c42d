package import Allot

/// One draw of a model's failures on the nodes of a cluster.
package struct FailureDraw {
  private let model: FailureModel
  private let cluster: Cluster
  private let seed: UInt64

  /// The draw of a replicate, which differs from those of others of the same model.
  package init(_ model: FailureModel, on cluster: Cluster, replicate: UInt64) {
    self.model = model
    self.cluster = cluster
    seed = UInt64(model.seed) &* 0x1_0000_0000 &+ replicate
  }

  /// All failures that begin between two instants.
  package func outages(from begin: SimTime, to end: SimTime) -> [NodeOutage] {
    var outages: [NodeOutage] = []
    for pool in cluster.pools.ids {
      let (name, nodes) = (cluster.pools[pool].name, cluster.pools[pool].nodes)
      func add(_ nodes: Range<Int>, _ times: [Range<SimTime>]) {
        for time in times {
          outages += nodes.map { node in
            NodeOutage(
              pool,
              node: Int32(node),
              from: time.lowerBound,
              until: time.upperBound,
              running: .requeue
            )
          }
        }
      }
      for node in 0..<nodes {
        var stream = RandomStream("failures of node \(node) of \(name)", seed: seed)
        let isLemon = stream.unit() * 1e6 < Double(model.lemons.millionths)
        let rate = isLemon ? model.lemonRate : model.rate
        add(node..<node + 1, times(rate, &stream, begin, end))
      }
      guard model.rack > 0 else { continue }
      for first in stride(from: 0, to: nodes, by: model.rack) {
        var stream = RandomStream("failures of rack \(first) of \(name)", seed: seed)
        let rack = first..<min(nodes, first + model.rack)
        add(rack, times(model.rackRate, &stream, begin, end))
      }
    }
    return outages
  }

  /// When something that fails at a rate is out.
  private func times(
    _ rate: Int64,
    _ stream: inout RandomStream,
    _ begin: SimTime,
    _ end: SimTime
  ) -> [Range<SimTime>] {
    guard rate > 0 else { return [] }
    var times: [Range<SimTime>] = []
    var now = begin
    while true {
      let up = timeToFailure(rate, &stream)
      guard up < Double((end - now).milliseconds) else { return times }
      let from = now + SimDuration(milliseconds: Int64(up))
      let needsPart = stream.unit() * 1e6 < Double(model.parts.millionths)
      now = from + timeToRepair(needsPart ? model.partsRepair : model.repair, &stream)
      times.append(from..<now)
    }
  }

  /// Milliseconds from when something is up until it fails: by Weibull's law with the mean that the
  /// rate says, by the inverse of its distribution.
  private func timeToFailure(_ rate: Int64, _ stream: inout RandomStream) -> Double {
    let survived = max(1 - stream.unit(), 0x1p-53)
    let power = 1e6 / Double(model.shape)
    let mean = 86_400_000 * 1_000 * 1e6 / Double(rate)
    let units = -Elementary.log2(survived) * Self.ln2
    guard units > 0 else { return 1 }
    let drawn = Elementary.exp2(Elementary.log2(units) * power)
    return max(1, mean * drawn / Self.gamma(1 + power))
  }

  /// A log-normal time of some median, a minute at least.
  private func timeToRepair(_ median: SimDuration, _ stream: inout RandomStream) -> SimDuration {
    let sigma = Double(model.sigma) / 1e6
    let drawn = Double(median.milliseconds) * Elementary.exp2(sigma / Self.ln2 * stream.normal())
    return SimDuration(milliseconds: max(60_000, Int64(drawn)))
  }

  private static let ln2 = 0.693147180559945309417

  /// The gamma function for 1 ≤ x ≤ 6, by Stirling's series behind ten steps of its recurrence.
  package static func gamma(_ x: Double) -> Double {
    var (product, z) = (1.0, x)
    for _ in 0..<10 {
      product *= z
      z += 1
    }
    let square = z * z
    let rest = (1.0 / 12 - (1.0 / 360 - 1.0 / (1_260 * square)) / square) / z
    // 0.5 ln 2π
    let log = (z - 0.5) * Elementary.log2(z) * ln2 - z + 0.918938533204672741780 + rest
    return Elementary.exp2(log / ln2) / product
  }
}
