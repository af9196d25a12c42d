/// One value of a YAML file, which knows its file, its line and the keys that lead to it.
public struct YamlValue: Sendable {
  /// The file as the user named it.
  public var file: String
  /// The line on which the value begins, counted from one.
  public var line: Int
  /// The keys that lead to the value, such as `tenants.national.share`; empty at the top.
  public var path: String
  /// What the value is.
  var content: Content

  /// The kinds of value; numbers are texts until somebody asks for a number.
  enum Content: Sendable {
    case nothing
    case text(String)
    case list([YamlValue])
    case mapping([YamlEntry])
  }

  /// True where a key is followed by nothing, or by `null`.
  public var isNothing: Bool {
    if case .nothing = content { return true }
    return false
  }

  /// True where a key is followed by nothing or by an empty text.
  var isEmpty: Bool {
    if case .text("") = content { return true }
    return isNothing
  }

  /// True for a mapping, so that a key may have a short and a long form.
  public var isMapping: Bool {
    if case .mapping = content { return true }
    return false
  }

  /// True for a list, so that a list of one may be written without brackets.
  public var isList: Bool {
    if case .list = content { return true }
    return false
  }

  /// An error at this value's place.
  public func error(_ message: String, remedy: String = "") -> InputError {
    InputError(file: file, line: line, message, remedy: remedy)
  }

  /// The entries of a mapping whose keys are free, in the order of the file.
  public func entries() throws(InputError) -> [YamlEntry] {
    guard case .mapping(let entries) = content else { throw wrongKind("a mapping (key: value)") }
    return entries
  }

  /// The mapping, all of whose keys are among the known ones.
  public func mapping(keys: [String]) throws(InputError) -> YamlMapping {
    let entries = try entries()
    for entry in entries where !keys.contains(entry.key) {
      let place = path.isEmpty ? "at the top" : "in \(path)"
      throw InputError(
        file: file,
        line: entry.line,
        "unknown key '\(entry.key)' \(place)",
        remedy: DidYouMean.remedy(for: entry.key, among: keys, plural: "keys")
      )
    }
    return YamlMapping(owner: self, entries: entries)
  }

  /// The values of a list.
  public func list() throws(InputError) -> [YamlValue] {
    guard case .list(let values) = content else { throw wrongKind("a list ([a, b])") }
    return values
  }

  /// The text of a single value, which is not empty.
  public func text() throws(InputError) -> String {
    guard case .text(let text) = content, !text.isEmpty else { throw wrongKind("a single value") }
    return text
  }

  /// One of the given words.
  public func word(among words: [String]) throws(InputError) -> String {
    let text = try text()
    guard words.contains(text) else {
      throw error(
        "\(name) can not be '\(text)'",
        remedy: DidYouMean.remedy(for: text, among: words, plural: "choices")
      )
    }
    return text
  }

  /// The keys that lead here, for a sentence.
  var name: String { path.isEmpty ? "the file" : path }

  private func wrongKind(_ wanted: String) -> InputError {
    let found =
      switch content {
      case .nothing: "nothing"
      case .text(let text):
        text.isEmpty ? "an empty text" : "the single value '\(text.prefix(40))'"
      case .list: "a list"
      case .mapping: "a mapping"
      }
    return error("\(name) must be \(wanted), not \(found)")
  }
}

/// One key of a mapping and its value.
public struct YamlEntry: Sendable {
  /// The key as written, without quotes.
  public var key: String
  /// The line of the key, counted from one.
  public var line: Int
  /// What stands behind the key.
  public var value: YamlValue
}

/// A mapping all of whose keys are known.
public struct YamlMapping: Sendable {
  /// The mapping as a value, with its place.
  public var owner: YamlValue
  /// The entries in the order of the file.
  public var entries: [YamlEntry]

  /// The value of a key; nil where the key is absent.
  public subscript(key: String) -> YamlValue? {
    entries.first { $0.key == key }?.value
  }

  /// The value of a key that must be there.
  public func required(_ key: String) throws(InputError) -> YamlValue {
    guard let value = self[key] else {
      throw owner.error("\(owner.name) needs the key '\(key)'")
    }
    return value
  }
}
