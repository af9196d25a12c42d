/// A session with the program: commands behind `$ `, and what each of them printed.
///
/// Standard output comes first, then standard error with `2> ` before each line, then `exit N` when
/// the command did not end with 0. Lines before the first command say what the session is about.
struct Transcript {
  var remarks: [String]
  var commands: [String]

  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    remarks = Array(lines.prefix { !$0.hasPrefix("$ ") && !$0.isEmpty })
    commands = lines.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
  }

  /// The session with new outputs.
  func text(_ outputs: [Output]) -> String {
    var text = remarks.map { $0 + "\n" }.joined()
    for (command, output) in zip(commands, outputs) {
      text += "\n$ \(command)\n" + output.standard
      if !output.standard.isEmpty && !output.standard.hasSuffix("\n") { text += "(no line end)\n" }
      var errors = output.error.split(separator: "\n", omittingEmptySubsequences: false)
      if errors.last == "" { errors.removeLast() }
      for line in errors { text += line.isEmpty ? "2>\n" : "2> \(line)\n" }
      if output.code != 0 { text += "exit \(output.code)\n" }
    }
    return text
  }
}

/// The first line in which two texts differ, for messages.
func firstDifference(_ expected: String, _ found: String) -> String {
  let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let right = found.split(separator: "\n", omittingEmptySubsequences: false)
  for index in 0..<max(left.count, right.count) {
    let here = index < left.count ? String(left[index]) : "(end)"
    let there = index < right.count ? String(right[index]) : "(end)"
    if here != there { return "line \(index + 1)\nexpected: \(here)\nfound:    \(there)" }
  }
  return "no difference"
}
