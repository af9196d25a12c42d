/// Slots in inverse proportion to priority numbers, where everybody wants more than it gets.
///
/// Source: htcondor/htcondor, the negotiator's pie slices, by effective user priority.
public enum PieSlices {
  /// The slice of each user.
  ///
  /// - Precondition: priorities are positive.
  public static func slices(of slots: Double, effectivePriorities: [Double]) -> [Double] {
    precondition(effectivePriorities.allSatisfy { $0 > 0 }, "effective priorities are positive")
    let sum = effectivePriorities.reduce(0) { $0 + 1 / $1 }
    return effectivePriorities.map { slots * (1 / $0 / sum) }
  }
}
