public import Allot

/// Every job that fits starts, whatever waits before it: large gangs may starve.
public struct GreedyFill: FillPart {
  /// The greedy fill.
  public init() {}

  /// `greedy`.
  public var name: String { "greedy" }

  /// A blocked job does nothing.
  public var head: HeadRule { .pass }
}
