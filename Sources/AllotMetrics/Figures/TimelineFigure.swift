public import Allot

/// What tenants held, wanted, borrowed, lent and were owed, hour by hour and model by model.
public struct TimelineFigure: Figure {
  public static let name = "timeline"
  public static let fields: [FigureField] = []
  public static let fileNames = ["timeline.csv"]
  public static let definition = """
    `timeline.csv`: one row for each hour of the replay, also outside the window (`hour` is the
    second since time zero at which it begins), tenant and device model, with GPU-hours of that hour
    as in `gpu_hours`: `entitled`, `held`, `wanted` (what waits, dealt to models as for `owed`, the
    rest to the first model of each job), `borrowed`, `owed`, `lent_idle`, `lent_withheld`, and
    `preempted`, the work that preemptions, and nodes that failed, lost in the hour. Declared
    tenants to `--depth-of-tenants`, two levels by default. Rows in which nothing but `entitled` is
    above zero are left out.
    """

  private struct Row {
    var held: Int64 = 0
    var wanted: Int64 = 0
    var borrowed: Int64 = 0
    var owed: Int64 = 0
    var idle = 0.0
    var withheld = 0.0
    var preempted: Int64 = 0
  }

  private struct Hours: ShareSink {
    let models: Int
    let isShown: [Bool]
    /// By hour × tenant × model; sorted before it is written.
    var rows: [Int: Row] = [:]

    func key(_ hour: Int, _ span: ShareSpan) -> Int {
      (hour * isShown.count + Int(span.tenant.index)) * models + span.model
    }

    mutating func add(_ rates: ShareRates, over span: ShareSpan) {
      guard isShown[Int(span.tenant.index)], !rates.isIdle else { return }
      span.eachHour { hour, passed in
        var row = rows[key(hour, span)] ?? Row()
        row.held += rates.held * passed
        row.wanted += rates.wanted * passed
        row.borrowed += rates.borrowed * passed
        row.owed += rates.owed * passed
        row.idle += (rates.lent - rates.withheld) * Double(passed)
        row.withheld += rates.withheld * Double(passed)
        rows[key(hour, span)] = row
      }
    }

    mutating func lose(_ gpus: Int64, over span: ShareSpan) {
      guard isShown[Int(span.tenant.index)] else { return }
      let key = key(Int(span.end.milliseconds / 3_600_000), span)
      rows[key, default: Row()].preempted += gpus * (span.end - span.start).milliseconds
    }
  }

  private let world: World
  private var shares: ShareAccounts<Hours>

  public init(_ measured: MeasuredWorld) {
    world = measured.world
    let isShown = measured.charted
    shares = ShareAccounts(
      measured,
      sink: Hours(models: world.cluster.models.count, isShown: isShown)
    )
  }

  public mutating func receive(_ batch: JournalBatch) { shares.receive(batch) }

  public func fill(_ sheet: inout FigureSheet) {}

  public func files() -> [FigureFile] {
    let (hours, entitled) = (shares.told(through: .zero), EntitledOverTime(world))
    var text = CSVRows(
      header: "hour,tenant,model,entitled,held,wanted,borrowed,owed,lent_idle,lent_withheld,"
        + "preempted"
    )
    let (tenants, models) = (hours.isShown.count, hours.models)
    for (key, row) in hours.rows.sorted(by: { $0.key < $1.key }) {
      let (rest, model) = key.quotientAndRemainder(dividingBy: models)
      let (hour, tenant) = rest.quotientAndRemainder(dividingBy: tenants)
      text.append(Int64(hour) * 3_600)
      text.append(world.tenants.path(of: ID(tenant)))
      text.append(world.cluster.models[ID(model)].name)
      let begin = SimTime(milliseconds: Int64(hour) * 3_600_000)
      let end = begin + SimDuration(milliseconds: 3_600_000)
      let due = entitled.amount(of: ID(tenant), model: ID(model), from: begin, to: end)
      text.append(due / 3_600_000)
      for amount in [row.held, row.wanted, row.borrowed, row.owed] {
        text.append(Double(amount) / 3_600_000)
      }
      text.append(row.idle / 3_600_000)
      text.append(row.withheld / 3_600_000)
      text.append(Double(row.preempted) / 3_600_000)
      text.endRow()
    }
    return [FigureFile(name: "timeline.csv", bytes: text.bytes)]
  }
}

extension MeasuredWorld {
  /// The tenants that files by the hour have, by id: declared ones to a depth, and `other`.
  public var charted: [Bool] {
    let tenants = world.tenants
    var depths = [0]
    return tenants.ids.map { tenant in
      guard let parent = tenants.parent(of: tenant) else { return false }
      depths.append(depths[Int(parent.index)] + 1)
      let isTop = parent == Tenants.root
      return depths[Int(tenant.index)] <= depthOfTenants && (isTop || tenants.isDeclared(tenant))
    }
  }
}
