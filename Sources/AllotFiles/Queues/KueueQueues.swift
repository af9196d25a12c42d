internal import Allot
internal import AllotPolicies

/// Cluster queues, cohorts and local queues of Kueue.
///
/// A cohort becomes a tenant whose quota is its own and its children's together; trees do not
/// borrow from each other. A local queue becomes a leaf below its cluster queue.
///
/// Source: kubernetes-sigs/kueue, APIs v1alpha1 to v1beta2 as of 2026-08.
enum KueueQueues: QueueReader {
  static let system = "kueue"
  static let versions = [
    "kueue.x-k8s.io/v1alpha1", "kueue.x-k8s.io/v1beta1", "kueue.x-k8s.io/v1beta2",
    "config.kueue.x-k8s.io/v1beta1", "config.kueue.x-k8s.io/v1beta2",
  ]

  static func reads(_ source: QueueSource) -> Bool {
    source.objects.contains { $0.group.hasSuffix("kueue.x-k8s.io") }
  }

  static func read(
    _ sources: [QueueSource],
    _ context: inout ImportContext
  ) throws(InputError) -> (drafts: [QueueDraft], policy: Policy) {
    var queues: [KueueQueue] = []
    var drafts: [QueueDraft] = []
    var policy = preset("kueue")
    var configuration: SourcePlace?
    for source in sources {
      for var object in source.objects {
        switch object.kind {
        case "ClusterQueue", "Cohort":
          queues.append(try KueueQueue(&object, &context.notes))
        case "LocalQueue":
          drafts.append(try localQueue(&object, &context.notes))
        case "Configuration":
          if let configuration {
            throw object.place.error(
              "a second configuration; the first is in \(configuration)",
              remedy: "keep one of them"
            )
          }
          configuration = object.place
          policy = try fairSharing(&object, &context.notes) ?? policy
        default:
          context.notes.add(
            object.kind,
            of: "'\(object.name)'",
            at: object.place,
            "ignored: " + (ignoredKinds[object.kind] ?? "no object that allot knows")
          )
        }
      }
    }
    guard let first = sources.first, !queues.isEmpty else { return ([], policy) }
    for queue in queues {
      queue.noteUnread(isFair: policy.cycle?.name == "fair", in: &context.notes)
    }
    let names = queues.flatMap { $0.quotas.map(\.resource) }.withoutRepeats()
    let device = try context.device(among: names, at: first.place)
    let kept = [device] + context.others.map(\.name)
    for name in names where !kept.contains(name) {
      for queue in queues where queue.quotas.contains(where: { $0.resource == name }) {
        context.notes.add(
          "quotas of \(name)",
          of: queue.subject,
          at: queue.place,
          context.reason(notKept: name, beside: device)
        )
      }
    }
    let tree = KueueQueueTree(queues, device: device)
    try context.check(flavors: tree.flavors, at: first.place)
    return (tree.drafts(context) + drafts, policy)
  }

  private static func localQueue(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) -> QueueDraft {
    guard !object.name.isEmpty else {
      throw object.place.error("a LocalQueue has no 'metadata.name'")
    }
    guard let queue = try object.fields.take("clusterQueue")?.text() else {
      throw object.place.error("\(object.subject) names no 'clusterQueue'")
    }
    try object.fields.noteStop(in: &notes)
    object.fields.noteRest(
      in: &notes,
      ["fairSharing": "local queues take turns by submit time, without past use"]
    )
    let name = object.namespace.map { "\($0).\(object.name)" } ?? object.name
    return QueueDraft(
      name: name,
      key: "local \(name)",
      parent: KueueQueue.key(queue),
      place: object.place,
      otherNames: (object.namespace.map { ["\($0)/\(object.name)"] } ?? []) + [object.name]
    )
  }

  /// The policy of a configuration with fair sharing; nil without.
  private static func fairSharing(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) -> Policy? {
    var policy = preset("kueue-fair")
    let section = object.fields.take("fairSharing")
    var sharing = try FieldReader(section, path: "fairSharing", subject: object.subject)
    let isEnabled = try sharing.take("enable")?.text() ?? "true"
    if let strategies = sharing.take("preemptionStrategies") {
      let words = FairReclaim.Strategy.allCases.map(\.rawValue)
      var chosen: [FairReclaim.Strategy] = []
      for value in try strategies.list() {
        let word = try value.word(among: words)
        chosen += FairReclaim.Strategy(rawValue: word).map { [$0] } ?? []
      }
      if chosen.isEmpty { chosen = FairReclaim.choices[0].strategies }
      guard let choice = FairReclaim.choices.first(where: { $0.strategies == chosen }) else {
        throw strategies.error(
          "\(strategies.name) has an order that Kueue does not know",
          remedy: "give \(words[0]), \(words[1]), or the first and then the second"
        )
      }
      if choice.word != FairReclaim.choices[0].word, var cycle = policy.cycle as? HeadsCycle,
        case .fair(var reclaim) = cycle.rule
      {
        reclaim.strategies = choice.strategies
        cycle.rule = .fair(reclaim)
        policy.name = "kueue-" + choice.word
        policy.cycle = cycle
      }
    }
    sharing.noteRest(in: &notes, [:])
    object.fields.noteRest(
      in: &notes,
      ["admissionFairSharing": "local queues take turns by submit time, without past use"]
    )
    return section != nil && isEnabled == "true" ? policy : nil
  }

  private static let ignoredKinds = [
    "ResourceFlavor": "the cluster file says which GPU models there are",
    "Topology": "placement does not follow a topology",
    "WorkloadPriorityClass": "the trace gives the priorities of jobs",
    "AdmissionCheck": "jobs are admitted by quota and place alone",
    "Workload": "jobs come from the trace",
  ]
}
