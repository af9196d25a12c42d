public import AllotMetrics

/// The files of a replicated comparison: `comparison.json`, `comparison.csv` and `replicates.csv`.
public struct ReplicatedComparison {
  private let study: ReplicateStudy
  private let replicatedBy: String
  private let names: [String]
  private let stopped: String?

  /// The files of a study; `replicatedBy` says how replicates were made, `names` what each is
  /// called, and `stopped` why a sequential one ended.
  public init(
    _ study: ReplicateStudy,
    replicatedBy: String,
    names: [String],
    stopped: String? = nil
  ) {
    self.study = study
    self.stopped = stopped
    self.replicatedBy = replicatedBy
    self.names = names
  }

  /// `comparison.json`.
  public var json: FigureValue {
    .members([
      "schema": .count(Summary.schema), "replicates": .count(names.count),
      "replicated_by": .text(replicatedBy), "names": .list(names.map { .text($0) }),
      "comparisons": .count(study.comparisons), "policies": .list(policies),
      "stopped": stopped.map { .text($0) } ?? .none,
      "units": .members((study.summaries[0][0].units).mapValues { .text($0) }),
      "differences": .list(study.differences.map { Self.value(of: $0) }),
    ])
  }

  /// What is typical over the replicates by policy and tenant; nothing where a replicate has none.
  private var policies: [FigureValue] {
    (study.summaries.first ?? []).enumerated().map { policy, summary in
      let tenants = study.tenants.enumerated().map { tenant, name in
        var members: [String: FigureValue] = ["name": .text(name)]
        for metric in study.metrics {
          members[metric.column] = FigureValue(study.typical(tenant, policy, metric))
        }
        return FigureValue.members(members)
      }
      return .members(["policy": .text(summary.policy), "tenants": .list(tenants)])
    }
  }

  private static func value(of difference: ReplicateStudy.Difference) -> FigureValue {
    .members([
      "tenant": .text(difference.tenant), "metric": .text(difference.metric.name),
      "weight": .text(difference.metric.weight), "policy": .text(difference.policy),
      "against": .text(difference.against), "estimate": FigureValue(difference.estimate),
      "low": FigureValue(difference.low), "high": FigureValue(difference.high),
      "p_value": .number(difference.pValue),
      "replicates": .count(difference.replicates), "verdict": .text(difference.verdict.rawValue),
      "replicates_for_5_percent": difference.replicatesForFivePercent.map { .count($0) } ?? .none,
    ])
  }

  /// `comparison.csv`: one row for each comparison.
  public var differences: [UInt8] {
    var rows = CSVRows(
      header: "tenant,metric,weight,policy,against,estimate,low,high,p_value,replicates,verdict,"
        + "replicates_for_5_percent"
    )
    for difference in study.differences {
      rows.append(difference.tenant)
      rows.append(difference.metric.name)
      rows.append(difference.metric.weight)
      rows.append(difference.policy)
      rows.append(difference.against)
      rows.append(difference.estimate)
      rows.append(difference.low)
      rows.append(difference.high)
      rows.append(difference.pValue)
      rows.append(Int64(difference.replicates))
      rows.append(difference.verdict.rawValue)
      rows.append(difference.replicatesForFivePercent.map { Double($0) })
      rows.endRow()
    }
    return rows.bytes
  }

  /// `replicates.csv`: one row for each replicate, policy and tenant.
  public var replicates: [UInt8] {
    let columns = study.metrics.map(\.column).joined(separator: ",")
    var rows = CSVRows(
      header: "replicate,policy,digest,offered_load,tenant,jobs,promised,\(columns)"
    )
    for (name, summaries) in zip(names, study.summaries) {
      for summary in summaries {
        for tenant in summary.tenants {
          rows.append(name)
          rows.append(summary.policy)
          rows.append(summary.digest)
          rows.append(summary["offered_load"]?.number)
          rows.append(tenant.name)
          rows.append(tenant["jobs"]?.number)
          if case .text(let promised)? = tenant["promised"] {
            rows.append(promised)
          } else {
            rows.appendEmpty()
          }
          for metric in study.metrics { rows.append(tenant[metric.path]?.number) }
          rows.endRow()
        }
      }
    }
    return rows.bytes
  }
}

extension VerdictMetric {
  /// Its name as a column and a key, such as `wait_p95_by_gpu_hours`.
  var column: String { weight == "gpu_hours" ? "\(name)_by_gpu_hours" : name }

  /// Its name in a sentence, such as `mean delay by work`.
  var words: String {
    let text = name.replacing("_", with: " ")
    return switch weight {
    case "gpu_hours": "\(text) by work"
    case "": text
    default: "\(text) by \(weight)"
    }
  }
}
