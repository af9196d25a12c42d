public import Allot

/// How evenly classes of tenants get what they are entitled to.
public struct FairnessFigure: Figure {
  public static let name = "fairness"
  public static let fields = [FigureField("fairness", .ratio)]
  public static let columns = [
    FigureColumn(.policies, "Jain\nof due", "fairness.jain_of_due", .ratio),
    FigureColumn(.policies, "Gini\nof due", "fairness.gini_of_due", .ratio),
    FigureColumn(.policies, "worst\ntenant", "fairness.worst.name", .text),
    FigureColumn(.policies, "its\npart", "fairness.worst.ratio", .part),
  ]
  public static let definition = """
    `fairness`, over the tenants at the top that are entitled to something, with x the GPU-hours
    that a tenant used in the window, e what it was entitled to, and m = ∫ min(E, a + w) dt what was
    due to it (entitlement or demand, whichever is less; models added after min):

    | member | formula | source |
    | --- | --- | --- |
    | `jain_of_entitled`, `jain_of_due` | (Σ r)² / (n Σ r²) with r = x / e, and with r = min(x, \
    m) / m | Jain, Chiu and Hawe 1984 |
    | `gini_of_entitled`, `gini_of_due` | Σᵢⱼ abs(rᵢ − rⱼ) / (2 n² mean r), of the same r | Gini \
    1912 |
    | `share_error` | √(Σ (a / Σ a − E / Σ E)² / n), over the n pairs of an hour of the window in \
    which one of them holds something and a tenant that holds or wants something in it | |
    | `worst` | the tenant with the least min(x, m) / m, its `name` and `ratio` | max-min |

    An entitlement that nobody wanted makes `jain_of_entitled` small without anybody being treated
    badly; `jain_of_due` leaves that out. Who is due nothing is in neither. Print the cost beside
    it: `lost`, `owed`, `utilization`.
    """

  /// What the members of the top family held, were due and were entitled to.
  private struct Sums: ShareSink {
    let window: MeasurementWindow
    let isTop: [Bool]
    var used: [Int128]
    var due: [Int128]
    /// By hour of the window × tenant that holds or wants something: device-milliseconds held.
    var hours: [Int: Int64] = [:]

    mutating func add(_ rates: ShareRates, over span: ShareSpan) {
      let index = Int(span.tenant.index)
      guard isTop[index] else { return }
      let passed = window.overlap(from: span.start, to: span.end)
      guard passed > 0 else { return }
      used[index] += Int128(rates.held * passed)
      due[index] += Int128((min(rates.entitled, rates.held) + rates.owed) * passed)
      guard rates.held > 0 || rates.wanted > 0 else { return }
      window.cut(span).eachHour { hour, passed in
        hours[hour * isTop.count + index, default: 0] += rates.held * passed
      }
    }
  }

  private let measured: MeasuredWorld
  private let entitled: EntitledOverTime
  private var shares: ShareAccounts<Sums>

  public init(_ measured: MeasuredWorld) {
    self.measured = measured
    let world = measured.world
    entitled = EntitledOverTime(world)
    let entitled = entitled
    let zeros = Array(repeating: Int128(0), count: world.tenants.count)
    shares = ShareAccounts(
      measured,
      sink: Sums(
        window: measured.window,
        isTop: world.tenants.ids.map { tenant in
          world.tenants.parent(of: tenant) == Tenants.root
            && entitled.isEver(tenant, in: measured.window)
        },
        used: zeros,
        due: zeros
      )
    )
  }

  public mutating func receive(_ batch: JournalBatch) { shares.receive(batch) }

  public func fill(_ sheet: inout FigureSheet) {
    let sums = shares.told(through: measured.window.to)
    let tree = measured.world.tenants
    let top = Array(tree.ids.filter { sums.isTop[Int($0.index)] })
    let ofEntitled = top.compactMap { tenant -> Double? in
      let entitled = entitled(tenant, from: measured.window.from, to: measured.window.to)
      return entitled > 0 ? Double(sums.used[Int(tenant.index)]) / entitled : nil
    }
    let ofDue = top.compactMap { tenant -> (tenant: ID<Tenant>, ratio: Double)? in
      let (used, due) = (sums.used[Int(tenant.index)], sums.due[Int(tenant.index)])
      return due > 0 ? (tenant, Double(min(used, due)) / Double(due)) : nil
    }
    let worst = ofDue.min { $0.ratio < $1.ratio }
    sheet.add(
      "fairness",
      .members([
        "jain_of_entitled": FigureValue(Self.jain(ofEntitled)),
        "jain_of_due": FigureValue(Self.jain(ofDue.map(\.ratio))),
        "gini_of_entitled": FigureValue(Self.gini(ofEntitled)),
        "gini_of_due": FigureValue(Self.gini(ofDue.map(\.ratio))),
        "share_error": FigureValue(shareError(sums, top)),
        "worst": worst.map { worst in
          .members(["name": .text(tree.path(of: worst.tenant)), "ratio": .number(worst.ratio)])
        } ?? .none,
      ])
    )
  }

  package static func jain(_ ratios: [Double]) -> Double? {
    let squares = ratios.reduce(0) { $0 + $1 * $1 }
    let sum = ratios.reduce(0, +)
    return squares > 0 ? sum * sum / (Double(ratios.count) * squares) : nil
  }

  package static func gini(_ ratios: [Double]) -> Double? {
    let sum = ratios.reduce(0, +)
    guard sum > 0 else { return nil }
    var differences = 0.0
    for a in ratios { for b in ratios { differences += (a - b).magnitude } }
    return differences / (2 * Double(ratios.count) * sum)
  }

  private func entitled(_ tenant: ID<Tenant>, from start: SimTime, to end: SimTime) -> Double {
    entitled.amount(of: tenant, from: start, to: end, measured.world)
  }

  private func shareError(_ sums: Sums, _ top: [ID<Tenant>]) -> Double? {
    let (first, last) = (measured.window.from.milliseconds, measured.window.to.milliseconds)
    guard last > first else { return nil }
    var (errors, count) = (0.0, 0)
    for hour in Int(first / 3_600_000)...Int(last / 3_600_000) {
      let begin = SimTime(milliseconds: Int64(hour) * 3_600_000)
      let entitled = top.map {
        self.entitled($0, from: begin, to: begin + SimDuration(milliseconds: 3_600_000))
      }
      let all = entitled.reduce(0, +)
      guard all > 0 else { continue }
      let cells = top.map { sums.hours[hour * sums.isTop.count + Int($0.index)] }
      let held = cells.reduce(0.0) { $0 + Double($1 ?? 0) }
      guard held > 0 else { continue }
      for (place, cell) in cells.enumerated() {
        guard let cell else { continue }
        let error = Double(cell) / held - entitled[place] / all
        errors += error * error
        count += 1
      }
    }
    return count > 0 ? (errors / Double(count)).squareRoot() : nil
  }
}
