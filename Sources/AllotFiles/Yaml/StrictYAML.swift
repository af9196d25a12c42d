internal import Foundation
internal import Yams

/// Reads YAML so that whatever is wrong is an ``InputError`` with its line.
///
/// The result is a tree of ``YamlValue`` in the order of the file. A key that a mapping holds twice
/// is an error, also where YAML would call the keys different (`1` and `"1"`). Anchors and aliases
/// are resolved.
public enum StrictYAML {
  /// The sections that a file may hold at its top; each reader takes its own and leaves the others.
  public static let sections =
    [
      "cluster", "tenants", "qos", "assign", "models", "policy", "scenario",
    ] + TimelineFile.sections

  /// The value at the top of a text; `file` is the name that errors show.
  public static func read(_ text: String, file: String) throws(InputError) -> YamlValue {
    let node: Node?
    do {
      node = try Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch {
      throw inputError(error, text: text, file: file)
    }
    guard let node else { throw InputError(file: file, "the file is empty") }
    var reader = YamlTreeReader(file: file, bytes: text.utf8.count)
    return try reader.value(of: node, line: 1, path: "")
  }

  /// The values at the tops of the documents of a text, of which it may hold any number.
  static func documents(_ text: String, file: String) throws(InputError) -> [YamlValue] {
    var nodes: [Node] = []
    do {
      let parser = try Parser(yaml: text, encoding: .utf8)
      while let node = try parser.nextRoot() { nodes.append(node) }
    } catch {
      throw inputError(error, text: text, file: file)
    }
    var documents: [YamlValue] = []
    for node in nodes {
      var reader = YamlTreeReader(file: file, bytes: text.utf8.count)
      documents.append(try reader.value(of: node, line: 1, path: ""))
    }
    return documents
  }

  /// The value at the top of a file.
  public static func load(_ path: String) throws(InputError) -> YamlValue {
    try read(text(ofFile: path), file: path)
  }

  /// The top of a text that holds sections, none of which is unknown.
  public static func readSections(_ text: String, file: String) throws(InputError) -> YamlMapping {
    try read(text, file: file).mapping(keys: sections)
  }

  /// The top of a file that holds sections, none of which is unknown.
  public static func loadSections(_ path: String) throws(InputError) -> YamlMapping {
    try load(path).mapping(keys: sections)
  }

  /// True where there is a file, and not a folder, at that path.
  static func isReadable(_ path: String) -> Bool {
    var isFolder = ObjCBool(false)
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && !isFolder.boolValue
  }

  static func text(ofFile path: String) throws(InputError) -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError(file: path, "the file can not be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw InputError(
        file: path,
        "the file is not UTF-8 text",
        remedy:
          "save it as UTF-8; a byte of a log's name that is none, such as E9, is \"\\U0010FFE9\""
      )
    }
    return text
  }

  /// The error about a key that is given twice; `line` is the second one's, where it is known.
  static func duplicate(
    _ name: String,
    file: String,
    first: Int,
    line: Int? = nil
  ) -> InputError {
    let place = line == nil ? "the first time here" : "first on line \(first)"
    return InputError(
      file: file,
      line: line ?? first,
      "the key '\(name)' is given twice in one mapping, \(place)",
      remedy: "keep one of them"
    )
  }

  /// True where a tab is among what indents a line: the parser stumbles over it, or behind it, and
  /// never names it.
  private static func isIndentedByTab(_ text: String, line: Int) -> Bool {
    let lines = text.split(
      maxSplits: line,
      omittingEmptySubsequences: false,
      whereSeparator: \.isNewline
    )
    guard lines.indices.contains(line - 1) else { return false }
    return lines[line - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
  }

  private static func inputError(
    _ error: any Error,
    text: String,
    file: String
  ) -> InputError {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if isIndentedByTab(text, line: mark.line) {
        return InputError(
          file: file,
          line: mark.line,
          "not valid YAML: a tab stands at the beginning of the line",
          remedy: "tabs are not allowed there; indent with spaces"
        )
      }
      let during = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
      return InputError(file: file, line: mark.line, "not valid YAML: \(problem)\(during)")
    case .duplicatedKeysInMapping(let names, let context):
      return duplicate(names.first ?? "", file: file, first: context.mark.line)
    case .reader(let problem, let offset, _, _):
      let line = offset.map { 1 + text.prefix($0).count { $0.isNewline } }
      return InputError(file: file, line: line, "not valid YAML: \(problem)")
    default:
      return InputError(file: file, "not valid YAML: \(error)")
    }
  }
}
