/// Swift text whose comments and string literals are blanked, so that only code is left.
///
/// Lines and columns stay where they were. Code inside `\(…)` of a literal stays.
struct SwiftText {
  /// The code, of the same length as the source.
  let code: String
  /// The code by line.
  let lines: [Substring]

  init(_ source: String) {
    var scanner = Scanner(Array(source))
    scanner.scanCode(until: nil)
    code = String(scanner.output)
    lines = code.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// An identifier or keyword of the code.
  struct Word {
    var text: Substring
    var line: Int
    /// How many braces are open before it.
    var depth: Int
    /// The index behind it in ``code``.
    var end: String.Index
    /// The last character before it that is no space.
    var before: Character?
  }

  /// The words in order.
  var words: [Word] {
    var words: [Word] = []
    var line = 1
    var depth = 0
    var before: Character?
    var index = code.startIndex
    while index < code.endIndex {
      let character = code[index]
      if character.isLetter || character == "_" {
        let start = index
        while index < code.endIndex,
          code[index].isLetter || code[index].isNumber
            || code[index] == "_"
        {
          index = code.index(after: index)
        }
        words.append(
          Word(text: code[start..<index], line: line, depth: depth, end: index, before: before)
        )
        before = "a"
        continue
      }
      if character == "\n" { line += 1 }
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if !character.isWhitespace { before = character }
      index = code.index(after: index)
    }
    return words
  }
}

/// Blanks what is no code.
private struct Scanner {
  let input: [Character]
  var output: [Character] = []
  var position = 0

  init(_ input: [Character]) {
    self.input = input
    output.reserveCapacity(input.count)
  }

  private func looksAt(_ text: String) -> Bool {
    let characters = Array(text)
    guard position + characters.count <= input.count else { return false }
    return Array(input[position..<position + characters.count]) == characters
  }

  private mutating func keep() {
    output.append(input[position])
    position += 1
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where position < input.count {
      output.append(input[position] == "\n" ? "\n" : " ")
      position += 1
    }
  }

  /// Scans code to the end, or to the parenthesis that closes an interpolation.
  mutating func scanCode(until closing: Character?) {
    var open = 0
    while position < input.count {
      let character = input[position]
      if looksAt("//") {
        while position < input.count && input[position] != "\n" { blank() }
      } else if looksAt("/*") {
        scanBlockComment()
      } else if character == "\"" || (character == "#" && isRawLiteral) {
        scanLiteral()
      } else {
        if character == "(" { open += 1 }
        if character == ")" {
          if closing == ")" && open == 0 { return }
          open -= 1
        }
        keep()
      }
    }
  }

  private var isRawLiteral: Bool {
    var at = position
    while at < input.count && input[at] == "#" { at += 1 }
    return at < input.count && input[at] == "\""
  }

  private mutating func scanBlockComment() {
    var depth = 0
    repeat {
      if looksAt("/*") {
        depth += 1
        blank(2)
      } else if looksAt("*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && position < input.count
  }

  private mutating func scanLiteral() {
    var hashes = ""
    while input[position] == "#" {
      hashes += "#"
      blank()
    }
    let quotes = looksAt("\"\"\"") ? "\"\"\"" : "\""
    blank(quotes.count)
    while position < input.count {
      if looksAt("\\" + hashes + "(") {
        blank(2 + hashes.count)
        scanCode(until: ")")
        blank()
      } else if looksAt("\\" + hashes) && hashes.isEmpty {
        blank(2)
      } else if looksAt(quotes + hashes) {
        blank(quotes.count + hashes.count)
        return
      } else {
        blank()
      }
    }
  }
}
