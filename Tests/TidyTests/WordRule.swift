/// Words that do not belong into this code, each with what to write instead.
enum WordRule {
  /// Looked for in code, without comments and literals.
  private static let code: [(word: String, instead: String)] = [
    ("Date()", "an instant of the simulation, or ContinuousClock at the edge"),
    (".random(in:", "a named RandomStream"),
    ("fatalError(", "preconditionFailure with a sentence"),
    ("try!", "try, or a typed error"),
    ("@testable", "the public interface"),
    ("unsafeFlags", "no flags at all"),
  ]

  /// Looked for everywhere; written so that this file does not hold them.
  private static let anywhere = ["FIX" + "ME", "TO" + "DO", "XX" + "X"]

  private static let endings = ["Manager", "Helper", "Utils"]

  static func findings(path: String, text: String) -> [Finding] {
    let swift = SwiftText(text)
    var findings: [Finding] = []
    for (index, line) in swift.lines.enumerated() {
      for (word, instead) in code where line.contains(word) {
        findings.append(Finding(path, index + 1, "\(word) is banned; write \(instead)"))
      }
    }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      for word in anywhere where line.contains(word) {
        findings.append(Finding(path, index + 1, "\(word) is banned; do it, or write an issue"))
      }
    }
    for type in declarations(in: swift) {
      for ending in endings where type.name.contains(ending) {
        findings.append(
          Finding(path, type.line, "\(type.name): \(ending) says nothing; use a domain's noun")
        )
      }
    }
    return findings
  }

  private static func declarations(in text: SwiftText) -> [(name: String, line: Int)] {
    let words = text.words
    return words.indices.dropLast().filter { LayerRule.declarations.contains(words[$0].text) }
      .map { (String(words[$0 + 1].text), words[$0].line) }
  }
}

/// Hashed collections have no order and cost a hash; the decision layers of the core have none.
enum HashRule {
  static func findings(path: String, text: String) -> [Finding] {
    var findings: [Finding] = []
    for (index, line) in SwiftText(text).lines.enumerated() {
      for pattern in [#/\[:\]/#, #/\bSet</#, #/\bDictionary\b/#, #/\[[A-Z]\w*(?:<\w+>)?: [A-Z\[]/#]
      where line.contains(pattern) {
        findings.append(
          Finding(path, index + 1, "a hashed collection; use a Table or a sorted array")
        )
        break
      }
    }
    return findings
  }
}
