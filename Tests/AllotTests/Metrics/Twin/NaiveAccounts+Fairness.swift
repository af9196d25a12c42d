import Allot
import AllotMetrics

/// How evenly those at the top who are entitled to something get it.
extension NaiveAccounts {
  private var top: [ID<Tenant>] {
    let world = figures.world
    return world.tenants.ids.filter { tenant in
      world.tenants[tenant].parent == Tenants.root
        && ([figures.from]
          + world.changes.map(\.time.milliseconds).filter {
            figures.from <= $0 && $0 <= figures.to
          })
          .contains { entitled(tenant, from: $0, to: $0 + 1) > 0 }
    }
  }

  private func entitled(_ tenant: ID<Tenant>, from: Int64, to: Int64) -> Int64 {
    figures.world.cluster.models.ids.reduce(0) {
      $0 + figures.entitled(tenant, $1, from: from, to: to)
    }
  }

  /// ∫ min(E, a + w), and ∫ a, over all models.
  private func due(_ tenant: ID<Tenant>) -> (due: Int64, used: Int64) {
    var (due, used): (Int64, Int64) = (0, 0)
    for span in spans where figures.from <= span.from && span.to <= figures.to {
      for standing in span.standings[Int(tenant.index)] {
        used += standing.held * (span.to - span.from)
        due += min(standing.entitled, standing.held + standing.wanted) * (span.to - span.from)
      }
    }
    return (due, used)
  }

  /// The member `fairness`.
  var fairness: FigureValue {
    let length = figures.to - figures.from
    let inWindow = top.map { ($0, entitled($0, from: figures.from, to: figures.to)) }
    let raw = inWindow.filter { $0.1 > 0 && length > 0 }.map { tenant, entitled in
      Double(due(tenant).used) / Double(entitled)
    }
    let given = top.filter { due($0).due > 0 }.map { tenant -> (ID<Tenant>, Double) in
      let (due, used) = due(tenant)
      return (tenant, Double(min(used, due)) / Double(due))
    }
    let least = given.map(\.1).min()
    let worst = given.first { $0.1 == least }
    let ratios = given.map(\.1)
    return .members([
      "jain_of_entitled": FigureValue(jain(raw)), "jain_of_due": FigureValue(jain(ratios)),
      "gini_of_entitled": FigureValue(gini(raw)), "gini_of_due": FigureValue(gini(ratios)),
      "share_error": FigureValue(shareError),
      "worst": worst.map { tenant, ratio in
        .members(["name": .text(figures.world.tenants[tenant].name), "ratio": .number(ratio)])
      } ?? .none,
    ])
  }

  private func jain(_ r: [Double]) -> Double? {
    let (sum, squares) = (r.reduce(0, +), r.map { $0 * $0 }.reduce(0, +))
    return squares > 0 ? sum * sum / (Double(r.count) * squares) : nil
  }

  private func gini(_ r: [Double]) -> Double? {
    let (count, mean) = (Double(r.count), r.reduce(0, +) / Double(r.count))
    guard !r.isEmpty && mean > 0 else { return nil }
    let differences = r.map { a in r.map { b in abs(a - b) }.reduce(0, +) }.reduce(0, +)
    return differences / (2 * count * count * mean)
  }

  private var shareError: Double? {
    var squares: [Double] = []
    for hour in stride(from: 0, to: max(figures.to, 0), by: 3_600_000) {
      let inHour = spans.filter { span in
        span.from >= max(hour, figures.from) && span.to <= min(hour + 3_600_000, figures.to)
      }
      func held(_ tenant: ID<Tenant>) -> Double {
        inHour.reduce(0.0) { sum, span in
          let held = span.standings[Int(tenant.index)].reduce(0) { $0 + $1.held }
          return sum + Double(held * (span.to - span.from))
        }
      }
      let together = top.map(held).reduce(0, +)
      func entitled(_ tenant: ID<Tenant>) -> Double {
        Double(self.entitled(tenant, from: hour, to: hour + 3_600_000))
      }
      let all = top.map(entitled).reduce(0, +)
      guard together > 0, all > 0 else { continue }
      for tenant in top {
        let isAsking = inHour.contains { span in
          span.standings[Int(tenant.index)].contains { $0.held + $0.wanted > 0 }
        }
        guard isAsking else { continue }
        let error = held(tenant) / together - entitled(tenant) / all
        squares.append(error * error)
      }
    }
    guard !squares.isEmpty else { return nil }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }
}
