internal import Allot

/// A tenant as its file gives it, before the tree is put together.
struct TenantDraft {
  var name: String
  var place: YamlValue
  var share: Share?
  var weight: Int64?
  var promise: Promise?
  var limits = TenantLimits()
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
      ["share", "weight", "promise", "borrow", "lend", "cap", "priority", "children"]
      + (mayNameParent ? ["parent"] : [])
    let mapping = try value.mapping(keys: known)
    share = try mapping["share"]?.share()
    if let share, share > Share.whole {
      throw place.error("the share of '\(name)' is more than 100 %")
    }
    weight = try mapping["weight"]?.millionths()
    if let promised = try mapping["promise"]?.mapping(keys: ["wait_p95"]) {
      promise = Promise(waitP95: try promised.required("wait_p95").duration())
    }
    limits = TenantLimits(
      borrow: try mapping["borrow"]?.allowance(),
      lend: try mapping["lend"]?.allowance(),
      cap: try mapping["cap"]?.allowance()
    )
    priority = try mapping["priority"]?.integer(in: 0...1_000) ?? 0
    try checkLimits(mapping)
    parent = mapping["parent"]
    if let below = mapping["children"] {
      children = try TenantDraft.read(below, mayNameParent: false)
    }
  }

  private func checkLimits(_ mapping: YamlMapping) throws(InputError) {
    for key in ["borrow", "lend"] where share == nil {
      guard let value = mapping[key] else { continue }
      throw value.error(
        "'\(name)' has no share that it could \(key) beside",
        remedy: "add a 'share', such as 0%, or use 'cap'"
      )
    }
    for case .part(let cap) in limits.cap?.amounts ?? [] {
      guard let share, let value = mapping["cap"], cap < share else { continue }
      throw value.error(
        "the cap of '\(name)', \(QuantityText.percent(cap)), is below its share of "
          + "\(QuantityText.percent(share)), which it would never reach",
        remedy: "raise the cap or lower the share; both are parts of the parent"
      )
    }
    for case .part(let lend) in limits.lend?.amounts ?? [] where lend > .whole {
      guard let value = mapping["lend"] else { continue }
      throw value.error("'\(name)' lends more than all of its share")
    }
  }
}

extension Allowance {
  /// Every amount that is given.
  fileprivate var amounts: [Amount] { named.map(\.amount) + [others].compactMap { $0 } }
}
