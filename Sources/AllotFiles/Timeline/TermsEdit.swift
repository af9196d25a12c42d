internal import Allot

/// What a timeline says of a tenant from an instant on; what it leaves out stays as it is.
struct TermsEdit: Sendable {
  /// The tenant's path, and the place of its key.
  let path: String
  let place: YamlValue
  /// What is said, in the words of the file.
  let said: String
  private let keys: Set<String>
  /// True where the entitlement may change.
  var movesEntitlement: Bool { keys.contains("share") || keys.contains("quota") }
  private let draft: TenantDraft

  /// What may change of a tenant on a date.
  static let keys = [
    "share", "quota", "weight", "borrow", "lend", "reserve", "cap", "priority", "queue",
    "preemption", "protection", "reclaimable",
  ]

  /// The edits of a mapping from paths of tenants, in the order of the file.
  static func read(_ section: YamlValue) throws(InputError) -> [TermsEdit] {
    var edits: [TermsEdit] = []
    for entry in try section.entries() {
      let mapping = try entry.value.mapping(keys: keys)
      guard !mapping.entries.isEmpty else {
        throw entry.value.error(
          "nothing is said of '\(entry.key)'",
          remedy: "write what changes, such as {share: 45%}"
        )
      }
      var place = entry.value
      place.line = entry.line
      var draft = TenantDraft(name: entry.key, place: place, children: [])
      try draft.readTerms(mapping)
      edits.append(TermsEdit(entry.key, place, mapping, draft))
    }
    guard !edits.isEmpty else {
      throw section.error(
        "\(section.path) names no tenant",
        remedy: "write whose terms change, such as national: {share: 45%}"
      )
    }
    return edits
  }

  /// A quota in devices.
  init(quota: Int64, of path: String, at place: YamlValue) {
    self.path = path
    self.place = place
    said = "quota \(quota)"
    keys = ["quota"]
    draft = TenantDraft(
      name: path,
      place: place,
      terms: TenantTerms(quota: Allowance(.units(quota))),
      children: []
    )
  }

  private init(_ path: String, _ place: YamlValue, _ mapping: YamlMapping, _ draft: TenantDraft) {
    self.path = path
    self.place = place
    said = mapping.entries.map { Self.said($0) }.joined(separator: " and ")
    keys = Set(mapping.entries.map(\.key))
    self.draft = draft
  }

  private static func said(_ entry: YamlEntry) -> String {
    if let value = try? entry.value.text() { return "\(entry.key) \(value)" }
    let parts = (try? entry.value.entries()) ?? []
    let texts = parts.map { "\($0.key): \((try? $0.value.text()) ?? "…")" }
    return "\(entry.key) {\(texts.joined(separator: ", "))}"
  }

  /// Gives a tenant what is said.
  ///
  /// - Throws: ``InputError`` for a tenant that is not there, or for whom it makes no sense.
  func apply(to tenants: inout Tenants) throws(InputError) {
    guard let id = tenants.find(path: path) else {
      let tree = tenants
      let paths =
        tree.ids.filter { tree.isDeclared($0) && $0 != Tenants.root }
        .map { tree.path(of: $0) } as [String]
      throw place.error(
        "there is no tenant '\(path)'",
        remedy: DidYouMean.remedy(for: path, among: paths, plural: "tenants")
      )
    }
    let (old, terms) = (tenants[id], tenants.terms(of: id))
    if keys.contains("quota") && old.share != nil || keys.contains("share") && terms.quota != nil {
      let (has, wants) = old.share != nil ? ("share", "quota") : ("quota", "share")
      throw place.error(
        "'\(path)' has a \(has), and is given a \(wants)",
        remedy: "change its \(has): siblings have shares alone or quotas alone"
      )
    }
    func changed<Value>(_ key: String, _ new: Value, _ old: Value) -> Value {
      keys.contains(key) ? new : old
    }
    let new = draft.terms
    var merged = TenantDraft(name: path, place: place, children: [])
    merged.share = changed("share", draft.share, old.share)
    merged.terms = TenantTerms(
      quota: changed("quota", new.quota, terms.quota),
      borrow: changed("borrow", new.borrow, terms.borrow),
      lend: changed("lend", new.lend, terms.lend),
      reserve: changed("reserve", new.reserve, terms.reserve),
      cap: changed("cap", new.cap, terms.cap),
      isStrict: changed("queue", new.isStrict, terms.isStrict),
      rights: changed("preemption", new.rights, terms.rights),
      protection: changed("protection", new.protection, terms.protection),
      isReclaimable: changed("reclaimable", new.isReclaimable, terms.isReclaimable),
      nonPreemptible: terms.nonPreemptible,
      perUser: terms.perUser
    )
    try merged.checkLimits(at: { merged.isGiven($0) ? place : nil })
    tenants.change(
      id,
      share: merged.share,
      weight: changed("weight", draft.weight, old.weight)
    )
    tenants.change(id, merged.terms, priority: changed("priority", draft.priority, old.priority))
  }
}

extension TenantDraft {
  /// True for an amount that the tenant has been given.
  fileprivate func isGiven(_ key: String) -> Bool {
    switch key {
    case "quota": terms.quota != nil
    case "borrow": terms.borrow != nil
    case "lend": terms.lend != nil
    case "reserve": terms.reserve != nil
    case "cap": terms.cap != nil
    default: false
    }
  }
}
