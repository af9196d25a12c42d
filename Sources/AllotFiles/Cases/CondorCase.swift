internal import AllotPolicies

/// Cases about HTCondor's group quotas and pie slices.
enum CondorCase {
  static let groupQuota = PolicyCaseKinds.Kind(
    name: "htcondor.group-quota",
    keys: ["slots", "groups"]
  ) { inputs throws(InputError) in
    let rows = try inputs.required("groups").list { value throws(InputError) in
      try value.mapping(keys: ["name", "parent", "quota", "kind", "acceptSurplus", "requested"])
    }
    let names = try YamlMapping.names(of: rows)
    var groups: [GroupQuotaSurplus.Group] = []
    for (index, row) in rows.enumerated() {
      groups.append(
        GroupQuotaSurplus.Group(
          parent: try row.parent(of: index, among: names),
          quota: try row.required("quota").positiveNumber(),
          isStatic: try row.required("kind").word(among: ["static", "dynamic"]) == "static",
          acceptsSurplus: try row.required("acceptSurplus").flag(),
          requested: try row.required("requested").positiveNumber()
        )
      )
    }
    guard !groups.isEmpty else { throw inputs.owner.error("there are no groups") }
    let slots = try inputs.required("slots").positiveNumber()
    let allocations = GroupQuotaSurplus.allocate(slots, to: groups)
    return .map([
      CaseValue.Entry(
        "groups",
        .map(
          zip(names, allocations).map { name, allocation in
            CaseValue.Entry(
              name,
              .map([
                CaseValue.Entry("assignedSubtreeQuota", .number(allocation.subtreeQuota)),
                CaseValue.Entry("ownQuota", .number(allocation.ownQuota)),
                CaseValue.Entry("allocated", .number(allocation.allocated)),
              ])
            )
          }
        )
      )
    ])
  }

  static let pieSlice = PolicyCaseKinds.Kind(
    name: "htcondor.pie-slice",
    keys: ["slots", "effectivePriority"]
  ) { inputs throws(InputError) in
    let users = try inputs.required("effectivePriority").map { value throws(InputError) in
      let priority = try value.positiveNumber()
      guard priority > 0 else { throw value.error("\(value.path) must be more than zero") }
      return priority
    }
    let slices = PieSlices.slices(
      of: try inputs.required("slots").positiveNumber(),
      effectivePriorities: users.map(\.value)
    )
    return .map([
      CaseValue.Entry(
        "slices",
        .map(zip(users, slices).map { CaseValue.Entry($0.name, .number($1)) })
      )
    ])
  }
}
