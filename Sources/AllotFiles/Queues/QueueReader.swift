internal import Allot
internal import AllotPolicies

/// Reads the queues of one other system.
protocol QueueReader: Sendable {
  /// The system's name on the command line.
  static var system: String { get }
  /// True for a file that is this system's.
  static func reads(_ source: QueueSource) -> Bool
  /// The versions of APIs that are read, such as `scheduling.run.ai/v2`; none for other files.
  static var versions: [String] { get }
  /// True for a file without queues that may stand beside this system's.
  static func accompanies(_ source: QueueSource) -> Bool
  /// The queues of files, parents and children in any order, and the policy that they follow.
  static func read(
    _ sources: [QueueSource],
    _ context: inout ImportContext
  ) throws(InputError) -> (drafts: [QueueDraft], policy: Policy)
}

extension QueueReader {
  static func accompanies(_ source: QueueSource) -> Bool { false }
  static var versions: [String] { [] }

  /// Notes objects of its APIs whose version is not known: their fields are read all the same.
  static func noteVersions(of sources: [QueueSource], in notes: inout ImportNotes) {
    func group(_ version: String) -> Substring { version.prefix { $0 != "/" } }
    for object in sources.flatMap(\.objects) where !versions.contains(object.version) {
      let known = versions.filter { group($0) == group(object.version) }
      guard let newest = known.last else { continue }
      notes.add(
        "apiVersion",
        of: object.subject,
        at: object.place,
        "is \(object.version), which allot does not know: read as \(newest)"
      )
    }
  }

  /// A preset that ships with the program.
  static func preset(_ name: String) -> Policy {
    guard let policy = PolicyPresets.named(name) else { preconditionFailure("\(name) ships") }
    return policy
  }
}

/// Every system whose queues can be read, one line each.
enum QueueReaders {
  static let all: [any QueueReader.Type] = [
    KueueQueues.self,
    KaiQueues.self,
    VolcanoQueues.self,
    CapacitySchedulerFile.self,
    FairSchedulerFile.self,
  ]
}

/// A file with queues: objects of Kubernetes, or XML of Hadoop.
struct QueueSource {
  let file: String
  let objects: [KubernetesObject]
  let xml: XmlElement?

  /// True where nothing but blanks and comments stands in it.
  var isEmpty: Bool { objects.isEmpty && xml == nil }

  /// The first line of the file.
  var place: SourcePlace { SourcePlace(file: file, line: 1) }

  /// A file of either kind, told by its first character that is no blank.
  init(path: String) throws(InputError) {
    file = path
    var text = try StrictYAML.text(ofFile: path)
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    if text.drop(while: \.isWhitespace).hasPrefix("<") {
      objects = []
      xml = try XmlElement.read(text, file: path)
    } else {
      objects = try KubernetesObject.read(StrictYAML.documents(text, file: path))
      xml = nil
    }
  }
}
