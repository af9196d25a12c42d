public import Allot

/// What tenants use, borrow, lend and are owed over the window, per device model.
public struct AccountsFigure: Figure {
  public static let name = "gpu-hours"
  public static let fields = [FigureField("gpu_hours", .hours)]
  public static let columns = [
    FigureColumn(.hours, "used", "gpu_hours.used", .hours),
    FigureColumn(.hours, "entitled", "gpu_hours.entitled", .hours),
    FigureColumn(.hours, "borrowed", "gpu_hours.borrowed", .hours),
    FigureColumn(.hours, "lent\nidle", "gpu_hours.lent_idle", .hours),
    FigureColumn(.hours, "lent\nwithheld", "gpu_hours.lent_withheld", .hours),
    FigureColumn(.hours, "owed", "gpu_hours.owed", .hours),
    FigureColumn(.hours, "lost", "gpu_hours.lost", .hours),
  ]
  public static let metrics = [
    VerdictMetric("useful", path: "gpu_hours.useful", .plain, lessIsBetter: false),
    VerdictMetric("owed", path: "gpu_hours.owed", .plain),
    VerdictMetric("lost", path: "gpu_hours.lost", .plain),
  ]
  public static let definition = """
    `gpu_hours` of a tenant, per device model under `by_model` and summed over models: one model
    does not make up for another. At every instant of the window, with E the entitlement in a model
    regardless of demand, a what the tenant and everyone below it holds, and w what their waiting
    jobs want of it:

    | member | definition | meaning |
    | --- | --- | --- |
    | `used` | ∫ a | held, lost work included |
    | `useful` | `used` − the part of lost work that lies in the window | never negative |
    | `entitled` | ∫ E | what it could count on |
    | `borrowed` | ∫ (a − E)⁺ | held above its entitlement |
    | `lent` | ∫ unused × min(1, Σ borrowed / Σ unused), unused = (E − a)⁺, sums over siblings | \
    the part of its unused entitlement that siblings held |
    | `lent_withheld` | ∫ min(`lent`, `owed`) at each instant | lent although its owner waits for \
    it |
    | `lent_idle` | `lent` − `lent_withheld` | lent while its owner does not want it |
    | `owed` | ∫ min((E − a)⁺, w) | wanted, entitled to, and not given |
    | `lost` | work of attempts behind their last checkpoint, preempted or interrupted in the \
    window, whole | to be done again |

    What waits is dealt to models for w: jobs that accept one model first, then the others by number
    of models and their order in the cluster, as a maximal fill of what is due; a gang may be split
    over models in this account alone. A job accepts those of the models it asks for, or of all, on
    whose nodes it fits; the components of a job count each for itself. What siblings lend is what
    they borrow, except where shares leave a rest to nobody; where none of them has a share or a
    quota, nobody borrows or lends. A tenant is owed also when its job is too large for what is
    free: fragmentation is in `owed`.
    """

  /// The account of one tenant in one model, in device-milliseconds.
  private struct Account {
    var used: Int128 = 0
    var borrowed: Int128 = 0
    var owed: Int128 = 0
    var lent = 0.0
    var withheld = 0.0
    var lost: Int128 = 0
    var lostInWindow: Int128 = 0
  }

  private struct Sums: ShareSink {
    let window: MeasurementWindow
    let models: Int
    var accounts: [Account]

    mutating func add(_ rates: ShareRates, over span: ShareSpan) {
      let passed = window.overlap(from: span.start, to: span.end)
      guard passed > 0 else { return }
      let cell = Int(span.tenant.index) * models + span.model
      accounts[cell].used += Int128(rates.held * passed)
      accounts[cell].borrowed += Int128(rates.borrowed * passed)
      accounts[cell].owed += Int128(rates.owed * passed)
      accounts[cell].lent += rates.lent * Double(passed)
      accounts[cell].withheld += rates.withheld * Double(passed)
    }

    mutating func lose(_ gpus: Int64, over span: ShareSpan) {
      let cell = Int(span.tenant.index) * models + span.model
      let inWindow = window.overlap(from: span.start, to: span.end)
      accounts[cell].lostInWindow += Int128(gpus * inWindow)
      guard window.contains(span.end) else { return }
      accounts[cell].lost += Int128(gpus * (span.end - span.start).milliseconds)
    }
  }

  private let measured: MeasuredWorld
  private var shares: ShareAccounts<Sums>

  public init(_ measured: MeasuredWorld) {
    self.measured = measured
    let (tenants, models) = (measured.world.tenants.count, measured.world.cluster.models.count)
    let accounts = Array(repeating: Account(), count: tenants * models)
    shares = ShareAccounts(
      measured,
      sink: Sums(window: measured.window, models: models, accounts: accounts)
    )
  }

  public mutating func receive(_ batch: JournalBatch) { shares.receive(batch) }

  public func fill(_ sheet: inout FigureSheet) {
    let (world, sums) = (measured.world, shares.told(through: measured.window.to))
    let (over, window) = (EntitledOverTime(world), measured.window)
    sheet.addToTenants("gpu_hours") { tenant in
      var byModel: [String: FigureValue] = [:]
      var totals: [String: Double] = [:]
      for model in world.cluster.models.ids {
        let entitled = over.amount(of: tenant, model: model, from: window.from, to: window.to)
        let account = sums.accounts[Int(tenant.index) * sums.models + Int(model.index)]
        let hours = Self.hours(account, entitled: entitled)
        for (key, amount) in hours { totals[key, default: 0] += amount }
        byModel[world.cluster.models[model].name] = .members(hours.mapValues { .number($0) })
      }
      var members = totals.mapValues { FigureValue.number($0) }
      members["by_model"] = .members(byModel)
      return .members(members)
    }
  }

  private static func hours(_ account: Account, entitled: Double) -> [String: Double] {
    let useful = max(0, account.used - account.lostInWindow)
    let amounts = [
      "used": Double(account.used), "useful": Double(useful), "entitled": entitled,
      "borrowed": Double(account.borrowed), "lent": account.lent,
      "lent_idle": account.lent - account.withheld, "lent_withheld": account.withheld,
      "owed": Double(account.owed), "lost": Double(account.lost),
    ]
    return amounts.mapValues { $0 / 3_600_000 }
  }
}
