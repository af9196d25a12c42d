internal import Allot
internal import AllotMetrics
internal import AllotPolicies

/// Cases about what tenants hold in the long run under several presets, from replays of them.
enum SameInputCase {
  static let kind = PolicyCaseKinds.Kind(
    name: "same-input.steady-state",
    keys: ["gpus", "tenants", "workload", "presets"]
  ) { inputs throws(InputError) in
    let gpus = try inputs.required("gpus").integer(in: 1...1_000_000)
    let rows = try inputs.required("tenants").list { value throws(InputError) in
      try value.mapping(keys: ["name", "quota", "demand"])
    }
    let tenants = try rows.map { row throws(InputError) in
      SteadyState.Demand(
        name: try row.required("name").text(),
        quota: try row.required("quota").integer(in: 0...gpus),
        wanted: try row.required("demand").integer(in: 0...1_000_000)
      )
    }
    guard Set(tenants.map(\.name)).count == tenants.count else {
      throw inputs.owner.error("two tenants have the same name")
    }
    let workload = try inputs.required("workload").mapping(keys: workloadKeys)
    let held = try inputs.required("presets").entries().map { entry throws(InputError) in
      guard let policy = PolicyPresets.named(entry.key) else {
        throw entry.value.error(
          "there is no policy preset '\(entry.key)'",
          remedy: DidYouMean.remedy(
            for: entry.key,
            among: PolicyPresets.all.map(\.policy.name),
            plural: "presets"
          )
        )
      }
      let set = try apply(entry.value, to: tenants, gpus: gpus)
      let state = try state(gpus, set, workload)
      do throws(PolicyViolation) {
        let held = try state.held(under: policy)
        return CaseValue.Entry(entry.key, .list(held.map { .number($0) }))
      } catch {
        throw entry.value.error(error.description)
      }
    }
    return .map([CaseValue.Entry("gpus", .map(held))])
  }

  private static let workloadKeys = [
    "gpusPerJob", "jobSec", "arrivalOrder", "arrivalSpacingSec", "resubmit", "averageFromSec",
    "averageToSec",
  ]

  private static func state(
    _ gpus: Int,
    _ tenants: [SteadyState.Demand],
    _ workload: YamlMapping
  ) throws(InputError) -> SteadyState {
    _ = try workload.required("gpusPerJob").integer(in: 1...1)
    _ = try workload.required("arrivalOrder").word(among: ["round-robin"])
    _ = try workload.required("resubmit").word(among: ["at-finish"])
    func seconds(_ key: String) throws(InputError) -> Int64 {
      Int64(try workload.required(key).integer(in: 0...1_000_000_000)) * 1_000
    }
    let from = SimTime(milliseconds: try seconds("averageFromSec"))
    let to = SimTime(milliseconds: try seconds("averageToSec"))
    let run = SimDuration(milliseconds: try seconds("jobSec"))
    guard to > from && run > SimDuration.zero else {
      throw workload.owner.error("jobs must run for some time, and averages be over some")
    }
    guard tenants.reduce(0, { $0 + $1.quota }) <= gpus else {
      throw workload.owner.error("the quotas sum to more than there is")
    }
    let spacing = SimDuration(milliseconds: try seconds("arrivalSpacingSec"))
    let jobs = Int64(tenants.reduce(0) { $0 + $1.wanted })
    guard spacing.milliseconds * jobs <= from.milliseconds else {
      throw workload.owner.error("the average begins before all jobs are submitted")
    }
    return SteadyState(
      gpus: gpus,
      tenants: tenants,
      run: run,
      spacing: spacing,
      window: MeasurementWindow(from: from, to: to)
    )
  }

  /// What the settings of each preset say: one number for each tenant.
  private enum Meaning {
    case quota, weight, fraction, most, acceptance
  }

  private static let meanings: [(key: String, meaning: Meaning)] = [
    ("sizes", .quota), ("nominal", .quota), ("deserved", .quota), ("minShares", .quota),
    ("guaranteed", .quota), ("fairWeights", .weight), ("overQuotaWeights", .weight),
    ("weights", .weight), ("dynamicQuotas", .fraction), ("max", .most),
    ("acceptSurplus", .acceptance),
  ]

  /// The tenants with what a preset's settings say of each.
  private static func apply(
    _ settings: YamlValue,
    to tenants: [SteadyState.Demand],
    gpus: Int
  ) throws(InputError) -> [SteadyState.Demand] {
    var tenants = tenants
    for entry in try settings.mapping(keys: meanings.map(\.key)).entries {
      let values = try entry.value.list()
      guard values.count == tenants.count else {
        throw entry.value.error("\(values.count) values for \(tenants.count) tenants")
      }
      let meaning = meanings.first { $0.key == entry.key }?.meaning
      for (index, value) in values.enumerated() {
        switch meaning {
        case .quota: tenants[index].quota = try value.integer(in: 0...gpus)
        case .weight: tenants[index].weight = Double(try value.millionths()) / 1e6
        case .fraction:
          let part = try value.positiveNumber()
          guard part <= 1 else { throw value.error("\(value.name) is a fraction, at most 1") }
          tenants[index].quota = Int((part * Double(gpus)).rounded())
        case .most: _ = try value.integer(in: gpus...gpus)
        case .acceptance, nil: _ = try value.word(among: ["true"])
        }
      }
    }
    return tenants
  }
}
