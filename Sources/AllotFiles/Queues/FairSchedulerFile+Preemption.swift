internal import Allot
internal import AllotPolicies

/// Preemption of YARN's Fair Scheduler: on by a property of `yarn-site.xml`, on the terms of the
/// allocation file.
extension FairSchedulerFile {
  static let prefix = "yarn.scheduler.fair."
  static let usualThreshold = "defaultFairSharePreemptionThreshold"

  /// The properties of configuration files among some.
  static func properties(
    of sources: [QueueSource],
    _ notes: inout ImportNotes
  ) throws(InputError) -> HadoopProperties {
    var properties = HadoopProperties()
    for source in sources {
      if let xml = source.xml, xml.name == "configuration" { try properties.add(xml, &notes) }
    }
    return properties
  }

  /// The preset, with preemption where it is on and some queue has a time after which it starves:
  /// there it starves never without.
  static func policy(
    _ allocations: [XmlElement],
    _ properties: inout HadoopProperties,
    _ notes: inout ImportNotes
  ) throws(InputError) -> Policy {
    var policy = preset("yarn-fair")
    let flag = properties.left.first { $0.name == prefix + "preemption" }
    let isOn = properties.takeFlag(prefix + "preemption", &notes)
    guard isOn, let place = flag?.place else { return policy }
    let all = allocations.flatMap { elements(below: $0) }
    guard all.contains(where: { $0.name.lowercased().hasSuffix("fairsharepreemptiontimeout") })
    else {
      notes.add(
        prefix + "preemption",
        of: "the scheduler",
        at: place,
        "takes no fair shares back, as there without a fairSharePreemptionTimeout"
      )
      return policy
    }
    var terms = ReclaimTerms(grace: SimDuration(seconds: 15))
    if let wait = properties.take(prefix + "waitTimeBeforeKill") {
      guard let milliseconds = Int64(wait.text), milliseconds >= 0 else {
        throw wait.place.error("'\(wait.name)' must be milliseconds, not '\(wait.text)'")
      }
      terms.grace = milliseconds > 0 ? SimDuration(milliseconds: milliseconds) : nil
    }
    var threshold = FairShareReclaim().threshold
    if let usual = all.first(where: { $0.name == usualThreshold }) {
      guard let part = QuantityText.millionths(usual.word), part <= Share.whole.millionths else {
        throw usual.place.error("\(usual.name) must be a part from 0 to 1, not '\(usual.word)'")
      }
      threshold = Share(millionths: part)
    }
    policy.name = "yarn-fair-preempting"
    policy.surplus = MinimumShareSurplus()
    policy.reclaim = FairShareReclaim(terms, threshold: threshold)
    return policy
  }

  /// What becomes of a field about preemption where that is on; nil for other fields.
  static func consequence(ofPreempting field: String) -> String? {
    switch field {
    case "fairSharePreemptionThreshold": "ignored: one threshold holds for all queues"
    case "minSharePreemptionTimeout", "defaultMinSharePreemptionTimeout":
      "ignored: only fair shares are taken back"
    case "fairSharePreemptionTimeout", "defaultFairSharePreemptionTimeout":
      "is not waited for: a queue takes back at once"
    default: nil
    }
  }

  /// Notes every property that nobody has taken.
  static func noteLeft(_ properties: HadoopProperties, _ notes: inout ImportNotes) {
    for property in properties.left {
      let field =
        property.name.hasPrefix(prefix)
        ? String(property.name.dropFirst(prefix.count)) : property.name
      notes.add(
        field,
        of: "the scheduler",
        at: property.place,
        "ignored: " + (reasonsOfProperties[field] ?? "not a property that allot knows")
      )
    }
  }

  private static func elements(below element: XmlElement) -> [XmlElement] {
    element.children.flatMap { [$0] + elements(below: $0) }
  }

  private static let reasonsOfProperties = [
    "preemption.cluster-utilization-threshold": "who is below its share takes back at any load",
    "allocation.file": "give the file beside this one",
    "waitTimeBeforeKill": "preemption is off",
    "waitTimeBeforeNextStarvationCheck": "queues are looked at at every event",
    "sizebasedweight": "jobs of a queue go by priority, then submit time",
    "assignmultiple": "a pass starts whatever fits",
    "user-as-default-queue": "the section 'assign' says who submits where",
    "allow-undeclared-pools": "queues are not made on the way",
  ]
}
