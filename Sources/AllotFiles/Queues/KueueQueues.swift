internal import Allot

/// Cluster queues, cohorts and local queues of Kueue.
///
/// A cohort becomes a tenant whose quota is its own and its children's together; trees do not
/// borrow from each other. A local queue becomes a leaf below its cluster queue.
///
/// Source: kubernetes-sigs/kueue, APIs v1alpha1 to v1beta2 as of 2026-08.
enum KueueQueues: QueueReader {
  static let system = "kueue"

  static func reads(_ source: QueueSource) -> Bool {
    source.objects.contains { $0.group.hasSuffix("kueue.x-k8s.io") }
  }

  static func read(
    _ sources: [QueueSource],
    _ context: inout ImportContext
  ) throws(InputError) -> (drafts: [QueueDraft], policy: Policy) {
    var queues: [KueueQueue] = []
    var drafts: [QueueDraft] = []
    var isFair = false
    for source in sources {
      for var object in source.objects {
        switch object.kind {
        case "ClusterQueue", "Cohort":
          queues.append(try KueueQueue(&object, &context.notes))
        case "LocalQueue":
          drafts.append(try localQueue(&object, &context.notes))
        case "Configuration":
          isFair = try isFairSharing(&object, &context.notes) || isFair
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
    guard let first = sources.first, !queues.isEmpty else { return ([], isFair ? fair : classical) }
    for queue in queues { queue.noteUnread(isFair: isFair, in: &context.notes) }
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
    return (tree.drafts(context) + drafts, isFair ? fair : classical)
  }

  private static var classical: Policy { preset("kueue") }
  private static var fair: Policy { preset("kueue-fair") }

  private static func localQueue(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) -> QueueDraft {
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

  private static func isFairSharing(
    _ object: inout KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) -> Bool {
    let section = object.fields.take("fairSharing")
    var sharing = try FieldReader(section, path: "fairSharing", subject: object.subject)
    let isEnabled = try sharing.take("enable")?.text() ?? "true"
    if let strategies = sharing.take("preemptionStrategies") {
      var words: [String] = []
      for value in try strategies.list() { words.append(try value.text()) }
      if words != ["LessThanOrEqualToFinalShare", "LessThanInitialShare"] {
        notes.add(
          "fairSharing.preemptionStrategies",
          of: object.subject,
          at: strategies.place,
          "ignored: kueue-fair takes LessThanOrEqualToFinalShare, then LessThanInitialShare"
        )
      }
    }
    sharing.noteRest(in: &notes, [:])
    object.fields.noteRest(
      in: &notes,
      ["admissionFairSharing": "local queues take turns by submit time, without past use"]
    )
    return section != nil && isEnabled == "true"
  }

  private static let ignoredKinds = [
    "ResourceFlavor": "the cluster file says which GPU models there are",
    "Topology": "placement does not follow a topology",
    "WorkloadPriorityClass": "the trace gives the priorities of jobs",
    "AdmissionCheck": "jobs are admitted by quota and place alone",
    "Workload": "jobs come from the trace",
  ]
}
