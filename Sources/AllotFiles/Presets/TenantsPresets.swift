/// The tenant trees that ship with the program.
public enum TenantsPresets {
  /// Every tenants preset, in the order in which they are listed.
  public static let all = [
    korea
  ]

  /// The split that Korea announced for its national GPUs.
  ///
  /// The shares are published (NIPA's chairman, 2026-03-04); the promises are not. They are round
  /// figures to measure against: enterprises want an answer within a working day, the others
  /// overnight.
  static let korea = Preset(
    name: "korea",
    text: """
      tenants:
        national: {share: 50%, promise: {wait_p95: 24 h}}
        enterprise: {share: 30%, promise: {wait_p95: 8 h}}
        university: {share: 20%, promise: {wait_p95: 24 h}}
      """
  )
}
