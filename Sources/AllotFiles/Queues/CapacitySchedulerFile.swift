internal import Allot
internal import AllotPolicies

/// YARN's `capacity-scheduler.xml`, with the preemption monitor's properties of `yarn-site.xml`.
///
/// Source: apache/hadoop trunk, CapacitySchedulerConfiguration and QueueCapacityConfigParser.
enum CapacitySchedulerFile: QueueReader {
  static let system = "yarn-capacity"

  /// A file of properties some of which are this scheduler's.
  static func reads(_ source: QueueSource) -> Bool {
    guard let xml = source.xml, accompanies(source) else { return false }
    return xml.children.contains { property in
      property.children.contains { $0.name == "name" && $0.word.hasPrefix(prefix) }
    }
  }

  static func accompanies(_ source: QueueSource) -> Bool { source.xml?.name == "configuration" }

  static let prefix = "yarn.scheduler.capacity."
  private static let monitor = "yarn.resourcemanager.monitor.capacity.preemption."

  static func read(
    _ sources: [QueueSource],
    _ context: inout ImportContext
  ) throws(InputError) -> (drafts: [QueueDraft], policy: Policy) {
    var properties = try HadoopProperties(of: sources, &context.notes)
    let device = try device(of: properties, &context)
    var drafts = try drafts(below: "root", parent: nil, device, &properties, &context)
    guard !drafts.isEmpty else {
      throw InputError(
        file: sources.first?.file ?? "",
        "there is no '\(prefix)root.queues'",
        remedy: "name the queues below the root there"
      )
    }
    try takeLabels(of: &drafts, device, &properties, &context)
    for field in userFields { _ = properties.take(prefix + field) }
    var policy = try policy(&properties, &context.notes)
    if policy.reclaim != nil { takePreemption(of: &drafts, &properties, &context.notes) }
    try takePriorities(of: &drafts, &policy, &properties, &context.notes)
    try takeMappings(to: drafts, &properties, &context)
    for property in properties.left where !isUsual(property) {
      let (queue, field) = split(property.name, among: drafts.map(\.key))
      context.notes.add(
        field,
        of: queue ?? "the scheduler",
        at: property.place,
        "ignored: " + (reason(for: field, of: queue) ?? "not a property that allot knows")
      )
    }
    return (drafts, policy)
  }

  /// The resource that counts as devices, among those of all absolute amounts; empty where there
  /// are none.
  private static func device(
    of properties: HadoopProperties,
    _ context: inout ImportContext
  ) throws(InputError) -> String {
    var names: [String] = []
    var place: SourcePlace?
    for property in properties.left where property.text.hasPrefix("[") {
      guard case .absolute(let amounts) = try YarnAmount(property) else { continue }
      names += amounts.map(\.resource)
      place = place ?? property.place
    }
    guard let place else { return "" }
    return try context.device(among: names.withoutRepeats(), at: place)
  }

  /// True for a property that says what is so anyway.
  private static func isUsual(_ property: HadoopProperties.Property) -> Bool {
    (property.name.hasSuffix(".state") && property.text.uppercased() == "RUNNING")
      || (property.name.hasSuffix("disable_preemption") && property.text == "false")
  }

  /// The queue that a property is about, and what stands behind its name.
  private static func split(
    _ property: String,
    among queues: [String]
  ) -> (queue: String?, field: String) {
    guard property.hasPrefix(prefix) else { return (nil, property) }
    let rest = property.dropFirst(prefix.count)
    let queue = (queues + ["root"]).filter { rest.hasPrefix($0 + ".") }.max { $0.count < $1.count }
    return (queue, String(rest.dropFirst(queue.map { $0.count + 1 } ?? 0)))
  }

  private static func reason(for field: String, of queue: String?) -> String? {
    let known = reasons.first {
      field == $0.field || ($0.field.hasSuffix("*") && field.hasPrefix($0.field.dropLast()))
    }
    let isOfAnother = queue == "root" && field.contains(".")
    return known?.reason ?? (isOfAnother ? "no 'queues' lists the queue that it is of" : nil)
  }

  /// Fields, or their beginnings, and why they are ignored.
  private static let reasons: [(field: String, reason: String)] = [
    ("priority", "read under the ordering policy priority-utilization alone, as there"),
    (
      "ordering-policy*",
      "queues are ordered by what they hold, jobs of a queue by priority and submit time"
    ),
    ("capacity", "the root is the cluster"),
    ("maximum-capacity", "the root is the cluster"),
    ("acl_*", "the section 'assign' says who submits where"),
    ("mapping-rule*", "the section 'assign' says who submits where"),
    ("user-limit-factor", "only queues that submit have users"),
    ("minimum-user-limit-percent", "only queues that submit have users"),
    ("user-settings*", "the users of a queue weigh alike"),
    ("maximum-applications", "the number of jobs is not limited"),
    ("global-queue-max-application", "the number of jobs is not limited"),
    ("max-parallel-apps", "the number of jobs is not limited"),
    ("maximum-am-resource-percent", "jobs have no masters"),
    ("maximum-application-lifetime", "the trace gives the limits of jobs"),
    ("default-application-lifetime", "the trace gives the limits of jobs"),
    ("maximum-allocation*", "jobs are as large as the trace says"),
    ("state", "queues run; leave out the tenant of one that is stopped"),
    ("disable_preemption", "the monitor is off: nothing is taken back"),
    ("intra-queue-preemption*", "jobs of one queue do not preempt each other"),
    (monitor + "intra-queue-preemption*", "jobs of one queue do not preempt each other"),
    (monitor + "natural_termination_factor", "what claims is taken at once, within the round"),
    (monitor + "monitoring_interval", "preemption follows every event; see 'interval'"),
    (monitor + "*", "not a term of preemption here, or the monitor is off or only observes"),
    ("resource-calculator", "capacities are of GPUs"),
    ("accessible-node-labels*", "no queue has a capacity of a label"),
    ("default-node-label-expression", "jobs of the trace say which GPU models they accept"),
    ("node-locality-delay", "data has no place"),
    ("rack-locality*", "data has no place"),
    ("auto-*", "queues are not made on the way"),
    ("leaf-queue-template*", "queues are not made on the way"),
    ("schedule-asynchronously*", "the scheduler takes no time"),
    ("per-node-heartbeat*", "the scheduler takes no time"),
  ]

  // MARK: Queues

  private static func drafts(
    below path: String,
    parent: String?,
    _ device: String,
    _ properties: inout HadoopProperties,
    _ context: inout ImportContext
  ) throws(InputError) -> [QueueDraft] {
    guard let list = properties.take(prefix + path + ".queues") else { return [] }
    var own: [(draft: QueueDraft, capacity: YarnAmount)] = []
    let names = list.names
    for (position, name) in names.enumerated() {
      guard !names[..<position].contains(name) else {
        throw list.place.error("'\(list.name)' names '\(name)' twice", remedy: "keep one of them")
      }
      let key = "\(path).\(name)"
      var draft = QueueDraft(name: name, key: key, parent: parent, place: list.place)
      draft.otherNames = [key]
      let capacity = properties.take(prefix + key + ".capacity")
      let most = properties.take(prefix + key + ".maximum-capacity")
      draft.place = capacity?.place ?? list.place
      for property in [capacity, most] {
        if let property { try noteOthers(than: device, in: property, of: key, &context.notes) }
      }
      if let most, most.text != "-1", try YarnAmount(most) != .percent(100_000_000) {
        draft.terms = TenantTerms(
          cap: try cap(YarnAmount(most), device, most.place, &context)
        )
      }
      if capacity == nil {
        context.notes.add("capacity", of: key, at: list.place, "is not given, which is 0")
      }
      let amount = try capacity.map { value throws(InputError) in try YarnAmount(value) }
      try check(most, of: key, against: amount)
      own.append((draft, amount ?? .percent(0)))
    }
    try settle(&own, device, &context, at: list.place)
    var all = own.map(\.draft)
    for index in all.indices {
      let isParent = properties.left.contains { $0.name == prefix + all[index].key + ".queues" }
      if !isParent {
        let share = try userShare(of: all[index].key, &properties)
        all[index].terms = all[index].terms.with(perUser: UserTerms(share: share))
      }
    }
    for draft in all {
      all += try drafts(below: draft.key, parent: draft.key, device, &properties, &context)
    }
    return all
  }

  /// A maximum is not below the capacity, as there.
  private static func check(
    _ most: HadoopProperties.Property?,
    of queue: String,
    against capacity: YarnAmount?
  ) throws(InputError) {
    guard let most, most.text != "-1", case .percent(let least)? = capacity,
      case .percent(let bound) = try YarnAmount(most), bound < least
    else { return }
    throw most.place.error(
      "the maximum-capacity of '\(queue)' is \(most.text), below its capacity",
      remedy: "raise it, as YARN asks"
    )
  }

  private static func cap(
    _ amount: YarnAmount,
    _ device: String,
    _ place: SourcePlace,
    _ context: inout ImportContext
  ) throws(InputError) -> Allowance {
    switch amount {
    case .percent(let part): return Allowance(.part(Share(millionths: part / 100)))
    case .weight: throw place.error("a maximum can not be a weight")
    case .absolute(let amounts):
      return context.devices(count(amounts, device))
    }
  }

  /// Notes amounts of other resources than devices, and where devices are not named.
  private static func noteOthers(
    than device: String,
    in property: HadoopProperties.Property,
    of queue: String,
    _ notes: inout ImportNotes
  ) throws(InputError) {
    guard property.text.hasPrefix("["), case .absolute(let amounts) = try YarnAmount(property)
    else { return }
    let others = amounts.map(\.resource).filter { $0 != device }
    let field = String(property.name.split(separator: ".").last ?? "")
    if !others.isEmpty {
      let names = others.joined(separator: ", ")
      notes.add(
        field,
        of: queue,
        at: property.place,
        "has amounts of \(names), which are ignored: capacities are of \(device)"
      )
    }
    if others.count == amounts.count {
      notes.add(field, of: queue, at: property.place, "names no \(device): it is 0, as there")
    }
  }

  /// What is not named of an absolute amount is none.
  private static func count(
    _ amounts: [(resource: String, count: Int64)],
    _ device: String
  ) -> Int64 {
    amounts.first { $0.resource == device }?.count ?? 0
  }

  /// Shares or quotas of siblings from what they say of their capacities, all in the same form.
  private static func settle(
    _ own: inout [(draft: QueueDraft, capacity: YarnAmount)],
    _ device: String,
    _ context: inout ImportContext,
    at place: SourcePlace
  ) throws(InputError) {
    var parts: [Int64] = []
    for (index, queue) in own.enumerated() {
      let first = own[0].capacity
      switch (queue.capacity, first) {
      case (.percent(let part), .percent), (.weight(let part), .weight): parts.append(part)
      case (.absolute(let amounts), .absolute):
        own[index].draft.terms = TenantTerms(
          quota: context.devices(count(amounts, device)),
          cap: queue.draft.terms.cap
        )
      default:
        throw queue.draft.place.error(
          "'\(queue.draft.name)' has its capacity in another form than '\(own[0].draft.name)'",
          remedy: "give siblings percentages, weights or absolute amounts alone, as YARN asks"
        )
      }
    }
    guard !parts.isEmpty else { return }
    let sum = parts.reduce(0, +)
    if case .percent = own[0].capacity, sum != 0 && sum != 100_000_000 {
      context.notes.add(
        "capacity",
        of: own[0].draft.key,
        at: place,
        "and its siblings' sum to \(Double(sum) / 1e6), and are taken in proportion"
      )
    }
    if case .percent = own[0].capacity, sum != 0, abs(sum - 100_000_000) > 50_000 {
      throw place.error(
        "the capacities of \(own.map { "'\($0.draft.name)'" }.joined(separator: ", ")) sum to "
          + "\(Double(sum) / 1e6), not to 100",
        remedy: "make the capacities of siblings sum to 100, as YARN asks"
      )
    }
    // Millionths, which is what a share may have.
    let shares = LargestRemainder.apportion(sum == 0 ? 0 : 1_000_000, to: parts)
    for (index, share) in shares.enumerated() {
      own[index].draft.share = Share(millionths: Int64(share))
    }
  }

  // MARK: Priorities of queues

  /// Queues of whom a parent says that priorities go first have them; so have all others then.
  private static func takePriorities(
    of drafts: inout [QueueDraft],
    _ policy: inout Policy,
    _ properties: inout HadoopProperties,
    _ notes: inout ImportNotes
  ) throws(InputError) {
    let suffix = ".ordering-policy"
    let orders = properties.left.filter {
      $0.name.hasPrefix(prefix) && $0.name.hasSuffix(suffix) && $0.text == "priority-utilization"
    }
    guard !orders.isEmpty else { return }
    for order in orders { _ = properties.take(order.name) }
    let parents = Set(orders.map { $0.name.dropFirst(prefix.count).dropLast(suffix.count) })
    for index in drafts.indices where parents.contains(Substring(drafts[index].parent ?? "root")) {
      let name = prefix + drafts[index].key + ".priority"
      guard let value = properties.take(name) else { continue }
      guard let priority = Int(value.text), QueueDraft.priorities ~= priority else {
        throw value.place.error(
          "'\(value.name)' is '\(value.text)'",
          remedy: QueueDraft.priorityRemedy
        )
      }
      drafts[index].priority = priority
    }
    policy.order = PriorityThenQuotaUseOrder()
    if !policy.name.hasSuffix("-preempting") { policy.name = "yarn-capacity-by-priority" }
    for parent in drafts.map({ $0.parent ?? "root" }).withoutRepeats()
    where !parents.contains(Substring(parent)) {
      notes.add(
        "ordering-policy",
        of: parent,
        at: orders[0].place,
        "is utilization there; here all levels have one order, and its queues one priority"
      )
    }
  }

  // MARK: Preemption

  /// Queues that say so yield nothing, nor do those below them.
  private static func takePreemption(
    of drafts: inout [QueueDraft],
    _ properties: inout HadoopProperties,
    _ notes: inout ImportNotes
  ) {
    let all = properties.take(prefix + "root.disable_preemption")
    for index in drafts.indices {
      let own = properties.take(prefix + drafts[index].key + ".disable_preemption")
      guard let value = own ?? (drafts[index].parent == nil ? all : nil) else { continue }
      guard ["true", "false"].contains(value.text.lowercased()) else {
        notes.add(
          "disable_preemption",
          of: drafts[index].key,
          at: value.place,
          "is that of its parent: '\(value.text)' is neither true nor false"
        )
        continue
      }
      let isReclaimable = value.text.lowercased() != "true"
      drafts[index].terms = drafts[index].terms.with(isReclaimable: isReclaimable)
    }
  }

  /// The preset; with the monitor on, quota is taken back within the monitor's terms.
  private static func policy(
    _ properties: inout HadoopProperties,
    _ notes: inout ImportNotes
  ) throws(InputError) -> Policy {
    var policy = preset("yarn-capacity")
    let isOn = properties.takeFlag("yarn.resourcemanager.scheduler.monitor.enable", &notes)
    guard isOn else { return policy }
    let observing = properties.left.first { $0.name == monitor + "observe_only" }
    if let observing, properties.takeFlag(observing.name, &notes) {
      notes.add(
        "observe_only",
        of: "the scheduler",
        at: observing.place,
        "true: the monitor only observes, and nothing is taken back"
      )
      return policy
    }
    var terms = IdealReclaim().terms
    terms.grace = try properties.takeGrace(monitor + "max_wait_before_kill", usual: terms.grace)
    terms.perRound =
      try properties.takePart(monitor + "total_preemption_per_round") ?? Share(percent: 10)
    policy.name = "yarn-capacity-preempting"
    policy.surplus = IdealSurplus()
    policy.reclaim = IdealReclaim(
      terms,
      tolerance: try properties.takePart(monitor + "max_ignored_over_capacity")
        ?? Share(percent: 10)
    )
    return policy
  }
}
