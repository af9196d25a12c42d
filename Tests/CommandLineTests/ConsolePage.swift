/// A page in Markdown with blocks of commands: fenced as `console`, commands behind `$ `.
///
/// What follows a command is what it prints on standard output; a line `...` stands for any lines,
/// and nothing at all for an output that the page does not show. A command that ends in a backslash
/// goes on in the next line.
struct ConsolePage {
  /// One command with the output that the page shows.
  struct Step {
    var command: String
    /// Where the output stands in ``ConsolePage/lines``.
    var output: Range<Int>
  }

  private(set) var lines: [String]
  private(set) var steps: [Step] = []

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var index = 0
    var isConsole = false
    while index < lines.count {
      let line = lines[index]
      index += 1
      if line.hasPrefix("```") {
        isConsole = line == "```console"
      } else if isConsole && line.hasPrefix("$ ") {
        var command = String(line.dropFirst(2))
        while command.hasSuffix("\\") && index < lines.count {
          command = String(command.dropLast()) + String(lines[index].drop { $0 == " " })
          index += 1
        }
        let end = lines[index...].firstIndex { $0.hasPrefix("$ ") || $0.hasPrefix("```") }
        steps.append(Step(command: command, output: index..<(end ?? lines.count)))
        index = end ?? lines.count
      }
    }
  }

  /// The output that the page shows for a step, without empty lines at its end.
  func shown(_ step: Step) -> [String] { Self.trimmed(Array(lines[step.output])) }

  /// The page with new outputs for some of its steps, by the steps' positions.
  func text(with outputs: [Int: String]) -> String {
    var lines = lines
    for (position, step) in steps.enumerated().reversed() {
      guard let output = outputs[position], !shown(step).isEmpty else { continue }
      let pause = lines[step.output].last == "" ? [""] : []
      let found = Self.abridged(Self.lines(of: output), as: shown(step))
      lines.replaceSubrange(step.output, with: found + pause)
    }
    return lines.joined(separator: "\n")
  }

  static func lines(of output: String) -> [String] {
    trimmed(output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// True when an output is what a page shows; a line `...` stands for any lines.
  static func matches(_ shown: ArraySlice<String>, _ found: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return found.isEmpty }
    if first == "..." {
      return matches(shown.dropFirst(), found)
        || (!found.isEmpty && matches(shown, found.dropFirst()))
    }
    return found.first == first && matches(shown.dropFirst(), found.dropFirst())
  }

  /// New lines with as many of the first and last ones left as an old output shows around `...`.
  private static func abridged(_ found: [String], as shown: [String]) -> [String] {
    guard let first = shown.firstIndex(of: "..."), let last = shown.lastIndex(of: "...") else {
      return found
    }
    let after = shown.count - last - 1
    guard found.count > first + after else { return found }
    return Array(found.prefix(first)) + ["..."] + Array(found.suffix(after))
  }

  private static func trimmed(_ lines: [String]) -> [String] {
    Array(lines.reversed().drop { $0.isEmpty }.reversed())
  }
}
