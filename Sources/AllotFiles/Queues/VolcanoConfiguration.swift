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
    let keys = (try? value.entries())?.map(\.key) ?? []
    return !keys.contains("kind") && (keys.contains("actions") || keys.contains("tiers"))
  }

  /// The document of one, as an object.
  static func object(_ value: YamlValue) throws(InputError) -> KubernetesObject {
    KubernetesObject(
      kind: kind,
      version: VolcanoQueues.versions[0],
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
  /// Why queues stand side by side; nil where their parents count.
  let flatReason: String?
  private var actions: [String]
  private let ancestors: Int

  init(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) {
    place = object.place
    actions = try Self.actions(&object, &notes)
    var sharing: (name: String, place: SourcePlace)?
    var (flatReason, ancestors): (String?, Int) = (nil, 0)
    var (reclaims, hasPriority) = (true, false)
    for tier in try object.fields.take("tiers")?.list() ?? [] {
      var tier = try FieldReader(tier, path: "tiers", subject: object.subject)
      for value in try tier.take("plugins")?.list() ?? [] {
        var plugin = try FieldReader(value, path: "plugins", subject: object.subject)
        guard let name = try plugin.take("name")?.text() else {
          throw value.error("a plugin without a name")
        }
        if name == "priority" {
          // Jobs of a queue go by it here, too.
          hasPriority = true
          plugin.noteRest(in: &notes, [:])
          continue
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
        var arguments = try plugin.fields("arguments")
        reclaims = try plugin.take("enableReclaimable")?.isTrue() ?? true
        if name == "capacity" {
          let hasTree = try plugin.take("enableHierarchy")?.isTrue() ?? false
          if hasTree {
            ancestors = try arguments.take("ancestorReclaimLevel")?.integer(in: 0...100) ?? 0
          } else {
            flatReason = "the plugin capacity has no 'enableHierarchy: true', as there"
          }
        } else {
          flatReason = "the plugin proportion reads no parents, as there"
        }
        arguments.noteRest(in: &notes, ["ancestorReclaimLevel": flatReason ?? ""])
        plugin.noteRest(in: &notes, ["enableHierarchy": flatReason ?? ""])
      }
      tier.noteRest(in: &notes, [:])
    }
    object.fields.noteRest(in: &notes, ["configurations": "actions have their usual settings"])
    isCapacity = sharing.map { $0.name == "capacity" }
    (self.flatReason, self.ancestors) = (flatReason, ancestors)
    if !reclaims { actions.removeAll { $0 == "reclaim" } }
    if !hasPriority { noteAbsent(Self.priorityIsAbsent, of: object, &notes) }
    if isCapacity == nil { noteAbsent(Self.sharingIsAbsent, of: object, &notes) }
  }

  private static let priorityIsAbsent =
    "are without priority, so that jobs of a queue go by their creation there; here they go by "
    + "priority first, which also says who preempts whom"
  private static let sharingIsAbsent =
    "neither capacity nor proportion shares queues out there; here their fields say which does"

  private func noteAbsent(
    _ consequence: String,
    of object: KubernetesObject,
    _ notes: inout ImportNotes
  ) {
    notes.add("plugins", of: object.subject, at: place, consequence)
  }

  private static func actions(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) -> [String] {
    let list = object.fields.take("actions")
    let place = list?.place ?? object.place
    let words = try list?.text().split(separator: ",") ?? []
    let actions = words.map { $0.filter { !$0.isWhitespace }.lowercased() }.filter { !$0.isEmpty }
    for action in actions where !readActions.contains(action) {
      let reason = reasonsOfActions[action] ?? "not an action that allot knows"
      notes.add("action \(action)", of: object.subject, at: place, "ignored: " + reason)
    }
    if !actions.contains("allocate") {
      notes.add(
        "actions",
        of: object.subject,
        at: place,
        "are without allocate, so that nothing starts there; here jobs start"
      )
    }
    return actions
  }

  /// A preset with the actions of this configuration.
  func policy(_ preset: Policy) -> Policy {
    let (reclaims, preempts) = (actions.contains("reclaim"), actions.contains("preempt"))
    if !preempts && reclaims == (preset.reclaim != nil) && ancestors == 0 { return preset }
    var policy = preset
    let terms = ReclaimTerms(victims: .lastInLine, ownQueue: preempts)
    if reclaims {
      policy.reclaim =
        preset.surplus == nil
        ? DeservedReclaim(terms, ancestors: ancestors)
        : UntilShareReclaim(terms)
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

  /// The ConfigMap of a configuration under which queues follow a policy; nil for a preset.
  static func tree(of policy: Policy) -> YamlTree? {
    guard !presets.contains(policy.name) else { return nil }
    let reclaims = policy.reclaim != nil && !(policy.reclaim is WithinQuotaReclaim)
    let preempts = policy.reclaim?.terms.ownQueue == true
    let actions = ["allocate"] + (reclaims ? ["reclaim"] : []) + (preempts ? ["preempt"] : [])
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
    func plugins(_ names: [YamlTree]) -> YamlTree { .fields([("plugins", .list(names))]) }
    func named(_ name: String) -> YamlTree { .fields([("name", .text(name))]) }
    let configuration = YamlTree.fields([
      ("actions", .text(actions.joined(separator: ", "))),
      (
        "tiers",
        .list([
          plugins([named("priority"), named("gang")]), plugins([named("predicates"), plugin]),
        ])
      ),
    ])
    return .fields([
      ("apiVersion", .text("v1")), ("kind", .text("ConfigMap")),
      (
        "metadata",
        .fields([
          ("name", .text("volcano-scheduler-configmap")), ("namespace", .text("volcano-system")),
        ])
      ),
      ("data", .fields([(kind, .text(YamlTree.text(of: [configuration])))])),
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
    "gangreclaim": "only 'reclaim' is read, which takes whole jobs here: name it beside",
    "gangpreempt": "only 'preempt' is read, which takes whole jobs here: name it beside",
  ]

  private static let reasonsOfPlugins = [
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
