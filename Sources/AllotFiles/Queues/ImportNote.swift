/// Something in the files of another system that has no counterpart, or another meaning, here.
public struct ImportNote: Sendable, Equatable {
  /// The file as the user named it.
  public var file: String
  /// The lines where it stands, counted from one.
  public var lines: [Int]
  /// The field, such as `spec.namespaceSelector`.
  public var field: String
  /// Whose fields they are, such as `ClusterQueue 'a'`.
  public var subjects: [String]
  /// What happens instead, in one sentence.
  public var consequence: String

  /// The note as `file:line: field of subject: consequence`.
  public var description: String {
    let others = lines.count - 1
    let whose = subjects.first.map { " of \($0)" } ?? ""
    let more = others == 0 ? "" : " and \(others) more"
    return "\(file):\(lines.first ?? 1): \(field)\(whose)\(more): \(consequence)"
  }
}

/// What is noted while files of another system are read: alike notes of one file are one.
struct ImportNotes {
  private var notes: [ImportNote] = []

  /// The notes by the first line that they are about, files in the order in which they were noted.
  var all: [ImportNote] {
    let files = notes.map(\.file).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return files.flatMap { file in
      notes.filter { $0.file == file }.sorted { ($0.lines.first ?? 0) < ($1.lines.first ?? 0) }
    }
  }

  /// Notes what becomes of a field.
  mutating func add(
    _ field: String,
    of subject: String,
    at place: SourcePlace,
    _ consequence: String
  ) {
    let known = notes.firstIndex {
      $0.file == place.file && $0.field == field && $0.consequence == consequence
    }
    if let known {
      notes[known].lines.append(place.line)
      notes[known].subjects.append(subject)
    } else {
      notes.append(
        ImportNote(
          file: place.file,
          lines: [place.line],
          field: field,
          subjects: [subject],
          consequence: consequence
        )
      )
    }
  }
}

/// A line of a file.
struct SourcePlace: Sendable, CustomStringConvertible {
  var file: String
  var line: Int

  var description: String { "\(file):\(line)" }

  /// An error here.
  func error(_ message: String, remedy: String = "") -> InputError {
    InputError(file: file, line: line, message, remedy: remedy)
  }
}

extension YamlValue {
  /// Where the value begins.
  var place: SourcePlace { SourcePlace(file: file, line: line) }
}
