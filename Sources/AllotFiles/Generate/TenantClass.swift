/// One of the three classes of tenants of the Korean programme, which are leaves of the tenant
/// tree.
package enum TenantClass: String, Sendable {
  /// National projects such as foundation models.
  case national
  /// Enterprises and start-ups.
  case enterprise
  /// Universities, institutes and the AI school.
  case university

  /// The part of the machine that the class is entitled to, which bounds its gangs.
  package var entitlementPercent: Int {
    switch self {
    case .national: 50
    case .enterprise: 30
    case .university: 20
    }
  }

  /// The class's demand in each week of a four-week round, around 1,000.
  ///
  /// Campaigns fill the middle of the round, enterprises the ends, and universities the last week,
  /// before deadlines: so every class is over its entitlement at some time and below it at another.
  package var phases: [Int] {
    switch self {
    case .national: [650, 1_300, 1_350, 700]
    case .enterprise: [1_100, 900, 800, 1_200]
    case .university: [800, 950, 1_050, 1_200]
    }
  }
}
