/// What siblings borrow and leave unused of their entitlements at an instant, in devices.
public struct SiblingLoans: Sendable {
  /// What siblings hold above their entitlements, all together.
  public private(set) var borrowed: Int64 = 0
  /// What siblings leave of theirs, all together.
  public private(set) var unused: Int64 = 0

  /// Siblings of whom none has been added.
  public init() {}

  /// What is lent: more may be borrowed than is unused when shares leave a rest to nobody.
  public var lent: Int64 { min(borrowed, unused) }

  /// Adds a sibling.
  public mutating func add(held: Int64, entitled: Int64) {
    if held > entitled { borrowed += held - entitled } else { unused += entitled - held }
  }

  /// What a sibling lends who leaves so much unused: the same part of it as every other.
  public func lent(ofUnused own: Int64) -> Double {
    unused == 0 ? 0 : Double(own) * Double(lent) / Double(unused)
  }
}
