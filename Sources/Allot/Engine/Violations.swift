/// The wrong decisions of a policy, of which the first one counts.
struct Violations {
  /// The first one.
  private(set) var first: PolicyViolation?
  /// False once there is one: asked at every instant, where the violation itself would be copied.
  private(set) var isEmpty = true

  /// Notes one.
  mutating func note(_ violation: PolicyViolation) {
    guard isEmpty else { return }
    isEmpty = false
    first = violation
  }
}
