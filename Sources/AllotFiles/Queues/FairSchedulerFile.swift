internal import Allot

/// The allocation file of YARN's Fair Scheduler, `fair-scheduler.xml`.
///
/// Source: apache/hadoop trunk, AllocationFileParser and FairSchedulerConfiguration.
enum FairSchedulerFile: QueueReader {
  static let system = "yarn-fair"

  static func reads(_ source: QueueSource) -> Bool { source.xml?.name == "allocations" }

  static func read(
    _ sources: [QueueSource],
    _ context: inout ImportContext
  ) throws(InputError) -> (drafts: [QueueDraft], policy: Policy) {
    var drafts: [QueueDraft] = []
    for source in sources {
      guard let xml = source.xml else { continue }
      var device = ""
      let names = try resources(below: xml).withoutRepeats()
      if !names.isEmpty { device = try context.device(among: names, at: source.place) }
      let top = xml.children.filter { isQueue($0) }
      let isRooted = top.count == 1 && top[0].attributes["name"]?.lowercased() == "root"
      for element in xml.children where !isQueue(element) {
        context.notes.add(
          element.name,
          of: element.attributes["name"].map { "'\($0)'" } ?? "all queues",
          at: element.place,
          "ignored: " + (reasons[element.name] ?? "not an element that changes shares here")
        )
      }
      for queue in top where !isRooted && queue.attributes["name"]?.lowercased() == "root" {
        throw queue.place.error("a queue 'root' stands alone at the top, others below it")
      }
      for queue in isRooted ? top[0].children.filter({ isQueue($0) }) : top {
        try append(queue, below: nil, device, &drafts, &context)
      }
    }
    return (drafts, preset("yarn-fair"))
  }

  private static func isQueue(_ element: XmlElement) -> Bool {
    element.name == "queue" || element.name == "pool"
  }

  private static func append(
    _ element: XmlElement,
    below parent: String?,
    _ device: String,
    _ drafts: inout [QueueDraft],
    _ context: inout ImportContext
  ) throws(InputError) {
    guard let name = element.attributes["name"], !name.isEmpty else {
      throw element.place.error("a queue without a name")
    }
    let key = (parent.map { "\($0)." } ?? "") + name
    note(attributesOf: element, besides: ["name"], of: key, &context)
    var draft = QueueDraft(name: name, key: key, parent: parent, place: element.place)
    var (least, most) = (Int64(0), Allowance?.none)
    draft.weight = Share.whole.millionths
    for field in element.children where !isQueue(field) {
      note(attributesOf: field, of: key, &context)
      switch field.name {
      case "weight":
        guard let weight = QuantityText.millionths(field.word) else {
          throw field.place.error(
            "the weight of '\(key)' must be a number with at most six decimals, not '\(field.word)'"
          )
        }
        draft.weight = weight
      case "minResources":
        noteFractions(field, of: key, &context)
        switch try YarnResources(field) {
        case .percent: note(field, of: key, "ignored: a percentage, as there", &context)
        case .absolute(let amounts), .oldAbsolute(let amounts):
          let amount = amounts.first { $0.resource == device }
          if amount == nil { note(field, of: key, "ignored: it has no \(device)", &context) }
          least = amount?.count ?? 0
        }
      case "maxResources":
        most = try cap(field, of: key, device, isTop: parent == nil, &context)
      default:
        let reason = reasons[field.name] ?? "not an element that changes shares here"
        note(field, of: key, "ignored: " + reason, &context)
      }
    }
    if case .units(let count)? = most?.others ?? most?.named.first?.amount, count < least {
      context.notes.add(
        "minResources",
        of: "'\(key)'",
        at: element.place,
        "are above maxResources, up to which they count"
      )
      least = count
    }
    draft.terms = TenantTerms(quota: context.devices(least), cap: most)
    drafts.append(draft)
    for child in element.children where isQueue(child) {
      try append(child, below: key, device, &drafts, &context)
    }
  }

  /// Notes what becomes of a queue's field.
  private static func note(
    _ field: XmlElement,
    of queue: String,
    _ consequence: String,
    _ context: inout ImportContext
  ) {
    context.notes.add(field.name, of: "'\(queue)'", at: field.place, consequence)
  }

  /// Notes amounts that are not whole.
  private static func noteFractions(
    _ field: XmlElement,
    of queue: String,
    _ context: inout ImportContext
  ) {
    guard YarnResources.hasFractions(field.word) else { return }
    note(field, of: queue, "has fractions of a unit, which are cut off", &context)
  }

  /// Notes the attributes of an element that nobody reads.
  private static func note(
    attributesOf element: XmlElement,
    besides known: [String] = [],
    of queue: String,
    _ context: inout ImportContext
  ) {
    for name in element.attributes.keys.sorted() where !known.contains(name) {
      context.notes.add(
        "\(element.name) \(name)=",
        of: "'\(queue)'",
        at: element.place,
        "ignored: "
          + (name == "type"
            ? "who has queues below it is a parent" : "not an attribute of it there")
      )
    }
  }

  /// A maximum; nil for a percentage of what is not the queue's parent.
  private static func cap(
    _ field: XmlElement,
    of queue: String,
    _ device: String,
    isTop: Bool,
    _ context: inout ImportContext
  ) throws(InputError) -> Allowance? {
    let resources = try YarnResources(field)
    noteFractions(field, of: queue, &context)
    switch resources {
    case .absolute(let amounts):
      return amounts.first { $0.resource == device }.map { context.devices($0.count) }
    case .oldAbsolute(let amounts):
      let amount = amounts.first { $0.resource == device }
      if amount == nil {
        note(field, of: queue, "in this form allows nothing of \(device), as there", &context)
      }
      return context.devices(amount?.count ?? 0)
    case .percent(let parts):
      guard isTop else {
        let reason = "a percentage of the cluster for a queue that is not at the top"
        note(field, of: queue, "ignored: " + reason, &context)
        return nil
      }
      let part = parts.first { $0.resource == device } ?? parts.first { $0.resource.isEmpty }
      return part.map { Allowance(.part(Share(millionths: $0.count))) }
    }
  }

  /// The resources that queues name, each as often as it is named.
  private static func resources(below element: XmlElement) throws(InputError) -> [String] {
    var names: [String] = []
    for child in element.children {
      if ["minResources", "maxResources", "queueMaxResourcesDefault"].contains(child.name) {
        names += try YarnResources(child).names
      } else if isQueue(child) {
        names += try resources(below: child)
      }
    }
    return names
  }

  private static let reasons: [String: String] = {
    let preemption =
      "preemption is off, as by default; 'surplus: minimum-share' and 'reclaim: fair-share' are it"
    let applications = "the number of jobs is not limited"
    let access = "the section 'assign' says who submits where"
    return [
      "schedulingPolicy": "queues are compared by GPUs, jobs of a queue by submit time",
      "defaultQueueSchedulingPolicy": "queues are compared by GPUs",
      "minSharePreemptionTimeout": preemption,
      "fairSharePreemptionTimeout": preemption,
      "fairSharePreemptionThreshold": preemption,
      "allowPreemptionFrom": preemption,
      "defaultMinSharePreemptionTimeout": preemption,
      "defaultFairSharePreemptionTimeout": preemption,
      "defaultFairSharePreemptionThreshold": preemption,
      "maxRunningApps": applications,
      "queueMaxAppsDefault": applications,
      "userMaxAppsDefault": applications,
      "user": applications,
      "maxAMShare": "jobs have no masters",
      "queueMaxAMShareDefault": "jobs have no masters",
      "aclSubmitApps": access,
      "aclAdministerApps": access,
      "queuePlacementPolicy": access,
      "maxChildResources": "queues are not made on the way",
      "maxContainerAllocation": "jobs are as large as the trace says",
    ]
  }()
}
