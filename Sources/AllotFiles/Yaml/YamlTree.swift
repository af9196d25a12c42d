internal import Yams

/// YAML to be written, mappings in their order.
indirect enum YamlTree: Sendable {
  case text(String)
  /// A number, as it is to stand there.
  case number(String)
  case list([YamlTree])
  case mapping([(key: String, value: YamlTree)])

  /// A whole number.
  static func whole(_ number: Int64) -> YamlTree { .number("\(number)") }

  /// A mapping without the keys that have no value.
  static func fields(_ entries: [(String, YamlTree?)]) -> YamlTree {
    .mapping(entries.compactMap { key, value in value.map { (key, $0) } })
  }

  /// The text of documents, one behind the other.
  static func text(of documents: [YamlTree]) -> String {
    do {
      return try Yams.serialize(nodes: documents.map(\.node), width: -1, allowUnicode: true)
    } catch {
      preconditionFailure("a tree without anchors has a text: \(error)")
    }
  }

  private var node: Node {
    switch self {
    case .text(let text):
      // What would be read as a number or a flag is quoted.
      let isPlain = Resolver.default.resolveTag(of: Node(text)) == .str
      return Node(text, Tag(.str), isPlain ? .any : .doubleQuoted)
    case .number(let text): return Node(text, Tag(.implicit), .plain)
    case .list(let values): return .sequence(Node.Sequence(values.map(\.node)))
    case .mapping(let entries):
      return .mapping(Node.Mapping(entries.map { (Node($0.key), $0.value.node) }))
    }
  }
}
