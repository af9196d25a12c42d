internal import Allot
internal import AllotPolicies

/// Every part that a policy file can name, one line each; a new part is listed here and nowhere
/// else.
public enum PolicyParts {
  /// A part under its name, made from the settings that a file gives.
  struct Listing<Part: Sendable>: Sendable {
    let name: String
    let keys: [String]
    let make: @Sendable (YamlMapping?) throws(InputError) -> Part

    init(
      _ name: String,
      keys: [String] = [],
      _ make: @escaping @Sendable (YamlMapping?) throws(InputError) -> Part
    ) {
      self.name = name
      self.keys = keys
      self.make = make
    }
  }

  static let orders: [Listing<any OrderPart>] = [
    Listing("arrival") { _ in ArrivalOrder() },
    Listing("priority") { _ in PriorityOrder() },
    Listing("sjf") { _ in ShortestFirstOrder() },
    Listing("ljf") { _ in LongestFirstOrder() },
    Listing("smallest-first") { _ in SmallestFirstOrder() },
    Listing("edf") { _ in DeadlineOrder() },
    Listing("f1") { _ in F1Order() },
    Listing("f2") { _ in F2Order() },
    Listing("f3") { _ in F3Order() },
    Listing("f4") { _ in F4Order() },
    Listing("wfp3") { _ in WFP3Order() },
    Listing("unicep") { _ in UnicepOrder() },
    Listing("bounded-slowdown") { _ in BoundedSlowdownOrder() },
    Listing("fair-share") { _ in FairShareOrder() },
    Listing("multifactor", keys: multifactorKeys) {
      settings throws(InputError) in
      try multifactor(settings)
    },
    Listing("within-quota") { _ in WithinQuotaOrder() },
    Listing("deserved-share") { _ in DeservedShareOrder() },
    Listing("quota-use") { _ in QuotaUseOrder() },
    Listing("priority-then-quota-use") { _ in PriorityThenQuotaUseOrder() },
    Listing("deserved-quota") { _ in DeservedQuotaOrder() },
    Listing("minimum-share") { _ in DominantRatioOrder() },
    Listing("fair-share-then-quota") { _ in FairShareThenQuotaOrder() },
    Listing("dominant-share") { _ in DominantShareOrder() },
    Listing("hierarchical-share") { _ in HierarchicalShareOrder() },
  ]

  static let quotas: [Listing<any QuotaPart>] = [
    Listing("none") { _ in NoQuota() },
    Listing("walls") { _ in WallQuota() },
    Listing("cap") { _ in CapQuota() },
    Listing("tier") { _ in TierQuota() },
    Listing("share") { _ in ShareQuota() },
    Listing("until-share") { _ in UntilShareQuota() },
    Listing("borrowing", keys: ["borrow"]) { settings throws(InputError) in
      BorrowingQuota(
        borrow: try optional(settings, "borrow") { value throws(InputError) in
          try value.share()
        }
      )
    },
  ]

  static let surpluses: [Listing<(any SurplusPart)?>] = [
    Listing("arrival") { _ in nil },
    Listing("weight") { _ in WeightSurplus() },
    Listing("group-quota") { _ in GroupQuotaSurplus() },
    Listing("minimum-share") { _ in MinimumShareSurplus() },
    Listing("ideal-assignment") { _ in IdealSurplus() },
    Listing("priority-then-weight") { _ in PriorityThenWeightSurplus() },
  ]

  static let cycles: [Listing<(any CyclePart)?>] = [
    Listing("none") { _ in nil },
    cycle("classical") { rights, _ in .classical(ClassicalReclaim(rights: rights)) },
    cycle("fair", keys: ["strategies"]) { rights, settings throws(InputError) in
      let choices = FairReclaim.choices
      let word = try settings?["strategies"]?.word(among: choices.map(\.word))
      let chosen = choices.first { $0.word == word } ?? choices[0]
      return .fair(FairReclaim(rights: rights, strategies: chosen.strategies))
    },
  ]

  static let fills: [Listing<any FillPart>] = [
    Listing("strict") { _ in StrictFill() },
    Listing("greedy") { _ in GreedyFill() },
    Listing("easy") { _ in EasyFill() },
    Listing("easy-sjbf") { _ in EasyFill(backfill: .shortestLimit) },
    Listing("conservative") { _ in ConservativeFill() },
    Listing("plan") { _ in PlanFill() },
  ]

  static let ledgers: [Listing<(any LedgerPart)?>] = [
    Listing("none") { _ in nil },
    Listing("half-life", keys: ["half_life", "tick"]) { settings throws(InputError) in
      try halfLife(settings)
    },
  ]

  static let reclaims: [Listing<(any ReclaimPart)?>] = [
    Listing("none") { _ in nil },
    Listing("within-quota", keys: termKeys + ["threshold", "tolerance"]) {
      settings throws(InputError) in
      var part = WithinQuotaReclaim(try terms(settings))
      if let value = settings?["threshold"] { part.threshold = try atMostWhole(value) }
      if let value = settings?["tolerance"] { part.tolerance = try atMostWhole(value) }
      return part
    },
    Listing("deserved", keys: termKeys + ["ancestors"]) { settings throws(InputError) in
      DeservedReclaim(
        try terms(settings),
        ancestors: try settings?["ancestors"]?.integer(in: 0...100) ?? 0
      )
    },
    Listing("fair-share", keys: termKeys + ["threshold", "floor"]) { settings throws(InputError) in
      var part = FairShareReclaim(try terms(settings))
      if let value = settings?["threshold"] { part.threshold = try atMostWhole(value) }
      let floor = try settings?["floor"]?.word(among: ["none", "entitlement"])
      part.claimsEntitlement = floor == "entitlement"
      return part
    },
    Listing("until-share", keys: termKeys) { settings throws(InputError) in
      UntilShareReclaim(try terms(settings))
    },
    Listing("ideal-assignment", keys: termKeys + ["tolerance"]) {
      settings throws(InputError) in
      var part = IdealReclaim()
      part.terms = try terms(settings, usual: part.terms)
      if let value = settings?["tolerance"] { part.tolerance = try atMostWhole(value) }
      return part
    },
    Listing("saturation", keys: termKeys) { settings throws(InputError) in
      SaturationReclaim(try terms(settings))
    },
  ]

  private static let termKeys = [
    "checkpoint", "grace", "protection", "per_round", "victims", "own_queue",
    "non_preemptible_from",
  ]

  /// What every part that takes back may set; what a file does not give is as usual.
  private static func terms(
    _ settings: YamlMapping?,
    usual: ReclaimTerms = ReclaimTerms()
  ) throws(InputError) -> ReclaimTerms {
    var terms = usual
    if let value = settings?["checkpoint"] { terms.checkpoint = try optional(value, positive) }
    if let value = settings?["grace"] { terms.grace = try optional(value, positive) }
    if let value = settings?["protection"] { terms.protection = try optional(value, positive) }
    if let value = settings?["per_round"] { terms.perRound = try optional(value, atMostWhole) }
    if let value = settings?["victims"] {
      let word = try value.word(among: VictimOrder.allCases.map(\.rawValue))
      terms.victims = VictimOrder(rawValue: word) ?? terms.victims
    }
    if let value = settings?["own_queue"] {
      let words = [PreemptionRights.Whom.never, .lowerPriority].map(\.word)
      terms.ownQueue = try value.word(among: words) == words[1]
    }
    if let value = settings?["non_preemptible_from"] {
      terms.nonPreemptibleFrom = try optional(value) { value throws(InputError) in
        try value.integer(in: Int(Int32.min)...Int(Int32.max))
      }
    }
    return terms
  }

  private static func atMostWhole(_ value: YamlValue) throws(InputError) -> Share {
    let share = try value.share()
    guard share <= .whole else { throw value.error("\(value.path) is more than 100 %") }
    return share
  }

  /// The names of the parts of each concept, for help texts.
  public static var names: [(concept: String, parts: [String])] {
    [
      ("order", orders.map(\.name)), ("quota", quotas.map(\.name)),
      ("surplus", surpluses.map(\.name)), ("weights", WeightRule.allCases.map(\.rawValue)),
      ("cycle", cycles.map(\.name)), ("fill", fills.map(\.name)),
      ("ledger", ledgers.map(\.name)), ("reclaim", reclaims.map(\.name)),
      ("blocked", BlockedRule.allCases.map(\.rawValue)),
    ]
  }

  private static func halfLife(_ settings: YamlMapping?) throws(InputError) -> HalfLifeLedger {
    var ledger = HalfLifeLedger()
    if let value = settings?["half_life"] { ledger.halfLife = try positive(value) }
    if let value = settings?["tick"] { ledger.tick = try positive(value) }
    if let settings, ledger.tick > ledger.halfLife {
      throw settings.owner.error(
        "\(settings.owner.path).tick is longer than the half-life",
        remedy: "a ledger ticks at least once in a half-life"
      )
    }
    return ledger
  }

  private static let cycleKeys = YamlMapping.rightKeys + ["checkpoint", "admission"]

  /// A cycle over heads under a rule, with what every such cycle may set.
  private static func cycle(
    _ name: String,
    keys: [String] = [],
    _ rule:
      @escaping @Sendable (
        PreemptionRights.Table, YamlMapping?
      ) throws(InputError) -> HeadsCycle.Rule
  ) -> Listing<(any CyclePart)?> {
    Listing(name, keys: cycleKeys + keys) { settings throws(InputError) in
      HeadsCycle(
        try rule(PreemptionRights.Table(YamlMapping.rights(settings)), settings),
        checkpoint: try optional(settings, "checkpoint", positive),
        admitsByQuotaAlone: try settings?["admission"]?.word(among: ["place", "quota"]) == "quota"
      )
    }
  }

  private static let multifactorKeys = ["age", "fair_share", "size", "max_age", "dampening"]

  private static func multifactor(
    _ settings: YamlMapping?
  ) throws(InputError) -> MultifactorOrder {
    let usual = MultifactorOrder()
    guard let settings else { return usual }
    let weights = MultifactorOrder.weights
    let age = try settings["age"]?.integer(in: weights) ?? usual.age
    let fairShare = try settings["fair_share"]?.integer(in: weights) ?? usual.fairShare
    let size = try settings["size"]?.integer(in: weights) ?? usual.size
    let dampening =
      try settings["dampening"]?.integer(in: MultifactorOrder.dampenings) ?? usual.dampening
    var maxAge = usual.maxAge
    if let value = settings["max_age"] { maxAge = try positive(value) }
    guard
      MultifactorOrder.isCountable(age: age, fairShare: fairShare, size: size, maxAge: maxAge)
    else {
      throw settings.owner.error(
        "\(settings.owner.path) makes a weight worth more than 10,000 years of age",
        remedy: "raise 'age', or lower 'max_age' or the other weights"
      )
    }
    return MultifactorOrder(
      age: age,
      fairShare: fairShare,
      size: size,
      maxAge: maxAge,
      dampening: dampening
    )
  }

  static func positive(_ value: YamlValue) throws(InputError) -> SimDuration {
    let duration = try value.duration()
    guard duration > .zero else { throw value.error("\(value.path) must be more than zero") }
    return duration
  }

  private static func optional<Value>(
    _ settings: YamlMapping?,
    _ key: String,
    _ read: (YamlValue) throws(InputError) -> Value
  ) throws(InputError) -> Value? {
    guard let value = settings?[key] else { return nil }
    return try optional(value, read)
  }

  /// The value, or nil for the word `none`.
  static func optional<Value>(
    _ value: YamlValue,
    _ read: (YamlValue) throws(InputError) -> Value
  ) throws(InputError) -> Value? {
    (try? value.text()) == "none" ? nil : try read(value)
  }
}
