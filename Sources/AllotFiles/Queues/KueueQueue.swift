internal import Allot

/// A cluster queue or a cohort as its object gives it.
struct KueueQueue {
  /// A quota of one resource of one flavor.
  struct Quota {
    var resource: String
    var flavor: String
    var nominal: Int64
    var borrowing: Int64?
    var lending: Int64?
  }

  let name: String
  let isCohort: Bool
  let subject: String
  let place: SourcePlace
  let cohort: String?
  private(set) var quotas: [Quota] = []
  var weight: Int64?
  /// Where the weight stands.
  private var weightPlace: SourcePlace?
  /// Where it says whom the queue preempts while it borrows.
  private var borrowingPlace: SourcePlace?
  var isStrict = false
  var rights: PreemptionRights?

  /// The key of a cluster queue.
  static func key(_ name: String) -> String { "ClusterQueue \(name)" }
  /// The key of a cohort.
  static func cohortKey(_ name: String) -> String { "Cohort \(name)" }

  var key: String { isCohort ? Self.cohortKey(name) : Self.key(name) }

  /// A cohort that queues name and no object declares.
  init(cohort name: String, namedAt place: SourcePlace) {
    self.name = name
    isCohort = true
    subject = "Cohort '\(name)'"
    self.place = place
    cohort = nil
  }

  init(_ object: inout KubernetesObject, _ notes: inout ImportNotes) throws(InputError) {
    name = object.name
    isCohort = object.kind == "Cohort"
    subject = object.subject
    place = object.place
    guard !name.isEmpty else { throw object.place.error("a \(object.kind) has no 'metadata.name'") }
    let parent =
      isCohort
      ? try object.fields.take("parentName", or: "parent")
      : try object.fields.take("cohortName", or: "cohort")
    cohort = try parent?.text()
    try readQuotas(&object, &notes)
    var sharing = try object.fields.fields("fairSharing")
    let given = sharing.take("weight")
    weightPlace = given?.place
    weight = try given.map { value throws(InputError) in
      let weight = try value.kubernetesWeight()
      guard weight <= 1_000_000_000_000 else {
        throw value.error("\(value.name) is above a million")
      }
      return weight
    }
    sharing.noteRest(in: &notes, [:])
    if !isCohort { try readQueue(&object, &notes) }
    try object.fields.noteStop(in: &notes)
    object.fields.noteRest(in: &notes, Self.reasons)
  }

  private mutating func readQueue(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) {
    if let selector = object.fields.value("namespaceSelector") {
      // Everybody may submit, as here.
      if try selector.entries().isEmpty { _ = object.fields.take("namespaceSelector") }
    } else {
      notes.add(
        "spec.namespaceSelector",
        of: subject,
        at: place,
        "is not given, with which no namespace may submit there; here everybody may"
      )
    }
    if let strategy = object.fields.take("queueingStrategy") {
      isStrict = try strategy.word(among: ["StrictFIFO", "BestEffortFIFO"]) == "StrictFIFO"
    }
    var preemption = try object.fields.fields("preemption")
    var borrowing = try preemption.fields("borrowWithinCohort")
    let never = PreemptionRights.Whom.never
    func whom(_ value: YamlValue?, _ allowed: [PreemptionRights.Whom]) throws(InputError)
      -> PreemptionRights.Whom
    {
      guard let word = try value?.word(among: allowed.map(\.rawValue)) else { return never }
      return PreemptionRights.Whom(rawValue: word) ?? never
    }
    var own = PreemptionRights(
      ownQueue: try whom(
        preemption.take("withinClusterQueue"),
        [.never, .lowerPriority, .lowerOrNewerEqual]
      ),
      otherQueues: try whom(
        preemption.take("reclaimWithinCohort"),
        [.never, .lowerPriority, .any]
      )
    )
    let most = borrowing.take("maxPriorityThreshold")
    let policy = borrowing.take("policy")
    if try whom(policy, [.never, .lowerPriority]) == .lowerPriority {
      borrowingPlace = policy?.place
      let threshold = try most.map { value throws(InputError) in
        try value.integer(in: -2_147_483_648...2_147_483_647)
      }
      own.whileBorrowing = PreemptionRights.WhileBorrowing(highestPriority: threshold)
    }
    if own.whileBorrowing != nil && own.otherQueues == .never {
      throw place.error(
        "\(subject) preempts while it borrows but never reclaims",
        remedy: "set 'reclaimWithinCohort', or leave out 'borrowWithinCohort', as Kueue asks"
      )
    }
    rights = own
    borrowing.noteRest(in: &notes, [:])
    preemption.noteRest(in: &notes, [:])
  }

  private mutating func readQuotas(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) {
    for group in try object.fields.take("resourceGroups")?.list() ?? [] {
      var group = try FieldReader(group, path: "spec.resourceGroups", subject: subject)
      _ = group.take("coveredResources")
      for flavor in try group.take("flavors")?.list() ?? [] {
        var flavor = try FieldReader(flavor, path: "spec.resourceGroups.flavors", subject: subject)
        guard let flavorName = try flavor.take("name")?.text() else {
          throw place.error("a flavor of \(subject) has no name")
        }
        for resource in try flavor.take("resources")?.list() ?? [] {
          quotas.append(try quota(resource, flavorName, &notes))
        }
        flavor.noteRest(in: &notes, [:])
      }
      group.noteRest(in: &notes, [:])
    }
  }

  private func quota(
    _ value: YamlValue,
    _ flavor: String,
    _ notes: inout ImportNotes
  ) throws(InputError) -> Quota {
    var fields = try FieldReader(
      value,
      path: "spec.resourceGroups.flavors.resources",
      subject: subject
    )
    guard let resource = try fields.take("name")?.text() else {
      throw value.error("a resource of \(subject) has no name")
    }
    func units(_ key: String) throws(InputError) -> Int64? {
      guard let amount = fields.take(key) else { return nil }
      // Kueue counts extended resources in whole units, rounded up.
      let quantity = try amount.kubernetesQuantity()
      if !quantity.isWhole {
        notes.add(
          key,
          of: subject,
          at: amount.place,
          resource == "cpu"
            ? "rounded up to whole cores; Kueue counts thousandths"
            : "rounded up to a whole number, as Kueue does"
        )
      }
      return quantity.roundedUp
    }
    guard let nominal = try units("nominalQuota") else {
      throw value.error("the quota of \(resource) of \(subject) has no 'nominalQuota'")
    }
    let quota = Quota(
      resource: resource,
      flavor: flavor,
      nominal: nominal,
      borrowing: try units("borrowingLimit"),
      lending: try units("lendingLimit")
    )
    if cohort == nil && (quota.borrowing != nil || quota.lending != nil) {
      throw value.error(
        "\(subject) limits borrowing or lending, but belongs to no cohort",
        remedy: "name its cohort or leave the limits out; Kueue refuses them, too"
      )
    }
    if !isCohort, let lending = quota.lending, lending > nominal {
      throw value.error(
        "\(subject) lends \(lending) of \(resource), more than its nominal quota of \(nominal)"
      )
    }
    fields.noteRest(in: &notes, [:])
    return quota
  }

  /// Notes what one of the two ways to share does not read.
  func noteUnread(isFair: Bool, in notes: inout ImportNotes) {
    if let weightPlace, !isFair {
      notes.add(
        "spec.fairSharing.weight",
        of: subject,
        at: weightPlace,
        "has no effect: no Configuration enables fairSharing"
      )
    }
    if let borrowingPlace, isFair {
      notes.add(
        "spec.preemption.borrowWithinCohort",
        of: subject,
        at: borrowingPlace,
        "has no effect under fair sharing, as there"
      )
    }
  }

  private static let reasons = [
    "namespaceSelector": "the section 'assign' says who submits where",
    "flavorFungibility": "a job takes the first GPU model in which it fits and has a place",
    "admissionChecks": "jobs are admitted by quota and place alone",
    "admissionChecksStrategy": "jobs are admitted by quota and place alone",
    "admissionScope": "local queues take turns by submit time, without past use",
    "concurrentAdmissionPolicy": "a job asks for one GPU model at a time",
  ]
}

extension FieldReader {
  /// Notes a policy by which a queue is stopped.
  mutating func noteStop(in notes: inout ImportNotes) throws(InputError) {
    guard let policy = take("stopPolicy"), try policy.text() != "None" else { return }
    notes.add(
      "spec.stopPolicy",
      of: subject,
      at: policy.place,
      "ignored: queues are open; leave out the tenant of one that is not"
    )
  }
}
