/// An object of a Kubernetes file: a document, or an item of a list.
struct KubernetesObject {
  /// Its kind, such as `ClusterQueue`.
  let kind: String
  /// The version of its API, such as `kueue.x-k8s.io/v1beta2`.
  let version: String
  /// The group of its API, such as `kueue.x-k8s.io`.
  var group: String { String(version.prefix { $0 != "/" }) }
  /// The name in its metadata; empty for what has none, such as a configuration.
  let name: String
  /// Its namespace, if any.
  let namespace: String?
  let annotations: [YamlEntry]
  /// The state in its status, if any.
  let state: String?
  /// The fields of its specification, or of the object itself where it has none.
  var fields: FieldReader
  let place: SourcePlace

  private static let keys = ["kind", "apiVersion", "metadata", "spec", "status"]

  /// Kind and name, for notes and errors.
  var subject: String { fields.subject }

  /// The objects of a file, items of lists one by one.
  static func read(_ documents: [YamlValue]) throws(InputError) -> [KubernetesObject] {
    var objects: [KubernetesObject] = []
    for document in documents where !document.isNothing {
      try append(document, to: &objects)
    }
    return objects
  }

  private static func append(
    _ value: YamlValue,
    to objects: inout [KubernetesObject]
  ) throws(InputError) {
    if VolcanoConfiguration.isOne(value) {
      objects.append(try VolcanoConfiguration.object(value))
      return
    }
    var top = try FieldReader(value, path: "", subject: "the document")
    guard let kind = try top.take("kind")?.text(), let version = try top.take("apiVersion")?.text()
    else {
      throw value.error(
        "a document without 'kind' and 'apiVersion'",
        remedy: "give Kubernetes objects, as 'kubectl get -o yaml' prints them"
      )
    }
    if kind == "List" || kind.hasSuffix("List") {
      for item in try top.take("items")?.list() ?? [] { try append(item, to: &objects) }
      return
    }
    if kind == "ConfigMap", let data = top.take("data") {
      // Where controllers keep their configuration. Volcano reads the entry of one name.
      let entries = try data.entries()
      let own = entries.filter { $0.key == VolcanoConfiguration.kind }
      for entry in own.isEmpty ? entries : own {
        let text = try? entry.value.text()
        guard let text, text.contains("kind: Configuration") || text.contains("actions:") else {
          continue
        }
        // The text of a block begins on the next line; what stands in it is told by its own.
        let lines = String(repeating: "\n", count: entry.value.line)
        for document in try StrictYAML.documents(lines + text, file: value.file) {
          try append(document, to: &objects)
        }
      }
      return
    }
    var metadata = try FieldReader(top.take("metadata"), path: "metadata", subject: kind)
    let name = try metadata.take("name")?.text()
    let subject = name.map { "\(kind) '\($0)'" } ?? kind
    let specification = top.take("spec")
    var status = try FieldReader(top.take("status"), path: "status", subject: subject)
    if specification != nil { _ = try value.mapping(keys: Self.keys) }
    var fields = try FieldReader(
      specification ?? value,
      path: specification == nil ? "" : "spec",
      subject: subject
    )
    if specification == nil { for key in Self.keys { _ = fields.take(key) } }
    objects.append(
      KubernetesObject(
        kind: kind,
        version: version,
        name: name ?? "",
        namespace: try metadata.take("namespace")?.text(),
        annotations: try metadata.take("annotations")?.entries() ?? [],
        state: try status.take("state")?.text(),
        fields: fields,
        place: value.place
      )
    )
  }
}
