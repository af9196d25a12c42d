/// What a tenant weighs for which the tenants file gives no weight.
public enum WeightRule: String, Sendable, CaseIterable {
  /// Its share.
  case share
  /// As much as any sibling.
  case equal
}
