import Allot
import AllotMetrics

/// The rows of the files by the hour.
extension NaiveAccounts {
  private static let hour: Int64 = 3_600_000

  /// The tenants in files: declared ones to a depth, and whoever stands at the top.
  private var charted: [ID<Tenant>] {
    let tree = figures.world.tenants
    return tree.ids.filter { tenant in
      let level = figures.path(tenant).count - 1
      return level > 0 && level <= figures.measured.depthOfTenants
        && (level == 1 || tree[tenant].isDeclared)
    }
  }

  private func name(_ tenant: ID<Tenant>) -> String {
    figures.path(tenant).dropLast().reversed().map { figures.world.tenants[$0].name }
      .joined(separator: "/")
  }

  /// The numbers of `timeline.csv` by hour, tenant and model, in the order of its rows.
  var timeline: [(key: String, numbers: [Double])] {
    var rows: [(key: String, numbers: [Double])] = []
    let models = figures.world.cluster.models
    for hour in stride(from: 0, through: figures.last, by: Int64.Stride(Self.hour)) {
      for tenant in charted {
        for model in models.ids {
          let index = Int(model.index)
          let end = min(hour + Self.hour, figures.last)
          let sums = sums(of: tenant, index, from: hour, to: end)
          let lost = losses(of: tenant, index).filter { $0.to >= hour && $0.to < hour + Self.hour }
            .reduce(Int64(0)) { $0 + $1.gpus * ($1.to - $1.from) }
          let numbers = [
            Double(sums.used), Double(sums.wanted), Double(sums.borrowed), Double(sums.owed),
            sums.lent - sums.withheld, sums.withheld, Double(lost),
          ].map { $0 / Double(Self.hour) }
          guard numbers.contains(where: { $0 > 0 }) else { continue }
          let due = figures.entitled(tenant, model, from: hour, to: hour + Self.hour)
          let entitled = Double(due) / Double(Self.hour)
          rows.append(
            ("\(hour / 1_000),\(name(tenant)),\(models[model].name)", [entitled] + numbers)
          )
        }
      }
    }
    return rows
  }

  /// The numbers of `queue.csv` by hour and tenant, in the order of its rows.
  var queue: [(key: String, numbers: [Double])] {
    var rows: [(key: String, numbers: [Double])] = []
    for end in stride(from: Self.hour, through: figures.last, by: Int64.Stride(Self.hour)) {
      for tenant in charted {
        let waiting = figures.jobs(of: tenant).filter {
          figures.doing($0, at: end - 1) == .waiting
        }
        let waits = waiting.map { end - figures.world.jobs[$0].submit.milliseconds }
        guard let longest = waits.max() else { continue }
        let gpus = waiting.reduce(0) { $0 + Int(figures.world.jobs[$1].gpus) }
        rows.append(
          (
            "\((end - Self.hour) / 1_000),\(name(tenant))",
            [Double(waiting.count), Double(gpus), Double(longest) / 1_000]
          )
        )
      }
    }
    return rows
  }
}
