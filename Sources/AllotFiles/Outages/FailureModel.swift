public import Allot

/// Failures of nodes, drawn from a seed, whatever jobs do.
///
/// ```yaml
/// scenario:
///   failures: {rate: 3.5, lemons: 1.2%, repair: 2.2 h, seed: 1}
/// ```
///
/// Each node has a stream of its own, so that another node, or a longer replay, moves no failure.
/// It fails some time after it came back, exponentially or by Weibull's law, and comes back after a
/// log-normal time. Some nodes, the lemons, fail far more often; racks of nodes that follow each
/// other may fail together. Definitions, defaults and their sources: `docs/failures.md`.
public struct FailureModel: Sendable, Equatable {
  /// Failures of a sound node in 1,000 days in which it is up, in millionths.
  public var rate: Int64 = 3_500_000
  /// Weibull's shape in millionths; 1 is the exponential law, below 1 failures come in bursts.
  public var shape: Int64 = 1_000_000
  /// The part of nodes that are lemons.
  public var lemons = Share(millionths: 12_000)
  /// Failures of a lemon, likewise.
  public var lemonRate: Int64 = 250_000_000
  /// The median time until a node is back.
  public var repair = SimDuration(seconds: 7_920)
  /// The part of failures for which a part has to come.
  public var parts = Share(millionths: 100_000)
  /// The median time until it has.
  public var partsRepair = SimDuration(seconds: 4 * 86_400)
  /// The standard deviation of the natural logarithm of both, in millionths.
  public var sigma: Int64 = 800_000
  /// How many nodes that follow each other are a rack; 0 for no racks.
  public var rack = 0
  /// Failures of a rack in 1,000 days, in millionths.
  public var rackRate: Int64 = 200_000
  /// Which draw of all.
  public var seed = 1

  /// The defaults.
  public init() {}

  private static let keys = [
    "rate", "shape", "lemons", "lemon_rate", "repair", "parts", "parts_repair", "sigma", "rack",
    "rack_rate", "seed",
  ]

  /// What the key `failures` of a scenario says.
  init(_ value: YamlValue) throws(InputError) {
    let mapping = try value.mapping(keys: Self.keys)
    func rate(_ key: String, _ most: Int64, or other: Int64) throws(InputError) -> Int64 {
      guard let given = mapping[key] else { return other }
      let millionths = try given.millionths()
      guard millionths <= most * 1_000_000 else {
        throw given.error("\(given.path) is more than \(most)")
      }
      return millionths
    }
    func time(_ key: String, or other: SimDuration) throws(InputError) -> SimDuration {
      guard let given = mapping[key] else { return other }
      let time = try given.duration()
      guard time > .zero, time <= SimDuration(seconds: 366 * 86_400) else {
        throw given.error("\(given.path) must be more than nothing and at most a year")
      }
      return time
    }
    func part(_ key: String, or other: Share) throws(InputError) -> Share {
      guard let given = mapping[key] else { return other }
      let part = try given.share()
      guard part.millionths <= 1_000_000 else { throw given.error("\(given.path) is above 100 %") }
      return part
    }
    self.rate = try rate("rate", 100_000, or: self.rate)
    lemonRate = try rate("lemon_rate", 100_000, or: lemonRate)
    rackRate = try rate("rack_rate", 100_000, or: rackRate)
    shape = try rate("shape", 10, or: shape)
    if let given = mapping["shape"], shape < 200_000 {
      throw given.error("\(given.path) must be from 0.2 to 10")
    }
    sigma = try rate("sigma", 3, or: sigma)
    lemons = try part("lemons", or: lemons)
    parts = try part("parts", or: parts)
    repair = try time("repair", or: repair)
    partsRepair = try time("parts_repair", or: partsRepair)
    if let given = mapping["rack"] { rack = try given.integer(in: 0...100_000) }
    if let given = mapping["seed"] { seed = try given.integer(in: 0...Int(Int32.max)) }
  }

  /// The model of a text such as ``description``.
  package init(text: String, file: String) throws(InputError) {
    self = try FailureModel(StrictYAML.read(text, file: file))
  }

  /// All of it as a scenario says it, on one line.
  package var description: String {
    func number(_ millionths: Int64) -> String { MillionthsText.text(of: millionths) }
    func part(_ share: Share) -> String { QuantityText.percent(share).replacing(" ", with: "") }
    return "{rate: \(number(rate)), shape: \(number(shape)), lemons: \(part(lemons)), "
      + "lemon_rate: \(number(lemonRate)), repair: \(DurationText.format(repair)), "
      + "parts: \(part(parts)), parts_repair: \(DurationText.format(partsRepair)), "
      + "sigma: \(number(sigma)), rack: \(rack), rack_rate: \(number(rackRate)), seed: \(seed)}"
  }
}
