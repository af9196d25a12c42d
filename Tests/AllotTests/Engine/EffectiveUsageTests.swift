import Allot
import AllotPolicies
import Testing

/// Effective usage and fair share against what an unmodified Slurm 22.05.8 printed, without Fair
/// Tree, for jobs that really ran.
@Suite struct EffectiveUsageTests {
  /// A user or an account: its parent's position, its shares, its raw usage, and what `sshare` says
  /// of it; nothing where shares are the parent's, which allot has no word for.
  struct Association {
    var name: String
    var parent: Int
    var shares: Int64
    var usage: Int64
    /// Effective usage, and fair share with dampenings of 1 and 5.
    var printed: (e: Double, f: Double, f5: Double)?

    init(
      _ name: String,
      _ parent: Int,
      _ shares: Int64,
      _ usage: Int64,
      _ printed: (e: Double, f: Double, f5: Double)?
    ) {
      self.name = name
      self.parent = parent
      self.shares = shares
      self.usage = usage
      self.printed = printed
    }
  }

  /// Position 0 is the root.
  static let associations = [
    Association("university", 0, 20, 0, (e: 0.16943, f: 0.552626, f5: 0.88815)),
    Association("uni_med", 1, 30, 0, (e: 0.068493, f: 0.449699, f5: 0.852284)),
    Association("nl3", 2, 2, 35, (e: 0.028439, f: 0.369551, f5: 0.819474)),
    Association("um1", 2, 4, 70, (e: 0.05127, f: 0.40766, f5: 0.835718)),
    Association("uni_school", 1, 0, 0, nil),
    Association("us2", 5, 0, 0, nil),
    Association("us1", 5, 0, 40, nil),
    Association("uni_gist", 1, 70, 0, (e: 0.158976, f: 0.451595, f5: 0.853001)),
    Association("ug3", 8, 1, 0, (e: 0.031795, f: 0.451595, f5: 0.853001)),
    Association("ug2", 8, 2, 280, (e: 0.103965, f: 0.27261, f5: 0.771096)),
    Association("ug1", 8, 2, 280, (e: 0.103965, f: 0.27261, f5: 0.771096)),
    Association("enterprise", 0, 30, 0, (e: 0.420091, f: 0.37519, f5: 0.821959)),
    Association("ent_big", 12, 60, 0, (e: 0.332805, f: 0.274066, f5: 0.771918)),
    Association("eb2", 13, 0, 0, (e: 0, f: 0, f5: 0)),
    Association("eb1", 13, 1, 840, (e: 0.332805, f: 0.274066, f5: 0.771918)),
    Association("ent_startup", 12, 40, 0, (e: 0.298967, f: 0.17479, f5: 0.705511)),
    Association("es3", 16, 10, 0, (e: 0.119587, f: 0.17479, f5: 0.705511)),
    Association("es2", 16, 10, 528, (e: 0.195722, f: 0.057579, f5: 0.565005)),
    Association("es1", 16, 5, 380, (e: 0.132853, f: 0.020748, f5: 0.460676)),
    Association("national", 0, 50, 0, (e: 0.39678, f: 0.573754, f5: 0.89484)),
    Association("nx1", 20, 25, 54, (e: 0.089738, f: 0.533532, f5: 0.881926)),
    Association("nat_health", 20, 20, 0, (e: 0.064292, f: 0.569714, f5: 0.893576)),
    Association("nh1", 22, 1, 4, (e: 0.064292, f: 0.569714, f5: 0.893576)),
    Association("nat_llm", 20, 50, 0, (e: 0.349051, f: 0.294695, f5: 0.783203)),
    Association("nl3", 24, 3, 660, (e: 0.272877, f: 0.203526, f5: 0.727318)),
    Association("nl2", 24, 1, 20, (e: 0.073655, f: 0.275515, f5: 0.772732)),
    Association("nl1", 24, 1, 640, (e: 0.192857, f: 0.034205, f5: 0.509117)),
    Association("nat_climate", 20, 30, 0, (e: 0.14509, f: 0.428933, f5: 0.844263)),
    Association("nc2", 28, 20, 210, (e: 0.11355, f: 0.370215, f5: 0.819768)),
    Association("nc1", 28, 10, 63, (e: 0.058457, f: 0.359474, f5: 0.814955)),
    Association("root", 0, 1, 57, (e: 0.013699, f: 0.383271, f5: 0.82547)),
  ]

  /// Use counts for ever.
  private struct PlainLedger: LedgerPart {
    var name: String { "plain" }
    var tick: SimDuration { SimDuration(milliseconds: 1_000) }
    var growth: Double { 1 }
  }

  @Test(arguments: [1, 5])
  func slurmPrintsTheSame(dampening: Int) throws {
    let all = Self.associations
    var ledger = Ledger(part: PlainLedger(), tenants: all.count + 1)
    for (index, association) in all.enumerated() where association.usage > 0 {
      var path = [index + 1]
      while let last = path.last, last > 0 { path.append(all[last - 1].parent) }
      let end = SimTime(milliseconds: association.usage)
      for tenant in path {
        ledger.start(tenant, gpus: 1, at: .zero)
        ledger.end(tenant, gpus: 1, at: end, startedAt: .zero, started: 0)
      }
    }
    _ = ledger.advance(to: SimTime(milliseconds: 1_000))
    let effective = EffectiveUsage(
      weights: [1] + all.map(\.shares),
      parents: [-1] + all.map(\.parent)
    )
    let order = MultifactorOrder(age: 1_000, fairShare: 1_000_000, dampening: dampening)
    for (index, association) in all.enumerated() {
      guard let printed = association.printed else { continue }
      var view = TenantView(weight: association.shares)
      view.share = effective.shares[index + 1]
      view.effectiveUsage = effective.value(of: index + 1, ledger: ledger)
      if association.shares > 0 {
        #expect(abs(view.effectiveUsage - printed.e) < 1e-6, "\(association.name)")
      }
      let worth = 1_000_000 * 604_800.0
      let factor = -order.key(of: view) / worth
      #expect(
        abs(factor - (dampening == 1 ? printed.f : printed.f5)) < 1e-6,
        "\(association.name)"
      )
    }
  }
}
