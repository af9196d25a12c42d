public import Allot
internal import AllotPolicies

/// Queues of another system as tenants and a policy.
///
/// Read are: cluster queues, cohorts and local queues of Kueue, queues of KAI-Scheduler and
/// Volcano, all as YAML, and YARN's `capacity-scheduler.xml` and `fair-scheduler.xml`. Every field
/// that has no counterpart, or another meaning, is noted. A tenants file of this program is read,
/// too: what earlier versions took otherwise is noted, and the text stays.
public struct QueueImport: Sendable {
  /// The system whose files they were, such as `kueue`.
  public let system: String
  /// The queues.
  public let tenants: Tenants
  /// The policy that the system follows.
  public let policy: Policy
  /// What was ignored or changed, in the order of the files.
  public let notes: [ImportNote]
  /// Sections `policy`, `tenants` and `assign` as one file; reading it back gives the same.
  public let text: String

  /// Reads queue files of one system.
  ///
  /// `resource` is the one that counts as devices, by default the only one whose name ends in
  /// `gpu`; `models` are GPU models by the names of flavors; `keepsAll` keeps Kueue's and Volcano's
  /// amounts of processors and memory as well.
  ///
  /// - Throws: ``InputError`` for files that are not of one known system, and for whatever is
  ///   wrong with them.
  public init(
    _ paths: [String],
    resource: String? = nil,
    models: [(name: String, model: String)] = [],
    keepsAll: Bool = false
  ) throws(InputError) {
    if paths.count == 1, let own = try OwnTenants(path: paths[0]) {
      (system, tenants, policy) = ("allot", own.tenants, own.policy)
      (notes, text) = (own.notes.all, own.text)
      return
    }
    var sources: [QueueSource] = []
    for path in paths { sources.append(try QueueSource(path: path)) }
    let reader = try Self.reader(of: sources)
    var context = ImportContext(resource: resource, models: models, keepsAll: keepsAll)
    let (drafts, policy) = try reader.read(sources, &context)
    reader.noteVersions(of: sources, in: &context.notes)
    guard !drafts.isEmpty, let first = sources.first else {
      let kinds = sources.flatMap { $0.objects.map(\.kind) }.withoutRepeats()
      throw InputError(
        file: paths.first ?? "",
        "no queue is declared",
        remedy: "give the queues, too" + (kinds.isEmpty ? "" : "; there are only ")
          + kinds.joined(separator: ", ")
      )
    }
    if let other = drafts.first(where: { $0.parent == nil && $0.name == "other" }) {
      context.notes.add(
        "the name 'other'",
        of: "a queue",
        at: other.place,
        "is also that of the tenant below which jobs of queues run that are not declared: these "
          + "come under its limits"
      )
    }
    system = reader.system
    self.policy = policy
    notes = context.notes.all
    let (tree, ids) = try QueueDraft.tenants(drafts)
    let assignment = context.assignment.text(
      of: drafts,
      paths: ids.mapValues { tree.path(of: $0) }
    )
    text = "\(PolicyFile.section(of: policy))\n\(TenantsFile.text(of: tree))\n\(assignment)"
    // What a replay would refuse is refused here.
    do {
      let sections = try StrictYAML.readSections(text, file: first.file)
      tenants = try TenantsFile.read(sections.required("tenants"))
      _ = try PolicyFile.read(sections.required("policy"))
      _ = try AssignmentFile.read(sections.required("assign"))
    } catch {
      throw InputError(
        file: first.file,
        "as tenants, these queues contradict: \(error.message)",
        remedy: error.remedy
      )
    }
  }

  private static func reader(of sources: [QueueSource]) throws(InputError) -> any QueueReader.Type {
    var found: (any QueueReader.Type)?
    for source in sources {
      if source.isEmpty { throw InputError(file: source.file, "nothing stands in this file") }
      guard let reader = QueueReaders.all.first(where: { $0.reads(source) }) else {
        if sources.contains(where: { beside in
          QueueReaders.all.contains { $0.reads(beside) && $0.accompanies(source) }
        }) {
          continue
        }
        throw InputError(
          file: source.file,
          "these are no queues of a system that allot knows",
          remedy: "it reads those of " + QueueReaders.all.map { $0.system }.joined(separator: ", ")
        )
      }
      if let other = QueueReaders.all.first(where: { $0 != reader && $0.reads(source) }) {
        throw InputError(
          file: source.file,
          "these are queues of \(reader.system) and of \(other.system) in one file",
          remedy: "import one system at a time"
        )
      }
      if let found, found != reader {
        throw InputError(
          file: source.file,
          "these are queues of \(reader.system), the file before has those of \(found.system)",
          remedy: "import one system at a time"
        )
      }
      found = reader
    }
    return found ?? KueueQueues.self
  }
}
