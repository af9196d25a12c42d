internal import Allot
internal import AllotPolicies

/// Cases about the Fair Scheduler's shares and who is offered the next container.
enum YarnFairCase {
  static let shares = PolicyCaseKinds.Kind(
    name: "yarn-fair.shares",
    keys: ["total", "schedulables"]
  ) { inputs throws(InputError) in
    let contenders = try inputs.required("schedulables").list { value throws(InputError) in
      let row = try value.mapping(keys: ["min", "max", "weight"])
      let most = try row.required("max").optional { value throws(InputError) in
        Double(try value.units())
      }
      return Contender(
        weight: try row.required("weight").positiveNumber(),
        quota: Double(try row.required("min").units()),
        limit: most ?? .infinity,
        demand: .infinity
      )
    }
    // Shares are searched for among real numbers, which are exact up to here.
    let total = Int64(try inputs.required("total").integer(in: 0...1_000_000_000_000_000))
    let shares = MinimumShareSurplus().divide(total, among: contenders)
    return .map([CaseValue.Entry("fairShare", .list(shares.map { .integer($0) }))])
  }

  static let compare = PolicyCaseKinds.Kind(
    name: "yarn-fair.compare",
    keys: ["cluster", "s1", "s2"]
  ) { inputs throws(InputError) in
    let cluster = try inputs.required("cluster").map { value throws(InputError) in
      try value.positiveNumber()
    }
    let names = cluster.map(\.name)
    let sign = DominantRatioOrder().compare(
      try share(inputs.required("s1"), names),
      try share(inputs.required("s2"), names),
      cluster: cluster.map(\.value)
    )
    return .map([CaseValue.Entry("sign", .integer(Int64(sign)))])
  }

  private static func share(
    _ value: YamlValue,
    _ names: [String]
  ) throws(InputError) -> DominantRatioOrder.Share {
    let row = try value.mapping(keys: ["usage", "weight", "minShare"])
    return DominantRatioOrder.Share(
      usage: try amounts(row.required("usage"), names),
      minimum: try amounts(row.required("minShare"), names),
      weight: try row.required("weight").positiveNumber()
    )
  }

  private static func amounts(
    _ value: YamlValue,
    _ names: [String]
  ) throws(InputError) -> [Double] {
    let amounts = try value.map { value throws(InputError) in try value.positiveNumber() }
    for amount in amounts where !names.contains(amount.name) {
      throw value.error("the cluster has no '\(amount.name)'")
    }
    return names.map { name in amounts.first { $0.name == name }?.value ?? 0 }
  }
}
