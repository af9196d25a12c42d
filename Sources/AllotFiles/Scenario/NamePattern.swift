/// A pattern of names: `*` stands for any letters or none, `?` for exactly one.
package struct NamePattern {
  private let letters: [Character]

  /// The pattern of a text; nil where it has no such letter and so is a plain name.
  package init?(_ text: String) {
    guard text.contains(where: { $0 == "*" || $0 == "?" }) else { return nil }
    letters = Array(text)
  }

  /// True where a whole name fits, letter case included.
  ///
  /// Complexity: O(name × pattern).
  package func fits(_ name: String) -> Bool {
    let name = Array(name)
    var (at, place) = (0, 0)
    // Where the last star stood, and how much of the name it has taken so far.
    var star: (at: Int, taken: Int)?
    while place < name.count {
      if at < letters.count, letters[at] == "*" {
        star = (at, place)
        at += 1
      } else if at < letters.count, letters[at] == "?" || letters[at] == name[place] {
        (at, place) = (at + 1, place + 1)
      } else if let last = star {
        star = (last.at, last.taken + 1)
        (at, place) = (last.at + 1, last.taken + 1)
      } else {
        return false
      }
    }
    return letters[at...].allSatisfy { $0 == "*" }
  }
}
