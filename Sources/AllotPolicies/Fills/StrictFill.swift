public import Allot

/// Nothing passes the first job that can not start.
///
/// It closes the pools that it waits for, or the tenant whose limit stops it.
public struct StrictFill: FillPart {
  /// The strict fill.
  public init() {}

  /// `strict`.
  public var name: String { "strict" }

  /// A blocked job closes what it waits for.
  public var head: HeadRule { .close }
}
