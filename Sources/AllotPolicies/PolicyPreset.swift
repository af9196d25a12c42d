public import Allot

/// A policy that ships with `allot`, with what a user must know to choose it.
public struct PolicyPreset: Sendable {
  /// The policy itself.
  public var policy: Policy
  /// What it does, in one sentence.
  public var summary: String
  /// What it follows and where it differs.
  public var source: String
}
