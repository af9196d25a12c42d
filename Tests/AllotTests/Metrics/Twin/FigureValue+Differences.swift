import AllotMetrics

extension FigureValue {
  /// Where two values differ, by paths; numbers may differ by rounding.
  static func differences(_ a: FigureValue?, _ b: FigureValue?, at path: String) -> [String] {
    switch (a, b) {
    case (.members(let x)?, .members(let y)?):
      return Set(x.keys).union(y.keys).sorted().flatMap {
        differences(x[$0], y[$0], at: "\(path).\($0)")
      }
    case (.list(let x)?, .list(let y)?) where x.count == y.count:
      return x.indices.flatMap { differences(x[$0], y[$0], at: "\(path).\($0)") }
    case (.number(let x)?, .number(let y)?) where isClose(x, y): return []
    default:
      let texts = [a, b].map { value in value.map { "\($0)" } ?? "missing" }
      return a == b ? [] : ["\(path): " + texts.joined(separator: " instead of ")]
    }
  }

  /// True where two numbers differ by less than a device-millisecond of what is added up.
  static func isClose(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= 1e-10 * max(1, a.magnitude, b.magnitude)
  }
}
