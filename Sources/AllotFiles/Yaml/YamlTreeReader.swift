internal import Yams

/// Turns the parser's nodes into values that know their places.
struct YamlTreeReader {
  private static let deepest = 200

  private let file: String
  /// How many values the file may still have.
  ///
  /// A file without aliases has fewer than it has bytes; aliases of aliases can stand for more than
  /// any memory holds.
  private var budget: Int
  private var depth = 0

  init(file: String, bytes: Int) {
    self.file = file
    budget = max(10_000, bytes) * 4
  }

  /// The value of a node below those keys; `line` is for nodes that do not know theirs.
  mutating func value(of node: Node, line: Int, path: String) throws(InputError) -> YamlValue {
    let line = node.mark?.line ?? line
    var result = YamlValue(file: file, line: line, path: path, content: .nothing)
    budget -= 1
    guard budget > 0 else { throw result.error("the aliases stand for too many values") }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw result.error("the values nest deeper than \(Self.deepest) levels")
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      result.content = isNull ? .nothing : .text(scalar.string)
    case .sequence(let sequence):
      var list: [YamlValue] = []
      for (position, item) in sequence.enumerated() {
        list.append(try value(of: item, line: line, path: "\(path)[\(position)]"))
      }
      result.content = .list(list)
    case .mapping(let mapping):
      result.content = .mapping(try entries(of: mapping, in: result))
    case .alias:
      throw result.error("an alias can not be resolved")
    }
    return result
  }

  private mutating func entries(
    of mapping: Node.Mapping,
    in owner: YamlValue
  ) throws(InputError) -> [YamlEntry] {
    var entries: [YamlEntry] = []
    var lines: [String: Int] = [:]
    for (key, node) in mapping {
      let line = key.mark?.line ?? owner.line
      guard case .scalar(let scalar) = key else {
        throw InputError(file: file, line: line, "a key must be a plain word")
      }
      let name = scalar.string
      if let first = lines[name] {
        throw StrictYAML.duplicate(name, file: file, first: first, line: line)
      }
      lines[name] = line
      let path = owner.path.isEmpty ? name : "\(owner.path).\(name)"
      entries.append(
        YamlEntry(key: name, line: line, value: try value(of: node, line: line, path: path))
      )
    }
    return entries
  }
}
