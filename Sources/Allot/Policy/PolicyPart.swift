/// A replaceable piece of a policy, with the name and the settings that a policy file gives it.
public protocol PolicyPart: Sendable {
  /// The name in policy files, such as `fair-share`.
  var name: String { get }
  /// The settings in full, in the order of the policy file; empty for parts without any.
  var settings: [PolicySetting] { get }
}

extension PolicyPart {
  /// No settings.
  public var settings: [PolicySetting] { [] }
}

/// One setting of a part.
public struct PolicySetting: Sendable, Equatable {
  /// What kind of quantity a setting is.
  public enum Value: Sendable, Equatable {
    /// A length of time.
    case duration(SimDuration)
    /// A part of a whole.
    case share(Share)
    /// A whole number.
    case number(Int)
    /// One of several words.
    case word(String)
  }

  /// The key in policy files, such as `half_life`.
  public var key: String
  /// The value, or nil for `none`.
  public var value: Value?

  /// A setting under a key.
  public init(_ key: String, _ value: Value?) {
    self.key = key
    self.value = value
  }
}
