/// The names in a list of nodes as Slurm writes it, such as `g[01-04,7],login1`.
///
/// Brackets hold numbers and ranges, which keep the leading zeros of their first number; a name may
/// have several. What stands in no brackets is a name as it is.
///
/// Source: the hostlist expressions of Slurm 25.05.
enum NodeList {
  /// The most names that a list is read for.
  static let most = 1 << 20

  /// What stands in the place of a list where there are no nodes.
  private static let nobody = ["none assigned", "none", "(null)", "null", "n/a", "unknown", "-"]

  /// The names in their order; nil for what is no such list, or one of too many names.
  static func names(in text: String) -> [String]? {
    if nobody.contains(text.lowercased()) { return nil }
    var all: [String] = []
    for part in parts(of: text) {
      guard let names = expand(part), all.count + names.count <= most else { return nil }
      all += names
    }
    return all.isEmpty ? nil : all
  }

  /// What stands between the commas outside brackets.
  static func parts(of text: String) -> [Substring] {
    var depth = 0
    return text.split { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return character == "," && depth == 0
    }
  }

  private static func expand(_ text: Substring) -> [String]? {
    guard let open = text.firstIndex(of: "[") else {
      return text.contains("]") ? nil : [String(text)]
    }
    guard let close = text[open...].firstIndex(of: "]"), let rest = expandRest(text, after: close),
      let numbers = numbers(in: text[text.index(after: open)..<close]),
      numbers.count * rest.count <= most
    else { return nil }
    return numbers.flatMap { number in rest.map { text[..<open] + number + $0 } }
  }

  private static func expandRest(_ text: Substring, after close: String.Index) -> [String]? {
    let rest = text[text.index(after: close)...]
    return rest.isEmpty ? [""] : expand(rest)
  }

  private static func numbers(in text: Substring) -> [String]? {
    var all: [String] = []
    for range in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = range.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = ends.first, let last = ends.last, ends.count <= 2,
        let from = number(first), let to = number(last), from <= to, to - from < most - all.count
      else { return nil }
      for number in from...to {
        let digits = String(number)
        all.append(String(repeating: "0", count: max(0, first.count - digits.count)) + digits)
      }
    }
    return all
  }

  private static func number(_ text: Substring) -> Int? {
    text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }
}
