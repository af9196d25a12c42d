public import Allot
internal import AllotPolicies

/// Reads and writes policies: the section `policy` of a YAML file, or a preset.
///
/// ```yaml
/// policy:
///   base: fair-share            # a preset to begin with; without it, arrival, none, easy
///   name: fair-share-30d
///   ledger: {half-life: {half_life: 30 d}}
///   fill: easy-sjbf
/// ```
///
/// A part is its name, or a mapping from its name to its settings. Unknown keys, parts and settings
/// are errors with their line and the nearest known word.
public enum PolicyFile {
  private static let keys = [
    "name", "base", "order", "quota", "surplus", "weights", "cycle", "fill", "ledger", "reclaim",
    "blocked",
    "depth",
    "interval",
  ]

  /// The policy of a preset's name, else of a file.
  public static func load(_ nameOrPath: String) throws(InputError) -> Policy {
    if let preset = PolicyPresets.named(nameOrPath) { return preset }
    guard StrictYAML.isReadable(nameOrPath) else {
      let names = PolicyPresets.all.map(\.policy.name)
      throw InputError(
        file: nameOrPath,
        "there is neither a policy preset nor a readable file of that name",
        remedy: Preset.fileGuess(nameOrPath)
          ?? DidYouMean.remedy(for: nameOrPath, among: names, plural: "presets")
      )
    }
    return try read(StrictYAML.loadSections(nameOrPath).required("policy"))
  }

  /// The policy of a section `policy`.
  ///
  /// In a manifest a preset keeps its name also where options have changed it.
  public static func read(
    _ section: YamlValue,
    isManifest: Bool = false
  ) throws(InputError) -> Policy {
    let mapping = try section.mapping(keys: keys)
    var policy = try base(mapping["base"])
    policy.name = try name(mapping, in: section) ?? policy.name
    if let value = mapping["order"] { policy.order = try part(value, PolicyParts.orders) }
    if let value = mapping["quota"] { policy.quota = try part(value, PolicyParts.quotas) }
    if let value = mapping["surplus"] {
      policy.surplus = try part(value, PolicyParts.surpluses)
    }
    if let value = mapping["weights"] {
      let word = try value.word(among: WeightRule.allCases.map(\.rawValue))
      policy.weights = WeightRule(rawValue: word) ?? .share
    }
    if let value = mapping["cycle"] { policy.cycle = try part(value, PolicyParts.cycles) }
    if let value = mapping["fill"] { policy.fill = try part(value, PolicyParts.fills) }
    if let value = mapping["ledger"] { policy.ledger = try part(value, PolicyParts.ledgers) }
    if let value = mapping["reclaim"] { policy.reclaim = try part(value, PolicyParts.reclaims) }
    if let value = mapping["blocked"] {
      let word = try value.word(among: BlockedRule.allCases.map(\.rawValue))
      policy.blocked = BlockedRule(rawValue: word) ?? .skip
    }
    if let value = mapping["depth"] {
      policy.depth = try PolicyParts.optional(value) { value throws(InputError) in
        try value.integer(in: 1...1_000_000_000)
      }
    }
    if let value = mapping["interval"] {
      policy.interval = try PolicyParts.optional(value, PolicyParts.positive)
    }
    if let contradiction = policy.contradiction {
      let place = contradiction.concepts.lazy.compactMap { mapping[$0] }.first ?? section
      throw place.error("\(section.path): \(contradiction)")
    }
    if policy.order.reads.needLedger && policy.ledger == nil {
      throw section.error(
        "\(section.path).order reads past use, but there is no ledger",
        remedy: "add 'ledger: half-life'"
      )
    }
    if !isManifest, let preset = PolicyPresets.named(policy.name),
      text(of: preset) != text(of: policy)
    {
      throw (mapping["name"] ?? section).error(
        "\(section.path).name is '\(policy.name)', which is a preset's name",
        remedy: "name what differs from the preset otherwise"
      )
    }
    return policy
  }

  private static func base(_ value: YamlValue?) throws(InputError) -> Policy {
    guard let value else {
      return Policy(
        name: "policy",
        order: ArrivalOrder(),
        quota: NoQuota(),
        fill: EasyFill()
      )
    }
    let name = try value.word(among: PolicyPresets.all.map(\.policy.name))
    guard let preset = PolicyPresets.named(name) else {
      preconditionFailure("the words are the presets' own")
    }
    return preset
  }

  /// A name becomes a folder's, so it is one plain word.
  private static func name(
    _ mapping: YamlMapping,
    in section: YamlValue
  ) throws(InputError) -> String? {
    guard let value = mapping["name"] else {
      if mapping["base"] != nil && mapping.entries.count == 1 { return nil }
      throw section.error(
        "\(section.path) needs the key 'name'",
        remedy: "reports and folders carry it"
      )
    }
    let name = try value.text()
    let isPlain = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_.".utf8.contains(byte)
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix(".") else {
      throw value.error(
        "\(value.path) is '\(name)'",
        remedy: "use letters, digits, '-', '_' and '.'"
      )
    }
    return name
  }

  private static func part<Part>(
    _ value: YamlValue,
    _ listings: [PolicyParts.Listing<Part>]
  ) throws(InputError) -> Part {
    let names = listings.map(\.name)
    guard value.isMapping else {
      let name = try value.word(among: names)
      return try make(name, nil, listings)
    }
    let mapping = try value.mapping(keys: names)
    guard mapping.entries.count == 1, let entry = mapping.entries.first else {
      throw value.error("\(value.path) names \(mapping.entries.count) parts", remedy: "name one")
    }
    let listing = listings.first { $0.name == entry.key }
    let settings =
      entry.value.isNothing ? nil : try entry.value.mapping(keys: listing?.keys ?? [])
    return try make(entry.key, settings, listings)
  }

  private static func make<Part>(
    _ name: String,
    _ settings: YamlMapping?,
    _ listings: [PolicyParts.Listing<Part>]
  ) throws(InputError) -> Part {
    guard let listing = listings.first(where: { $0.name == name }) else {
      preconditionFailure("the words are the parts' own")
    }
    return try listing.make(settings)
  }

  /// The policy in full as a policy file, every setting resolved; reading it back gives the same
  /// policy.
  public static func text(of policy: Policy) -> String {
    func line(
      _ concept: String,
      _ part: (any PolicyPart)?,
      nothing: String = "none"
    ) -> String {
      guard let part else { return "  \(concept): \(nothing)\n" }
      guard !part.settings.isEmpty else { return "  \(concept): \(part.name)\n" }
      let settings = part.settings.map { "\($0.key): \(text(of: $0.value))" }
      return "  \(concept): {\(part.name): {\(settings.joined(separator: ", "))}}\n"
    }
    return "policy:\n  name: \(policy.name)\n" + line("order", policy.order)
      + line("quota", policy.quota) + line("surplus", policy.surplus, nothing: "arrival")
      + "  weights: \(policy.weights.rawValue)\n" + line("cycle", policy.cycle)
      + line("fill", policy.fill)
      + line("ledger", policy.ledger)
      + line("reclaim", policy.reclaim) + "  blocked: \(policy.blocked.rawValue)\n"
      + "  depth: \(policy.depth.map(String.init) ?? "none")\n"
      + "  interval: \(policy.interval.map { DurationText.format($0) } ?? "none")\n"
  }

  /// The section `policy` of a file: a preset's name, or the policy in full.
  static func section(of policy: Policy) -> String {
    PolicyPresets.named(policy.name) == nil
      ? text(of: policy) : "policy:\n  base: \(policy.name)\n"
  }

  private static func text(of value: PolicySetting.Value?) -> String {
    switch value {
    case .duration(let duration)?: DurationText.format(duration)
    case .share(let share)?: QuantityText.percent(share)
    case .number(let number)?: String(number)
    case .word(let word)?: word
    case nil: "none"
    }
  }
}
