public import Allot

/// Reads tenant trees: the section `tenants` of a YAML file, or a preset.
///
/// ```yaml
/// tenants:
///   national: {share: 50%, weight: 2, promise: {wait_p95: 10 min}, children: {kaist: {}}}
///   university: {share: 20%}
///   snu: {parent: university}
/// ```
///
/// `borrow`, `lend`, `reserve` and `cap` limit what a tenant holds, lends and keeps: devices such
/// as `64`, a part such as `20%`, or a mapping from GPU models to either. `quota` is an entitlement
/// in devices, for all siblings or none. `priority` is a number up to 1,000; `queue` and
/// `preemption` are for policies that cycle over heads. On a machine of cores devices are cores.
///
/// Shares of siblings sum to at most 100 %; what is left over is nobody's. A share of 0 % is
/// allowed: such a tenant only borrows. Tenants keep the order of the file; those that name a
/// parent follow the ones written inside it. The name `other` may be declared: users whom an
/// assignment does not list become leaves below it.
public enum TenantsFile {
  /// Deeper trees are a mistake; real ones have four or five levels.
  private static let deepest = 64

  /// The tenants of a preset's name, else of a file.
  public static func load(_ nameOrPath: String) throws(InputError) -> Tenants {
    try read(Preset.loadSections(nameOrPath, subject: "tenants", among: TenantsPresets.all))
  }

  /// The tenants of a file's sections: those of `tenants`, with the qualities of service of `qos`.
  static func read(_ top: YamlMapping) throws(InputError) -> Tenants {
    var tenants = try read(top.required("tenants"))
    tenants.qos = try top["qos"]?.qualitiesOfService() ?? []
    return tenants
  }

  /// The tenants of a section `tenants`.
  public static func read(_ section: YamlValue) throws(InputError) -> Tenants {
    let roots = try TenantDraft.read(section, mayNameParent: true)
    guard !roots.isEmpty else { throw section.error("\(section.path) declares no tenant") }
    var tree = roots.map { $0.children }
    var tops: [TenantDraft] = []
    let parents = try parents(of: roots)
    // A flat list becomes a tree from its leaves on, so that each parent takes finished children.
    for position in order(of: parents) {
      guard let parent = parents[position] else { continue }
      var draft = roots[position]
      draft.children = tree[position]
      tree[parent].append(draft)
    }
    for position in roots.indices where parents[position] == nil {
      var draft = roots[position]
      draft.children = tree[position]
      tops.append(draft)
    }
    var tenants = Tenants()
    try add(tops, below: Tenants.root, depth: 1, to: &tenants)
    return tenants
  }

  /// The position of each tenant's parent; nil for the tenants below the root.
  private static func parents(of drafts: [TenantDraft]) throws(InputError) -> [Int?] {
    let names = drafts.map(\.name)
    var positions: [String: Int] = [:]
    for (position, name) in names.enumerated() {
      positions[name] = position
    }
    var parents: [Int?] = []
    for draft in drafts {
      guard let value = draft.parent else {
        parents.append(nil)
        continue
      }
      let name = try value.text()
      guard let parent = positions[name] else {
        throw value.error(
          "tenant '\(draft.name)' names the parent '\(name)', which is not declared",
          remedy: DidYouMean.remedy(for: name, among: names, plural: "tenants")
        )
      }
      parents.append(parent)
    }
    for start in drafts.indices {
      try checkCycle(from: start, drafts, parents)
    }
    return parents
  }

  private static func checkCycle(
    from start: Int,
    _ drafts: [TenantDraft],
    _ parents: [Int?]
  ) throws(InputError) {
    var names = [drafts[start].name]
    var at = start
    while let parent = parents[at], names.count <= drafts.count {
      names.append(drafts[parent].name)
      guard parent != start else {
        throw InputError(
          file: drafts[start].place.file,
          line: drafts[start].place.line,
          "tenants are their own ancestors: \(names.joined(separator: " → "))",
          remedy: "remove one 'parent'"
        )
      }
      at = parent
    }
  }

  /// Positions such that children come before their parents, and siblings in the order of the file.
  private static func order(of parents: [Int?]) -> [Int] {
    let depths = parents.indices.map { position in
      sequence(first: position) { parents[$0] }.reduce(0) { depth, _ in depth + 1 }
    }
    return parents.indices.sorted { (depths[$1], $0) < (depths[$0], $1) }
  }

  private static func add(
    _ drafts: [TenantDraft],
    below parent: ID<Tenant>,
    depth: Int,
    to tenants: inout Tenants
  ) throws(InputError) {
    try checkShares(of: drafts, below: tenants.path(of: parent))
    for draft in drafts {
      guard depth <= deepest else {
        throw draft.error("tenants nest deeper than \(deepest) levels")
      }
      guard tenants.child(named: draft.name, of: parent) == nil else {
        throw draft.error(
          "two tenants below '\(tenants.path(of: parent))' are named '\(draft.name)'",
          remedy: "give each sibling its own name"
        )
      }
      let id = tenants.add(
        draft.name,
        below: parent,
        share: draft.share,
        weight: draft.weight,
        promises: draft.promises,
        terms: draft.terms,
        priority: draft.priority
      )
      try add(draft.children, below: id, depth: depth + 1, to: &tenants)
    }
  }

  private static func checkShares(
    of drafts: [TenantDraft],
    below path: String
  ) throws(InputError) {
    if let quota = drafts.first(where: { $0.terms.quota != nil }),
      let share = drafts.first(where: { $0.share != nil })
    {
      throw quota.error(
        "'\(quota.name)' has a quota in devices, its sibling '\(share.name)' a share",
        remedy: "give siblings shares alone or quotas alone"
      )
    }
    let sum = drafts.reduce(0) { $0 + ($1.share?.millionths ?? 0) }
    var running: Int64 = 0
    for draft in drafts {
      running += draft.share?.millionths ?? 0
      guard running > Share.whole.millionths else { continue }
      let whose = path.isEmpty ? "the tenants at the top" : "the children of '\(path)'"
      throw draft.error(
        "the shares of \(whose) sum to \(QuantityText.percent(Share(millionths: sum))), "
          + "more than 100 %",
        remedy: "shares are parts of the parent; lower one of them"
      )
    }
  }
}
