internal import Allot
internal import AllotPolicies

/// Cases about KAI's fair shares and who may take back from whom.
enum KaiCase {
  static let fairShare = PolicyCaseKinds.Kind(
    name: "kai.fair-share",
    keys: ["kValue", "total", "queues"]
  ) { inputs throws(InputError) in
    let surplus = PriorityThenWeightSurplus(k: try inputs.required("kValue").positiveNumber())
    let totals = try inputs.required("total").map { value throws(InputError) in
      try value.positiveNumber()
    }
    let queues = try inputs.required("queues").list { value throws(InputError) in
      try value.mapping(keys: ["name", "priority", "resources"])
    }
    for queue in queues {
      let value = try queue.required("resources")
      for entry in try value.entries() where !totals.contains(where: { $0.name == entry.key }) {
        throw value.error("there is no resource '\(entry.key)' in the total")
      }
    }
    var shares = try YamlMapping.names(of: queues).map { (name: $0, entries: [CaseValue.Entry]()) }
    var rest: [CaseValue.Entry] = []
    for (resource, total) in totals {
      let division = surplus.divide(total, among: try contenders(queues, resource))
      for index in shares.indices {
        shares[index].entries.append(CaseValue.Entry(resource, .number(division.shares[index])))
      }
      rest.append(CaseValue.Entry(resource, .number(division.rest)))
    }
    return .map([
      CaseValue.Entry("fairShare", .map(shares.map { CaseValue.Entry($0.name, .map($0.entries)) })),
      CaseValue.Entry("remaining", .map(rest)),
    ])
  }

  static let reclaim = PolicyCaseKinds.Kind(
    name: "kai.reclaim",
    keys: ["reclaimer", "victimQueue", "victimSize"]
  ) { inputs throws(InputError) in
    let row = try inputs.required("reclaimer").mapping(keys: [
      "allocated", "allocatedNonPreemptible", "fairShare", "deserved", "request", "preemptible",
    ])
    let reclaimer = SaturationReclaim.Queue(
      allocated: try row.required("allocated").positiveNumber(),
      allocatedNonPreemptible: try row.required("allocatedNonPreemptible").positiveNumber(),
      fairShare: try row.required("fairShare").positiveNumber(),
      deserved: try row.required("deserved").positiveNumber()
    )
    let other = try inputs.required("victimQueue")
      .mapping(keys: ["allocated", "fairShare", "deserved"])
    let victim = SaturationReclaim.Queue(
      allocated: try other.required("allocated").positiveNumber(),
      fairShare: try other.required("fairShare").positiveNumber(),
      deserved: try other.required("deserved").positiveNumber()
    )
    let request = try row.required("request").positiveNumber()
    let isPreemptible = try row.required("preemptible").flag()
    let size = try inputs.required("victimSize").positiveNumber()
    let reclaim = SaturationReclaim()
    let isAllowed =
      reclaim.mayReclaim(reclaimer, request: request, isPreemptible: isPreemptible)
      && reclaim.yields(victim, size: size, to: reclaimer, request: request)
    return .map([CaseValue.Entry("allowed", .flag(isAllowed))])
  }

  private static let resourceKeys = [
    "deserved", "overQuotaWeight", "limit", "request", "normalisedUsage",
  ]

  /// The queues as contenders for a resource; who does not name it wants nothing of it.
  private static func contenders(
    _ queues: [YamlMapping],
    _ resource: String
  ) throws(InputError) -> [Contender] {
    try queues.map { row throws(InputError) in
      let resources = try row.required("resources").map { value throws(InputError) in
        try value.mapping(keys: resourceKeys)
      }
      guard let of = resources.first(where: { $0.name == resource })?.value else {
        return Contender(weight: 0, demand: 0)
      }
      return Contender(
        weight: try of.required("overQuotaWeight").positiveNumber(),
        quota: try unlimited(of.required("deserved")),
        limit: try unlimited(of.required("limit")),
        demand: try of.required("request").positiveNumber(),
        priority: try row.required("priority").wholeNumber(),
        usage: try of.required("normalisedUsage").positiveNumber()
      )
    }
  }

  /// An amount, infinite where it is −1.
  private static func unlimited(_ value: YamlValue) throws(InputError) -> Double {
    try value.number() == -1 ? .infinity : try value.positiveNumber()
  }
}
