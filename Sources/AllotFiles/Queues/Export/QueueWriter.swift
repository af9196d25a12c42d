internal import Allot

/// Writes tenants as the queues of one other system.
protocol QueueWriter: Sendable {
  /// The system's name on the command line.
  static var system: String { get }
  /// The presets that follow it.
  static var policies: [String] { get }
  /// The terms of tenants that its queues can say, by their keys in tenants files.
  static var terms: Set<String> { get }
  /// True where its queues have amounts of each GPU model, and of cores and memory.
  static var hasResources: Bool { get }
  /// The objects, parents before their children.
  static func objects(
    _ queues: ExportedQueues,
    _ notes: inout [String]
  ) throws(InputError) -> [YamlTree]
}

/// Every system whose queues can be written, one line each.
enum QueueWriters {
  static let all: [any QueueWriter.Type] = [
    KueueWriter.self,
    KaiWriter.self,
    VolcanoWriter.self,
  ]
}

extension YamlTree {
  /// An object of Kubernetes.
  static func object(
    _ version: String,
    _ kind: String,
    name: String,
    namespace: String? = nil,
    spec: YamlTree
  ) -> YamlTree {
    let metadata = YamlTree.fields([
      ("name", .text(name)), ("namespace", namespace.map { .text($0) }),
    ])
    return .fields([
      ("apiVersion", .text(version)), ("kind", .text(kind)), ("metadata", metadata),
      ("spec", spec),
    ])
  }
}
