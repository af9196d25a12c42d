internal import Allot
internal import AllotPolicies

/// What `volcano-scheduler.conf` says of actions and plugins.
///
/// A configuration replaces Volcano's own, which has the actions enqueue, allocate and backfill.
///
/// Source: volcano-sh/volcano at ed72c7c8, pkg/scheduler/conf and plugins/capacity.
struct VolcanoConfiguration {
  /// The kind of the object that it is read as; it has none of its own.
  static let kind = "volcano-scheduler.conf"
  /// True for a document that is one.
  static func isOne(_ value: YamlValue) -> Bool {
    (try? value.entries())?.contains { $0.key == "actions" } ?? false
  }

  /// The document of one, as an object.
  static func object(_ value: YamlValue) throws(InputError) -> KubernetesObject {
    KubernetesObject(
      kind: kind,
      group: VolcanoQueues.group,
      name: "",
      namespace: nil,
      annotations: [],
      state: nil,
      fields: try FieldReader(value, path: "", subject: kind),
      place: value.place
    )
  }

  let place: SourcePlace
  /// True where queues share by what they deserve, false where by weight; nil where nothing says.
  let isCapacity: Bool?
  /// True where the parents of queues count.
  let hasTree: Bool
  private let actions: [String]
  private let ancestors: Int

  init(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) {
    place = object.place
    let list = object.fields.take("actions")
    let words = try list?.text().split(separator: ",") ?? []
    actions = words.map { $0.filter { !$0.isWhitespace }.lowercased() }.filter { !$0.isEmpty }
    for action in actions where !Self.readActions.contains(action) {
      notes.add(
        "action \(action)",
        of: object.subject,
        at: list?.place ?? place,
        "ignored: " + (Self.reasonsOfActions[action] ?? "not an action that allot knows")
      )
    }
    var sharing: (name: String, place: SourcePlace)?
    var (hasTree, ancestors) = (true, 0)
    for tier in try object.fields.take("tiers")?.list() ?? [] {
      var tier = try FieldReader(tier, path: "tiers", subject: object.subject)
      for value in try tier.take("plugins")?.list() ?? [] {
        var plugin = try FieldReader(value, path: "plugins", subject: object.subject)
        guard let name = try plugin.take("name")?.text() else {
          throw value.error("a plugin without a name")
        }
        guard Self.sharingPlugins.contains(name) else {
          notes.add(
            "plugin \(name)",
            of: object.subject,
            at: value.place,
            "ignored: " + (Self.reasonsOfPlugins[name] ?? "not a plugin that changes shares here")
          )
          continue
        }
        if let sharing, sharing.name != name {
          throw value.place.error(
            "the plugins 'capacity' and 'proportion' exclude each other",
            remedy: "keep one of them, as Volcano asks"
          )
        }
        sharing = (name, value.place)
        let isHierarchical = try plugin.take("enableHierarchy", or: "enabledHierarchy")
        hasTree = try isHierarchical?.text() == "true"
        var arguments = try plugin.fields("arguments")
        ancestors = try arguments.take("ancestorReclaimLevel")?.integer(in: 0...100) ?? 0
        arguments.noteRest(in: &notes, [:])
        for switched in ["enablePreemptable", "enabledReclaimable", "enableReclaimable"] {
          _ = plugin.take(switched)
        }
        plugin.noteRest(in: &notes, [:])
      }
      tier.noteRest(in: &notes, [:])
    }
    object.fields.noteRest(in: &notes, ["configurations": "actions have their usual settings"])
    isCapacity = sharing.map { $0.name == "capacity" }
    self.hasTree = hasTree
    self.ancestors = hasTree ? ancestors : 0
    if isCapacity == nil {
      notes.add(
        "plugins",
        of: object.subject,
        at: place,
        "neither capacity nor proportion shares queues out there; here their fields say which does"
      )
    }
  }

  /// A preset with the actions of this configuration.
  func policy(_ preset: Policy) -> Policy {
    let (reclaims, preempts) = (actions.contains("reclaim"), actions.contains("preempt"))
    if !preempts && reclaims == (preset.reclaim != nil) && ancestors == 0 { return preset }
    var policy = preset
    let terms = ReclaimTerms(ownQueue: preempts)
    if reclaims {
      policy.reclaim =
        preset.surplus == nil
        ? DeservedReclaim(terms, ancestors: ancestors)
        : FairShareReclaim(terms, threshold: .whole)
    } else {
      // Nobody claims from others up to nothing.
      policy.reclaim =
        preempts ? WithinQuotaReclaim(terms, threshold: Share(millionths: 0)) : nil
    }
    policy.name += Self.suffixes[(reclaims ? 2 : 0) + (preempts ? 1 : 0)]
    return policy
  }

  /// What names of policies say of their actions: neither, preempt, reclaim, both.
  private static let suffixes = ["-without-reclaim", "-preempt", "-reclaim", "-reclaim-preempt"]

  /// The names of the policies that configurations give.
  static let policies = presets.flatMap { preset in ([""] + suffixes).map { preset + $0 } }
  private static let presets = ["volcano-capacity", "volcano-proportion"]

  /// A configuration under which queues follow a policy; nil for a preset.
  static func tree(of policy: Policy) -> YamlTree? {
    let own = suffixes.first { suffix in presets.contains { policy.name == $0 + suffix } }
    guard let suffix = own else { return nil }
    let actions =
      ["allocate"]
      + suffix.split(separator: "-").map(String.init).filter {
        $0 == "preempt" || $0 == "reclaim" && suffix != suffixes[0]
      }
    let ancestors = (policy.reclaim as? DeservedReclaim)?.ancestors ?? 0
    let isCapacity = policy.surplus == nil
    let plugin = YamlTree.fields([
      ("name", .text(isCapacity ? "capacity" : "proportion")),
      ("enableHierarchy", isCapacity ? .number("true") : nil),
      (
        "arguments",
        ancestors > 0 ? .fields([("ancestorReclaimLevel", .whole(Int64(ancestors)))]) : nil
      ),
    ])
    return .fields([
      ("actions", .text(actions.joined(separator: ", "))),
      ("tiers", .list([.fields([("plugins", .list([plugin]))])])),
    ])
  }

  private static let sharingPlugins = ["capacity", "proportion"]
  private static let readActions = ["allocate", "reclaim", "preempt"]

  private static let reasonsOfActions = [
    "enqueue":
      "there is no gate: what waits there for resources (Pending) and neither starts nor claims "
      + "does both here",
    "backfill": "it is for pods that ask for nothing",
    "shuffle": "nothing is moved",
    "gangreclaim": "see 'reclaim', which takes whole jobs here",
    "gangpreempt": "see 'preempt', which takes whole jobs here",
  ]

  private static let reasonsOfPlugins = [
    "priority": "jobs of a queue go by priority, then submit time, with or without it",
    "gang": "jobs start whole and leave whole, and gangs have no votes",
    "conformance": "there are no pods of the system",
    "overcommit": "there is no gate before queues",
    "drf": "jobs of a queue go by priority and submit time, not by dominant shares",
    "predicates": "places are those of the cluster file",
    "nodeorder": "places are those of the cluster file",
    "binpack": "places are those of the cluster file",
    "sla": "jobs have no deadlines",
    "tdm": "nodes are not shared by time",
    "resourcequota": "quotas of namespaces are not read",
  ]
}
