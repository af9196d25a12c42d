internal import Allot
internal import AllotPolicies

/// Preemption of YARN's Fair Scheduler: on by a property of `yarn-site.xml`, on the terms of the
/// allocation file.
extension FairSchedulerFile {
  static let prefix = "yarn.scheduler.fair."
  static let usualThreshold = "defaultFairSharePreemptionThreshold"

  /// The preset, with preemption where it is on, and the reason where nothing is taken back.
  ///
  /// A queue starves for its fair or its minimum share only after a time that it is given, so that
  /// without such a time it never does.
  static func policy(
    _ allocations: [XmlElement],
    _ properties: inout HadoopProperties,
    _ notes: inout ImportNotes
  ) throws(InputError) -> (policy: Policy, off: String?) {
    var policy = preset("yarn-fair")
    guard properties.takeFlag(prefix + "preemption", &notes) else {
      return (policy, "preemption is off, as by default; give a yarn-site.xml that has it on")
    }
    let all = allocations.flatMap { elements(below: $0) }
    func has(_ timeout: String) -> Bool {
      all.contains { $0.name.lowercased().hasSuffix(timeout) }
    }
    let (forFair, forMinimum) = (
      has("fairsharepreemptiontimeout"), has("minsharepreemptiontimeout")
    )
    guard forFair || forMinimum else {
      return (
        policy,
        "preemption is on, but no queue starves without a fairSharePreemptionTimeout or a "
          + "minSharePreemptionTimeout"
      )
    }
    let grace = try properties.takeGrace(
      prefix + "waitTimeBeforeKill",
      usual: SimDuration(seconds: 15)
    )
    var threshold = FairShareReclaim().threshold
    if let usual = all.first(where: { $0.name == usualThreshold }) {
      threshold = try HadoopProperties.part(usual.word, of: usual.name, at: usual.place)
    }
    policy.name = "yarn-fair-preempting"
    policy.surplus = MinimumShareSurplus()
    policy.reclaim = FairShareReclaim(
      ReclaimTerms(grace: grace),
      threshold: forFair ? threshold : Share(millionths: 0),
      claimsEntitlement: forMinimum
    )
    return (policy, nil)
  }

  /// What becomes of a field about preemption, which may be off for a reason; nil for other fields.
  static func consequence(ofPreempting field: String, off: String?) -> String? {
    let own =
      switch field {
      case "fairSharePreemptionThreshold": "ignored: one threshold holds for all queues"
      case "minSharePreemptionTimeout", "fairSharePreemptionTimeout":
        "is not waited for, and every queue takes back: there, those without a timeout never do"
      case "defaultMinSharePreemptionTimeout", "defaultFairSharePreemptionTimeout":
        "is not waited for: a queue takes back at once"
      case "allowPreemptionFrom", usualThreshold: ""
      default: String?.none
      }
    guard let own else { return nil }
    return off.map { "ignored: " + $0 } ?? own
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
