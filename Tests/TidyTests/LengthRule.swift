/// Files, functions and lines have a greatest length.
enum LengthRule {
  static let longestFile = 400
  static let longestFunction = 70
  static let longestLine = 100

  static func findings(path: String, text: String) -> [Finding] {
    var findings: [Finding] = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    if lines.count > longestFile {
      findings.append(
        Finding(path, longestFile + 1, "has \(lines.count) lines; at most \(longestFile)")
      )
    }
    for (index, line) in lines.enumerated() where line.count > longestLine {
      findings.append(
        Finding(path, index + 1, "the line has \(line.count) characters; at most \(longestLine)")
      )
    }
    return findings + functions(path: path, text: SwiftText(text))
  }

  private static let starters: Set<Substring> = ["func", "init", "deinit", "subscript", "var"]
  private static let stoppers: Set<Substring> = [
    "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "enum", "class",
    "protocol", "extension", "typealias", "static", "public", "private",
  ]

  private static func functions(path: String, text: SwiftText) -> [Finding] {
    let words = text.words
    var findings: [Finding] = []
    for (index, word) in words.enumerated() {
      guard starters.contains(word.text), word.before != "." else { continue }
      // What stands before the next declaration is the function's own signature.
      let next = words[(index + 1)...].first {
        stoppers.contains($0.text) && $0.before != "." && $0.before != ":" && $0.before != "("
      }
      guard let length = bodyLines(of: word, before: next?.end, in: text.code),
        length > longestFunction
      else { continue }
      let name = index + 1 < words.count ? words[index + 1].text : word.text
      findings.append(
        Finding(
          path,
          word.line,
          "\(word.text) \(name) has \(length) lines; at most \(longestFunction)"
        )
      )
    }
    return findings
  }

  /// The lines from a declaration to the brace that closes its body; nil without a body.
  private static func bodyLines(
    of word: SwiftText.Word,
    before limit: String.Index?,
    in code: String
  ) -> Int? {
    var index = word.end
    var parentheses = 0
    var braces = 0
    var lines = 1
    while index < code.endIndex {
      switch code[index] {
      case "\n":
        if word.text == "var" && braces == 0 && parentheses == 0 { return nil }
        lines += 1
      case "=" where braces == 0 && parentheses == 0 && word.text == "var": return nil
      case "(": parentheses += 1
      case ")": parentheses -= 1
      case "{" where parentheses == 0 || braces > 0:
        if braces == 0, let limit, index > limit { return nil }
        braces += 1
      case "}" where parentheses == 0 || braces > 0:
        if braces == 0 { return nil }
        braces -= 1
        if braces == 0 { return lines }
      default: break
      }
      index = code.index(after: index)
    }
    return nil
  }
}
