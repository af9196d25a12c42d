internal import Allot
internal import AllotPolicies

/// Cases about what Volcano's queues deserve, in which order they go, and what they yield.
enum VolcanoCase {
  static let proportion = PolicyCaseKinds.Kind(
    name: "volcano.proportion",
    keys: ["total", "queues"]
  ) { inputs throws(InputError) in
    let rows = try inputs.required("queues").list { value throws(InputError) in
      try value.mapping(keys: ["name", "weight", "request", "capability", "guarantee"])
    }
    let contenders = try rows.map { row throws(InputError) in
      Contender(
        weight: try row.required("weight").positiveNumber(),
        quota: try row.required("guarantee").positiveNumber(),
        limit: try row["capability"]?.optional { value throws(InputError) in
          try value.positiveNumber()
        } ?? .infinity,
        demand: try row.required("request").positiveNumber()
      )
    }
    let total = try inputs.required("total").positiveNumber()
    let deserved = WeightSurplus().divide(total, among: contenders)
    return .map([CaseValue.Entry("deserved", try byName(rows, deserved.map { .number($0) }))])
  }

  static let capacityReclaim = PolicyCaseKinds.Kind(
    name: "volcano.capacity-reclaim",
    keys: ["queues", "reclaimer", "request"]
  ) { inputs throws(InputError) in
    let rows = try inputs.required("queues").list { value throws(InputError) in
      try value.mapping(keys: ["name", "deserved", "guarantee", "allocated", "gangMinAvailable"])
    }
    let queues = try rows.map { row throws(InputError) in
      DeservedReclaim.Queue(
        deserved: try row.required("deserved").units(),
        guarantee: try row.required("guarantee").units(),
        allocated: try row.required("allocated").units(),
        gangMinimum: try row.required("gangMinAvailable").units()
      )
    }
    let names = try YamlMapping.names(of: rows)
    let value = try inputs.required("reclaimer")
    guard let reclaimer = names.firstIndex(of: try value.text()) else {
      throw value.error("there is no queue '\(try value.text())'")
    }
    let request = try inputs.required("request").units()
    let mayReclaim = request <= queues[reclaimer].claimable
    let yielded = names.indices.filter { $0 != reclaimer }.map { index in
      CaseValue.Entry(
        names[index],
        .integer(mayReclaim ? min(request, queues[index].reclaimable) : 0)
      )
    }
    return .map([
      CaseValue.Entry("mayReclaim", .flag(mayReclaim)),
      CaseValue.Entry("reclaimable", .map(yielded)),
    ])
  }

  static let capacityOrder = PolicyCaseKinds.Kind(
    name: "volcano.capacity-order",
    keys: ["queues"]
  ) { inputs throws(InputError) in
    let rows = try inputs.required("queues").list { value throws(InputError) in
      try value.mapping(keys: ["name", "deserved", "allocated"])
    }
    let names = try YamlMapping.names(of: rows)
    let shares = try rows.map { row throws(InputError) in
      let allocated = try row.required("allocated").map { value throws(InputError) in
        try value.positiveNumber()
      }
      let deserved = try row.required("deserved").map { value throws(InputError) in
        try value.positiveNumber()
      }
      return deserved.reduce(0) { most, part in
        let held = allocated.first { $0.name == part.name }?.value ?? 0
        return max(most, DeservedShareOrder.part(held: held, of: part.value))
      }
    }
    let order = names.indices.sorted {
      shares[$0] != shares[$1] ? shares[$0] < shares[$1] : $0 < $1
    }
    return .map([
      CaseValue.Entry("share", try byName(rows, shares.map { .number($0) })),
      CaseValue.Entry("order", .list(order.map { .text(names[$0]) })),
    ])
  }

  private static func byName(
    _ rows: [YamlMapping],
    _ values: [CaseValue]
  ) throws(InputError) -> CaseValue {
    let names = try YamlMapping.names(of: rows)
    return .map(zip(names, values).map { CaseValue.Entry($0, $1) })
  }
}
