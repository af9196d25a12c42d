/// Guesses which known word a mistyped one was meant to be.
public enum DidYouMean {
  /// The known word nearest to a mistyped one, or nil when none is near.
  ///
  /// Near is at most two single-letter edits (of words longer than that), or that one word begins
  /// with the other; capitals do not count. The fewest edits win, then the order of `known`.
  public static func suggestion(for word: String, among known: [String]) -> String? {
    let typed = Array(word.lowercased())
    guard !typed.isEmpty else { return nil }
    var best: (word: String, edits: Int)?
    for candidate in known {
      let letters = Array(candidate.lowercased())
      let edits = distance(typed, letters)
      let isNear = edits <= 2 && edits < min(typed.count, letters.count)
      let isPrefix =
        !letters.isEmpty && (letters.starts(with: typed) || typed.starts(with: letters))
      guard isNear || isPrefix || edits == 0 else { continue }
      if best.map({ edits < $0.edits }) ?? true { best = (candidate, edits) }
    }
    return best?.word
  }

  /// What to do about an unknown word: the nearest known one, else all of them, else nothing.
  ///
  /// `plural` says what the words are, such as `keys`. A long list is cut after eighteen words.
  public static func remedy(for word: String, among known: [String], plural: String) -> String {
    if let nearest = suggestion(for: word, among: known) { return "did you mean '\(nearest)'?" }
    guard !known.isEmpty else { return "" }
    let shown = known.prefix(18).joined(separator: ", ")
    return "the \(plural) are \(shown)" + (known.count > 18 ? ", …" : "")
  }

  /// Levenshtein's distance: the fewest letters to insert, delete or replace.
  package static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let replaced = diagonal + (left == right ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
      }
    }
    return row[b.count]
  }
}
