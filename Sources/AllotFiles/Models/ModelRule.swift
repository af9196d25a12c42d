internal import Allot

/// Which models of a cluster jobs accept in place of those that their trace names.
///
/// ```yaml
/// models: {h100: [H100, H200], "v100*": any}
/// ```
///
/// or `models: any`. A name that the rule does not list is found among the cluster's by
/// ``ModelMatch``.
public enum ModelRule: Sendable, Equatable {
  /// Names mean the cluster's models of that name or family.
  case named
  /// Every job accepts every model.
  case any
  /// Names or patterns, each with the models that it stands for.
  case map([Entry])

  /// One name or pattern of a rule; no models stand for any.
  public struct Entry: Sendable, Equatable {
    /// The name or pattern as written.
    public var name: String
    /// The cluster's models as written; nil for any.
    public var models: [String]?
  }

  /// The rule of a file's section `models`.
  public static func load(_ path: String) throws(InputError) -> ModelRule {
    try ModelRule(StrictYAML.loadSections(path).required("models"))
  }

  /// The rule of a section or key `models`.
  public init(_ section: YamlValue) throws(InputError) {
    if !section.isMapping {
      guard try section.text() == "any" else {
        throw section.error(
          "\(section.name) can not be '\(try section.text())'",
          remedy: "write any, or a mapping such as {h100: [H100, H200]}"
        )
      }
      self = .any
      return
    }
    var entries: [Entry] = []
    for entry in try section.entries() {
      let values = entry.value.isList ? try entry.value.list() : [entry.value]
      var models: [String] = []
      for value in values { models.append(try value.text()) }
      guard !models.isEmpty else {
        throw entry.value.error(
          "\(entry.value.path) lists no model",
          remedy: "list models of the cluster, or write any"
        )
      }
      let isAny = models.contains("any")
      entries.append(Entry(name: entry.key, models: isAny ? nil : models))
    }
    guard !entries.isEmpty else { throw section.error("\(section.path) maps no model") }
    self = .map(entries)
  }

  /// The rule as the manifest keeps it; ``init(text:file:line:)`` reads it back.
  package var text: String {
    switch self {
    case .named: "as named"
    case .any: "any"
    case .map(let entries):
      "{"
        + entries.map { entry in
          let names = entry.models.map { $0.map(TenantsFile.quoted).joined(separator: ", ") }
          let models = names.map { "[\($0)]" }
          return "\(TenantsFile.quoted(entry.name)): \(models ?? "any")"
        }.joined(separator: ", ") + "}"
    }
  }

  /// The rule of what ``text`` is.
  init(text: String, file: String) throws(InputError) {
    if text == ModelRule.named.text {
      self = .named
    } else {
      let top = try StrictYAML.readSections("models: \(text)", file: file)
      self = try ModelRule(top.required("models"))
    }
  }
}
