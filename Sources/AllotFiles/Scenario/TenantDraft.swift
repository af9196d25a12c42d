internal import Allot

/// A tenant as its file gives it, before the tree is put together.
struct TenantDraft {
  var name: String
  var place: YamlValue
  var share: Share?
  var weight: Int64?
  var promises: [Promise] = []
  var terms = TenantTerms()
  var priority = 0
  var parent: YamlValue?
  var children: [TenantDraft]

  /// An error at the tenant's key.
  func error(_ message: String, remedy: String = "") -> InputError {
    place.error(message, remedy: remedy)
  }

  /// The tenants of a mapping from names; an entry without a value has no attributes.
  static func read(
    _ section: YamlValue,
    mayNameParent: Bool
  ) throws(InputError) -> [TenantDraft] {
    var drafts: [TenantDraft] = []
    for entry in try section.entries() {
      var place = entry.value
      place.line = entry.line
      var draft = TenantDraft(name: entry.key, place: place, children: [])
      try draft.checkName()
      if !entry.value.isNothing {
        try draft.readAttributes(of: entry.value, mayNameParent: mayNameParent)
      }
      drafts.append(draft)
    }
    return drafts
  }

  private func checkName() throws(InputError) {
    guard !name.isEmpty else { throw error("a tenant needs a name") }
    guard !name.contains("/") else {
      throw error(
        "the tenant's name '\(name)' contains '/', which separates the names of a path",
        remedy: "write the tenant under 'children' of its parent"
      )
    }
    guard !name.contains(where: \.isNewline) else {
      throw error("a tenant's name must be on one line")
    }
  }

  private mutating func readAttributes(
    of value: YamlValue,
    mayNameParent: Bool
  ) throws(InputError) {
    let known =
      [
        "share", "quota", "weight", "promise", "borrow", "lend", "reserve", "cap", "priority",
        "queue", "preemption", "protection", "reclaimable", "non_preemptible", "per_user",
        "children",
      ]
      + (mayNameParent ? ["parent"] : [])
    let mapping = try value.mapping(keys: known)
    try readTerms(mapping)
    promises = try mapping["promise"]?.promises() ?? []
    try checkLimits(at: { mapping[$0] })
    parent = mapping["parent"]
    if let below = mapping["children"] {
      children = try TenantDraft.read(below, mayNameParent: false)
    }
    if terms.perUser?.share != nil && !isPromised, let value = mapping["per_user"] {
      throw value.error(
        "'\(name)' has no entitlement of which its users could have shares",
        remedy: "add a 'share' or a 'quota', or limit users by 'devices'"
      )
    }
    if terms.perUser?.share != nil && !children.isEmpty, let value = mapping["per_user"] {
      throw value.error(
        "'\(name)' has children: users have shares of the quota of a tenant that submits jobs",
        remedy: "write 'minimum' and 'quota_factor' at its children, or limit users by 'devices'"
      )
    }
  }

  /// Reads what a mapping says of entitlements, limits, priority and rights.
  mutating func readTerms(_ mapping: YamlMapping) throws(InputError) {
    share = try mapping["share"]?.share()
    if let share, share > Share.whole {
      throw place.error("the share of '\(name)' is more than 100 %")
    }
    weight = try mapping["weight"]?.millionths()
    terms = TenantTerms(
      quota: try mapping["quota"]?.allowance(),
      borrow: try mapping["borrow"]?.allowance(),
      lend: try mapping["lend"]?.allowance(),
      reserve: try mapping["reserve"]?.allowance(),
      cap: try mapping["cap"]?.allowance(),
      isStrict: try mapping["queue"]?.word(among: ["strict", "best-effort"]) == "strict",
      rights: try mapping["preemption"].map { value throws(InputError) in
        try YamlMapping.rights(value.mapping(keys: YamlMapping.rightKeys))
      },
      protection: try mapping["protection"].map { value throws(InputError) in
        try value.duration()
      },
      isReclaimable: try mapping["reclaimable"]?.isTrue(),
      nonPreemptible: try mapping["non_preemptible"].map { value throws(InputError) in
        guard value.isList else { return try value.isTrue() ? .all : .classes([]) }
        return .classes(try value.list().map { name throws(InputError) in try name.text() })
      },
      perUser: try mapping["per_user"].map { value throws(InputError) in
        try value.userTerms(ofTenant: true)
      }
    )
    priority = try mapping["priority"]?.integer(in: QueueDraft.priorities) ?? 0
  }

  /// True where something is promised to the tenant.
  var isPromised: Bool { share != nil || terms.quota != nil }

  /// Refuses limits that make no sense beside the entitlement; `place` is where a key stands.
  func checkLimits(at place: (String) -> YamlValue?) throws(InputError) {
    if let value = place("quota") {
      if share != nil {
        throw value.error(
          "'\(name)' has a share and a quota",
          remedy: "keep 'share' for a part of the parent, or 'quota' for a number of devices"
        )
      }
      for case .part(let part) in terms.quota?.amounts ?? [] where part > .whole {
        throw value.error("the quota of '\(name)' is more than all that the cluster has")
      }
    }
    for key in ["borrow", "lend", "reserve"] where !isPromised {
      guard let value = place(key) else { continue }
      throw value.error(
        "'\(name)' has no share that it could \(key) \(key == "reserve" ? "of" : "beside")",
        remedy: "add a 'share', such as 0%, or a 'quota', or use 'cap'"
      )
    }
    for (key, verb) in [("lend", "lends"), ("reserve", "reserves")] {
      let allowance = key == "lend" ? terms.lend : terms.reserve
      for case .part(let part) in allowance?.amounts ?? [] where part > .whole {
        guard let value = place(key) else { continue }
        throw value.error("'\(name)' \(verb) more than all of its entitlement")
      }
    }
    try checkQuota(at: place)
    let parts = [("borrow", terms.borrow), ("lend", terms.lend), ("reserve", terms.reserve)]
    for (key, given) in parts {
      for (resource, _) in Resource.named
      where given?.names(resource) == true && terms.quota?.names(resource) != true {
        guard let value = place(key) else { continue }
        throw value.error(
          "'\(name)' has no quota of \(resource) that it could \(key) "
            + (key == "borrow" ? "beside" : "of"),
          remedy: "name \(resource) in its 'quota', or use 'cap'"
        )
      }
    }
  }

  /// Numbers that can be compared whatever the cluster has.
  private func checkQuota(at place: (String) -> YamlValue?) throws(InputError) {
    guard let quota = terms.quota else { return }
    let names = terms.allowances.flatMap(\.named).map(\.resource)
    for name in names + [""] {
      // A part of the cluster is known with the cluster.
      if case .part? = quota.given(of: name) { continue }
      let whole = quota.amount(of: name, whole: 0) ?? 0
      if let cap = terms.cap?.number(of: name), cap < whole, let value = place("cap") {
        throw value.error(
          "the cap of '\(self.name)'\(name.isEmpty ? "" : " on '\(name)'"), \(cap), is below its "
            + "quota of \(whole), "
            + "which it would never reach",
          remedy: "raise the cap or lower the quota"
        )
      }
      if let lend = terms.lend?.number(of: name), lend > whole, let value = place("lend") {
        throw value.error("'\(self.name)' lends \(lend), more than its quota of \(whole)")
      }
      if let reserve = terms.reserve?.number(of: name), reserve > whole,
        let value = place("reserve")
      {
        throw value.error(
          "the reserve of '\(self.name)', \(reserve), is more than its quota of \(whole)",
          remedy: "a reserve is a part of the quota that is never lent"
        )
      }
    }
  }
}

extension Allowance.Amount {
  /// True for a part of something.
  var isPart: Bool {
    if case .part = self { true } else { false }
  }
}

extension Allowance {
  /// Every amount that is given.
  var amounts: [Amount] { named.map(\.amount) + [others].compactMap { $0 } }

  /// The amount of a resource where it is a number; nil where it is a part, or anything.
  fileprivate func number(of resource: String) -> Int64? {
    guard case .units(let count)? = given(of: resource) else { return nil }
    return count
  }
}

extension YamlValue {
  /// True for the word `true`, false for `false`.
  func isTrue() throws(InputError) -> Bool {
    try word(among: ["true", "false"]) == "true"
  }
}
