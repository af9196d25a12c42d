internal import Allot

/// The allocation file of YARN's Fair Scheduler, `fair-scheduler.xml`.
///
/// Source: apache/hadoop trunk, AllocationFileParser and FairSchedulerConfiguration.
enum FairSchedulerFile: QueueReader {
  static let system = "yarn-fair"

  static func reads(_ source: QueueSource) -> Bool { source.xml?.name == "allocations" }

  static func accompanies(_ source: QueueSource) -> Bool { source.xml?.name == "configuration" }

  static func read(
    _ sources: [QueueSource],
    _ context: inout ImportContext
  ) throws(InputError) -> (drafts: [QueueDraft], policy: Policy) {
    var drafts: [QueueDraft] = []
    var properties = try HadoopProperties(of: sources, &context.notes)
    let allocations = sources.compactMap(\.xml).filter { $0.name == "allocations" }
    let (policy, off) = try policy(allocations, &properties, &context.notes)
    noteLeft(properties, &context.notes)
    for source in sources {
      guard let xml = source.xml, xml.name == "allocations" else { continue }
      var device = ""
      let names = try resources(below: xml).withoutRepeats()
      if !names.isEmpty { device = try context.device(among: names, at: source.place) }
      let top = xml.children.filter { isQueue($0) }
      let isRooted = top.count == 1 && top[0].attributes["name"]?.lowercased() == "root"
      let usual = xml.children.first { $0.name == mostByDefault }
      for element in xml.children where !isQueue(element) && element.name != mostByDefault {
        if off == nil && element.name == usualThreshold { continue }
        context.notes.add(
          element.name,
          of: element.attributes["name"].map { "'\($0)'" } ?? "all queues",
          at: element.place,
          consequence(of: element.name, off: off)
        )
      }
      for field in isRooted ? top[0].children.filter({ !isQueue($0) }) : [] {
        context.notes.add(
          field.name,
          of: "'root'",
          at: field.place,
          "ignored: the root is the cluster; write what holds for all queues beside it"
        )
      }
      for queue in top where !isRooted && queue.attributes["name"]?.lowercased() == "root" {
        throw queue.place.error("a queue 'root' stands alone at the top, others below it")
      }
      for queue in isRooted ? top[0].children.filter({ isQueue($0) }) : top {
        let above = Above(key: nil, part: .whole, isPart: true)
        try append(queue, below: above, device, usual, off: off, &drafts, &context)
      }
    }
    return (drafts, policy)
  }

  private static func consequence(of field: String, off: String?) -> String {
    consequence(ofPreempting: field, off: off)
      ?? "ignored: " + (reasons[field] ?? "not an element that changes shares here")
  }

  private static let mostByDefault = "queueMaxResourcesDefault"

  /// What a queue lies below.
  private struct Above {
    /// The parent's key; nil at the top.
    var key: String?
    /// The part of the cluster that the parent may hold at most.
    var part: Share
    /// False where that is a number of devices.
    var isPart: Bool
  }

  private static func isQueue(_ element: XmlElement) -> Bool {
    element.name == "queue" || element.name == "pool"
  }

  private static func name(of element: XmlElement) throws(InputError) -> String {
    guard let name = element.attributes["name"], !name.isEmpty else {
      throw element.place.error("a queue without a name")
    }
    guard !name.contains(".") else {
      throw element.place.error(
        "the queue '\(name)' has a period in its name",
        remedy: "write it below its parent, as YARN asks"
      )
    }
    return name
  }

  private static func append(
    _ element: XmlElement,
    below above: Above,
    _ device: String,
    _ usual: XmlElement?,
    off: String?,
    _ drafts: inout [QueueDraft],
    _ context: inout ImportContext
  ) throws(InputError) {
    let name = try name(of: element)
    let key = (above.key.map { "\($0)." } ?? "") + name
    note(attributesOf: element, besides: ["name"], of: key, &context)
    var draft = QueueDraft(name: name, key: key, parent: above.key, place: element.place)
    draft.otherNames = ["root.\(key)", key]
    var (least, most) = (Int64(0), Allowance?.none)
    var isReclaimable: Bool?
    var below = Above(key: key, part: above.part, isPart: above.isPart)
    let own = element.children.first { $0.name == "maxResources" }
    if let field = own ?? usual {
      most = try cap(field, of: key, device, below: above, &below, &context)
    }
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
          noteOthers(than: device, amounts, field, of: key, &context)
          least = amount?.count ?? 0
        }
      case "maxResources": continue
      case "allowPreemptionFrom" where off == nil:
        isReclaimable = field.word.lowercased() == "false" ? false : nil
      default: note(field, of: key, consequence(of: field.name, off: off), &context)
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
    draft.terms = TenantTerms(
      quota: context.devices(least),
      cap: most,
      isReclaimable: isReclaimable
    )
    drafts.append(draft)
    for child in element.children where isQueue(child) {
      try append(child, below: below, device, usual, off: off, &drafts, &context)
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

  /// Notes amounts of other resources.
  private static func noteOthers(
    than device: String,
    _ amounts: [YarnResources.Amount],
    _ field: XmlElement,
    of queue: String,
    _ context: inout ImportContext
  ) {
    let others = amounts.map(\.resource).filter { $0 != device }
    guard !others.isEmpty else { return }
    let names = others.joined(separator: ", ")
    note(field, of: queue, "has amounts of \(names), which are ignored", &context)
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

  /// A maximum, which is less than that of the queue above; nil where it says nothing of devices.
  ///
  /// Percentages are of the cluster at any depth, those of tenants of what their parent may hold.
  private static func cap(
    _ field: XmlElement,
    of queue: String,
    _ device: String,
    below above: Above,
    _ below: inout Above,
    _ context: inout ImportContext
  ) throws(InputError) -> Allowance? {
    let resources = try YarnResources(field)
    noteFractions(field, of: queue, &context)
    switch resources {
    case .absolute(let amounts):
      noteOthers(than: device, amounts, field, of: queue, &context)
      guard let amount = amounts.first(where: { $0.resource == device }) else { return nil }
      below.isPart = false
      return context.devices(amount.count)
    case .oldAbsolute(let amounts):
      noteOthers(than: device, amounts, field, of: queue, &context)
      let amount = amounts.first { $0.resource == device }
      if amount == nil {
        note(field, of: queue, "in this form allows nothing of \(device), as there", &context)
      }
      below.isPart = false
      return context.devices(amount?.count ?? 0)
    case .percent(let parts):
      let given = parts.first { $0.resource == device } ?? parts.first { $0.resource.isEmpty }
      guard let part = given.map({ Share(millionths: $0.count) }) else { return nil }
      guard above.isPart else {
        note(
          field,
          of: queue,
          "ignored: a percentage of the cluster below a queue with a number",
          &context
        )
        return nil
      }
      guard part < above.part else { return nil }
      below.part = part
      let whole = Share.whole.millionths
      return Allowance(.part(Share(millionths: part.millionths * whole / above.part.millionths)))
    }
  }

  /// The resources that queues name, each as often as it is named.
  private static func resources(below element: XmlElement) throws(InputError) -> [String] {
    var names: [String] = []
    for child in element.children {
      if ["minResources", "maxResources", mostByDefault].contains(child.name) {
        names += try YarnResources(child).names
      } else if isQueue(child) {
        names += try resources(below: child)
      }
    }
    return names
  }

  private static let reasons: [String: String] = {
    let applications = "the number of jobs is not limited"
    let access = "the section 'assign' says who submits where"
    return [
      "schedulingPolicy": "queues are compared by GPUs, jobs of a queue by submit time",
      "defaultQueueSchedulingPolicy": "queues are compared by GPUs",
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
