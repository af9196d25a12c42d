internal import Allot

/// Queues of Volcano.
///
/// Where some queue has an amount that it deserves, a guarantee or a parent, they are read as the
/// plugin capacity reads them; else weights become shares, as under the plugin proportion.
///
/// Source: volcano-sh/volcano at ed72c7c8, API scheduling.volcano.sh/v1beta1.
enum VolcanoQueues: QueueReader {
  static let system = "volcano"
  static let versions = ["scheduling.volcano.sh/v1beta1"]

  static func reads(_ source: QueueSource) -> Bool {
    source.objects.contains { $0.group == "scheduling.volcano.sh" }
  }

  /// A queue with its amounts by resource.
  private struct Queue {
    var draft: QueueDraft
    var subject: String
    var amounts: [String: [(resource: String, count: Int64, place: SourcePlace)]] = [:]
    /// False where the queue says that nothing is taken back from it, which holds for its own jobs.
    var isReclaimable = true
    /// Where fields stand that one of the plugins alone reads, or leaves alone.
    var places: [String: SourcePlace] = [:]
  }

  static func read(
    _ sources: [QueueSource],
    _ context: inout ImportContext
  ) throws(InputError) -> (drafts: [QueueDraft], policy: Policy) {
    var queues: [Queue] = []
    var configuration: VolcanoConfiguration?
    for source in sources {
      for var object in source.objects {
        if object.kind == VolcanoConfiguration.kind {
          if let configuration {
            throw object.place.error(
              "a second configuration; the first is in \(configuration.place)",
              remedy: "keep one of them"
            )
          }
          configuration = try VolcanoConfiguration(&object, &context.notes)
          continue
        }
        guard object.kind == "Queue", object.name != "root" else {
          let reason = object.kind == "Queue" ? "the root is the cluster" : "no queue"
          context.notes.add(
            object.kind,
            of: "'\(object.name)'",
            at: object.place,
            "ignored: \(reason)"
          )
          continue
        }
        queues.append(try queue(&object, &context.notes))
      }
    }
    if let reason = configuration?.flatReason { flatten(&queues, reason, &context.notes) }
    let says = ["deserved", "guarantee"]
    let isByAmount = queues.contains { queue in
      queue.draft.parent != nil || says.contains { !(queue.amounts[$0] ?? []).isEmpty }
    }
    let isCapacity = configuration?.isCapacity ?? isByAmount
    let all = queues.flatMap { $0.amounts.values.joined().map(\.resource) }.sorted()
    var device = ""
    if let place = sources.first?.place, !all.isEmpty {
      device = try context.device(among: all.withoutRepeats(), at: place)
      noteOthers(than: device, queues, &context)
    }
    let parents = queues.compactMap(\.draft.parent)
    for index in queues.indices {
      noteUnread(
        queues[index],
        isParent: parents.contains(queues[index].draft.key),
        isCapacity,
        &context.notes
      )
      if parents.contains(queues[index].draft.key) { queues[index].isReclaimable = true }
      try setTerms(of: &queues[index], device, isCapacity, &context)
    }
    if isCapacity {
      noteFaults(of: queues, device, &context.notes)
      for index in queues.indices { queues[index].draft.weight = nil }
    } else {
      share(&queues)
    }
    let policy = policy(configuration, isCapacity, at: sources.first?.place, &context.notes)
    return (queues.map(\.draft), policy)
  }

  /// The preset, with the actions of the configuration; what is taken without one is told.
  private static func policy(
    _ configuration: VolcanoConfiguration?,
    _ isCapacity: Bool,
    at place: SourcePlace?,
    _ notes: inout ImportNotes
  ) -> Policy {
    let policy = preset(isCapacity ? "volcano-capacity" : "volcano-proportion")
    if let configuration { return configuration.policy(policy) }
    if isCapacity, let place {
      notes.add(
        VolcanoConfiguration.kind,
        of: "the scheduler",
        at: place,
        "is not given: taken as if its actions were allocate and reclaim, of which Volcano's own "
          + "has not the second"
      )
    }
    return policy
  }

  /// Without a hierarchy all queues stand side by side.
  private static func flatten(
    _ queues: inout [Queue],
    _ reason: String,
    _ notes: inout ImportNotes
  ) {
    for index in queues.indices where queues[index].draft.parent != nil {
      queues[index].draft.parent = nil
      notes.add(
        "spec.parent",
        of: queues[index].subject,
        at: queues[index].draft.place,
        "ignored: " + reason
      )
    }
  }

  /// Notes what a queue says that the plugin does not read.
  private static func noteUnread(
    _ queue: Queue,
    isParent: Bool,
    _ isCapacity: Bool,
    _ notes: inout ImportNotes
  ) {
    func note(_ field: String, _ place: SourcePlace?, _ reason: String) {
      guard let place else { return }
      notes.add("spec.\(field)", of: queue.subject, at: place, "ignored: " + reason)
    }
    if isCapacity {
      note("weight", queue.places["weight"], "queues share by what they deserve, not by weight")
    } else {
      let deserved = queue.amounts["deserved"]?.first?.place
      note("deserved", deserved, "the plugin proportion shares by weight")
    }
    if isParent && !queue.isReclaimable {
      note("reclaimable", queue.places["reclaimable"], "it is of a queue's own jobs, and has none")
    }
  }

  private static func queue(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) -> Queue {
    let parent = try object.fields.take("parent")?.text()
    var queue = Queue(
      draft: QueueDraft(
        name: object.name,
        key: object.name,
        parent: parent == "root" ? nil : parent,
        place: object.place
      ),
      subject: object.subject
    )
    let givenWeight = object.fields.take("weight")
    let weight = try givenWeight?.integer(in: 0...65_535) ?? 1
    if weight != 1 { queue.places["weight"] = givenWeight?.place }
    if weight == 0, let givenWeight {
      notes.add(
        "spec.weight",
        of: object.subject,
        at: givenWeight.place,
        "is 0, which Volcano does not admit: taken as 1"
      )
    }
    queue.draft.weight = Int64(max(1, weight)) * Share.whole.millionths
    var guarantee = try object.fields.fields("guarantee")
    queue.amounts["guarantee"] = try amounts(guarantee.take("resource"), &notes, object)
    guarantee.noteRest(in: &notes, [:])
    for key in ["deserved", "capability"] {
      queue.amounts[key] = try amounts(object.fields.take(key), &notes, object)
    }
    if let state = object.state, state != "Open" {
      notes.add(
        "status.state",
        of: object.subject,
        at: object.place,
        "ignored: queues are open; leave out the tenant of one that is not"
      )
    }
    queue.draft.priority = try object.fields.take("priority")?.queuePriority() ?? 0
    let reclaimable = object.fields.take("reclaimable")
    queue.isReclaimable = try reclaimable?.isTrue() ?? true
    queue.places["reclaimable"] = reclaimable?.place
    if let strategy = object.fields.take("dequeueStrategy"), try strategy.text() != "traverse" {
      notes.add(
        "spec.dequeueStrategy",
        of: object.subject,
        at: strategy.place,
        "ignored: the next job of a queue is tried, as under 'traverse'"
      )
    }
    noteAnnotations(of: object, &notes)
    object.fields.noteRest(
      in: &notes,
      [
        "affinity": "queues are not bound to groups of nodes",
        "type": "it has no effect on scheduling",
        "extendClusters": "there is one cluster",
      ]
    )
    return queue
  }

  private static func noteAnnotations(
    of object: KubernetesObject,
    _ notes: inout ImportNotes
  ) {
    for annotation in object.annotations where annotation.key.contains("volcano.sh/") {
      notes.add(
        annotation.key,
        of: object.subject,
        at: annotation.value.place,
        annotation.key.contains("volcano.sh/hierarchy")
          ? "ignored: 'spec.parent' makes the tree, 'spec.weight' the weights"
          : "ignored: not an annotation that changes what queues hold here"
      )
    }
  }

  private static func amounts(
    _ value: YamlValue?,
    _ notes: inout ImportNotes,
    _ object: KubernetesObject
  ) throws(InputError) -> [(resource: String, count: Int64, place: SourcePlace)] {
    guard let value else { return [] }
    var amounts: [(resource: String, count: Int64, place: SourcePlace)] = []
    for entry in try value.entries() {
      let quantity = try entry.value.kubernetesQuantity()
      if !quantity.isWhole {
        notes.add(
          "\(value.path).\(entry.key)",
          of: object.subject,
          at: entry.value.place,
          "rounded down to a whole number"
        )
      }
      amounts.append((entry.key, quantity.roundedDown, entry.value.place))
    }
    return amounts
  }

  private static func noteOthers(
    than device: String,
    _ queues: [Queue],
    _ context: inout ImportContext
  ) {
    let kept = [device] + context.others.map(\.name)
    for queue in queues {
      for key in ["guarantee", "deserved", "capability"] {
        for amount in queue.amounts[key] ?? [] where !kept.contains(amount.resource) {
          context.notes.add(
            "\(amount.resource) of spec.\(key)",
            of: queue.subject,
            at: amount.place,
            context.reason(notKept: amount.resource, beside: device)
          )
        }
      }
    }
  }

  /// Notes where children ask for more than their parent has.
  private static func noteFaults(
    of queues: [Queue],
    _ device: String,
    _ notes: inout ImportNotes
  ) {
    let rows = queues.map { queue in
      func amount(_ key: String) -> Int64? {
        queue.amounts[key]?.first { $0.resource == device }?.count
      }
      return VolcanoHierarchy.Queue(
        key: queue.draft.key,
        parent: queue.draft.parent,
        deserved: amount("deserved") ?? 0,
        guarantee: amount("guarantee") ?? 0,
        capability: amount("capability")
      )
    }
    for (queue, fault) in VolcanoHierarchy.faults(of: rows) {
      guard let own = queues.first(where: { $0.draft.key == queue.key }) else { continue }
      notes.add(
        "the hierarchy",
        of: own.subject,
        at: own.draft.place,
        "it \(fault): \(VolcanoHierarchy.consequence)"
      )
    }
  }

  /// What a queue deserves is at least its guarantee and at most its capability, as there.
  private static func setTerms(
    of queue: inout Queue,
    _ device: String,
    _ isCapacity: Bool,
    _ context: inout ImportContext
  ) throws(InputError) {
    let devices = try amounts(of: queue, device, &context.notes)
    var (quotas, reserves, caps): ([Allowance.Named], [Allowance.Named], [Allowance.Named]) =
      ([], [], [])
    for other in context.others {
      let own = try amounts(of: queue, other.name, &context.notes)
      func name(_ count: Int64) -> Allowance.Named {
        Allowance.Named(resource: other.resource, amount: .units(count / other.unit))
      }
      if let deserved = own.deserved { quotas.append(name(deserved)) }
      if own.guarantee > 0 { reserves.append(name(own.guarantee)) }
      if let most = own.capability { caps.append(name(most)) }
    }
    queue.draft.terms = TenantTerms(
      quota: isCapacity
        ? ImportContext.join(context.devices(devices.deserved ?? 0), quotas) : nil,
      reserve: ImportContext.join(
        devices.guarantee > 0 ? context.devices(devices.guarantee) : nil,
        reserves
      ),
      cap: ImportContext.join(devices.capability.map { context.devices($0) }, caps),
      isReclaimable: queue.isReclaimable ? nil : false
    )
  }

  /// What a queue has of a resource; it deserves something where anything is said of it.
  private static func amounts(
    of queue: Queue,
    _ resource: String,
    _ notes: inout ImportNotes
  ) throws(InputError) -> (deserved: Int64?, guarantee: Int64, capability: Int64?) {
    func amount(_ key: String) -> (count: Int64, place: SourcePlace)? {
      queue.amounts[key]?.first { $0.resource == resource }.map { ($0.count, $0.place) }
    }
    let (given, most, least) = (amount("deserved"), amount("capability"), amount("guarantee"))
    if let most, let least, least.count > most.count {
      throw least.place.error(
        "\(queue.subject) has a guarantee of \(least.count) above its capability of \(most.count)",
        remedy: "lower the guarantee or raise the capability"
      )
    }
    let deserved = max(min(given?.count ?? 0, most?.count ?? .max), least?.count ?? 0)
    if let given, given.count != deserved {
      let bound = deserved < given.count ? "at most its capability" : "at least its guarantee"
      notes.add(
        "\(resource) of spec.deserved",
        of: queue.subject,
        at: given.place,
        "\(deserved): what a queue deserves is \(bound)"
      )
    }
    return (given == nil && least == nil ? nil : deserved, least?.count ?? 0, most?.count)
  }

  /// Weights as shares of the cluster.
  private static func share(_ queues: inout [Queue]) {
    let weights = queues.map { $0.draft.weight ?? 0 }
    let whole = Int(Share.whole.millionths)
    let parts = LargestRemainder.apportion(whole, to: weights.map { $0 / Share.whole.millionths })
    for (index, part) in parts.enumerated() {
      queues[index].draft.share = Share(millionths: Int64(part))
    }
  }
}
