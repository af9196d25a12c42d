/// What the beginning of a JSON text has, by which its format is recognised.
struct JsonHead {
  /// How many bytes are looked at.
  private static let reach = 1 << 20
  /// How many different members are noted.
  private static let mostPaths = 200

  /// The members of its first objects, such as `nb_res` and `jobs[].res`, in order, once each.
  private(set) var paths: [String] = []
  /// What is wrong with the text, where it is not valid.
  private(set) var fault: InputError?

  /// The beginning of a text; nil where it is no JSON.
  init?(_ text: UnsafeRawBufferPointer, file: String) {
    let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    guard first == 0x7B || first == 0x5B else { return nil }
    let reach = min(text.count, Self.reach)
    var json = JsonReader(UnsafeRawBufferPointer(rebasing: text[..<reach]), file: file)
    do throws(InputError) {
      for _ in 0..<8 where !json.isAtEnd() { try note(&json, "", depth: 0) }
    } catch {
      // What is cut off by the reach is no fault.
      if reach == text.count { fault = error }
    }
  }

  private mutating func note(
    _ json: inout JsonReader,
    _ path: String,
    depth: Int
  ) throws(InputError) {
    switch try json.kind() {
    case .object where depth < 2:
      try json.openObject()
      while let key = try json.nextKey() {
        let point = path.isEmpty || path.hasSuffix(".") ? "" : "."
        let member = path + point + Cell(key.bytes).excerpt
        if !paths.contains(member), paths.count < Self.mostPaths { paths.append(member) }
        try note(&json, member, depth: depth + 1)
      }
    case .list where depth < 2:
      try json.openList()
      var count = 0
      while try json.nextElement() {
        if count < 2 { try note(&json, path + "[].", depth: depth) } else { try json.skip() }
        count += 1
      }
    default: try json.skip()
    }
  }
}

/// A JSON text of no known format: which format it is nearest to, and what is missing first.
enum NearestJson {
  /// The error about a file that begins like this and that none of the formats recognises.
  static func error(
    file: String,
    _ head: JsonHead,
    among formats: [any TraceReader.Type]
  ) -> InputError {
    let formats = formats.filter { !$0.members.isEmpty }
    if head.paths.contains("jobs"), !head.paths.contains(where: { $0.hasPrefix("jobs[]") }) {
      return InputError(
        file: file,
        "there is no job: the list \"jobs\" is empty",
        remedy: "if it is of sacct --json: \(SacctFault.emptyRemedy)"
      )
    }
    let its = head.paths.isEmpty ? "it has none" : head.paths.prefix(18).joined(separator: ", ")
    var best: (format: any TraceReader.Type, part: Double)?
    for format in formats {
      let found = format.members.count { head.paths.contains($0) }
      let part = Double(found) / Double(format.members.count)
      if part > best?.part ?? 0 { best = (format, part) }
    }
    guard let best, let missing = best.format.members.first(where: { !head.paths.contains($0) })
    else {
      let known = formats.map { "\($0.name): \($0.expectation)" }
      return InputError(
        file: file,
        "the JSON is of no known format; its members: \(its)",
        remedy: "expected \(known.joined(separator: "; "))"
      )
    }
    return InputError(
      file: file,
      "the JSON is of no known format; it is nearest to \(best.format.name), but it has no "
        + "\"\(missing)\"",
      remedy: "\(best.format.name) is \(best.format.expectation); the members of the file: \(its)"
    )
  }
}
