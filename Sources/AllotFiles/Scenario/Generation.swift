public import Allot

/// How the trace of a scenario is made where none is recorded.
///
/// ```yaml
/// scenario:
///   generate: {days: 28, load: 0.9, node_failures: false}
/// ```
///
/// The values are those of `allot trace generate`, and so are the defaults.
public struct Generation: Sendable, Equatable {
  /// The length in days, from 1 to 366.
  public var days = 28
  /// The offered load, from 0.01 to 3.
  public var load = Share(percent: 90)

  /// False where no node fails under gangs, because the replay fails nodes.
  public var nodesFail = true

  /// 28 days at a load of 0.9.
  public init() {}

  /// The clock of its traces.
  func clock(epoch: Int64?, zone: LocalClock?) -> ReplayClock {
    ReplayClock(
      zero: .zero,
      epoch: epoch ?? TraceGenerator.epoch,
      zone: zone,
      begin: .zero,
      last: SimTime(seconds: Int64(days) * 86_400)
    )
  }

  /// The machine of a generated trace, with the pools that a file's timeline lets grow and shrink;
  /// dates that name no zone are Korea's, as its own are.
  ///
  /// - Throws: ``InputError`` with the line of what is wrong.
  public func machine(
    of cluster: Cluster,
    timeline path: String?
  ) throws(InputError) -> ClusterOverTime {
    guard let path else { return ClusterOverTime(cluster) }
    let timeline = try TimelineFile.load(path)
    let clock = clock(epoch: nil, zone: LocalClock(zone: "Asia/Seoul"))
    return try TimelineBinder(timeline, on: cluster, clock).machine()
  }

  /// What the key `generate` of a scenario says.
  init(_ value: YamlValue) throws(InputError) {
    let mapping = try value.mapping(keys: ["days", "load", "node_failures"])
    if let given = mapping["node_failures"] {
      nodesFail = try given.word(among: ["true", "false"]) == "true"
    }
    if let given = mapping["days"] { days = try given.integer(in: 1...366) }
    guard let given = mapping["load"] else { return }
    let millionths = try given.millionths()
    guard (10_000...3_000_000).contains(millionths) else {
      throw given.error(
        "\(given.path) is \(MillionthsText.text(of: millionths)), outside 0.01 to 3"
      )
    }
    load = Share(millionths: millionths)
  }
}
