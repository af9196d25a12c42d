/// The fields of a mapping of another system, each taken once; what nobody takes is noted.
struct FieldReader {
  /// Whose fields they are, such as `ClusterQueue 'a'`.
  let subject: String
  private let path: String
  private var entries: [YamlEntry]

  /// The fields of a mapping below a path; none where the value is absent.
  init(_ value: YamlValue?, path: String, subject: String) throws(InputError) {
    self.subject = subject
    self.path = path
    entries = []
    guard let value, !value.isNothing else { return }
    entries = try value.entries()
  }

  /// The value of a field that stays to be taken; nil where it is absent or null.
  func value(_ key: String) -> YamlValue? {
    entries.first { $0.key == key && !$0.value.isNothing }?.value
  }

  /// The value of a field, or nil where it is absent or empty.
  mutating func take(_ key: String) -> YamlValue? {
    guard let position = entries.firstIndex(where: { $0.key == key }) else { return nil }
    let value = entries.remove(at: position).value
    return value.isEmpty ? nil : value
  }

  /// Where a field that is left stands; nil where it is absent.
  func place(of key: String) -> SourcePlace? { entries.first { $0.key == key }?.value.place }

  /// The fields of a field.
  mutating func fields(_ key: String) throws(InputError) -> FieldReader {
    try FieldReader(take(key), path: path.isEmpty ? key : "\(path).\(key)", subject: subject)
  }

  /// The value of a field of which two spellings are known; both may stand there if they agree.
  mutating func take(_ key: String, or other: String) throws(InputError) -> YamlValue? {
    let (first, second) = (take(key), take(other))
    if let first, let second, try first.text() != second.text() {
      throw second.error("'\(other)' and '\(key)' of \(subject) differ", remedy: "keep one of them")
    }
    return first ?? second
  }

  /// Notes every field that was not taken, with what becomes of it where that is known.
  func noteRest(in notes: inout ImportNotes, _ reasons: [String: String]) {
    for entry in entries where !entry.value.isEmpty {
      let field = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      notes.add(
        field,
        of: subject,
        at: SourcePlace(file: entry.value.file, line: entry.line),
        "ignored: " + (reasons[entry.key] ?? "not a field that allot knows")
      )
    }
  }
}
