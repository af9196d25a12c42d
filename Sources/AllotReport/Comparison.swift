public import AllotMetrics

/// What `comparison.json` holds: the summaries of every policy, in the order given.
public struct Comparison: Encodable, Sendable {
  /// The version of the layout.
  public var schema = Summary.schema
  /// The summaries.
  public var policies: [Summary]

  /// A comparison of replays of one world.
  public init(_ policies: [Summary]) {
    self.policies = policies
  }
}
