import Allot
import AllotFiles
import Testing

@Suite struct NamePatternTests {
  /// What a pattern means, letter by letter.
  private func fits(_ name: Substring, _ pattern: Substring) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" {
      return fits(name, pattern.dropFirst()) || (!name.isEmpty && fits(name.dropFirst(), pattern))
    }
    guard let letter = name.first, first == "?" || first == letter else { return false }
    return fits(name.dropFirst(), pattern.dropFirst())
  }

  @Test func patternsFitAsTheirNaiveTwinSays() {
    var random = RandomStream("patterns", seed: 1)
    func text(_ letters: [Character], _ most: Int) -> String {
      String((0..<random.below(most + 1)).map { _ in letters[random.below(letters.count)] })
    }
    var found = [0, 0]
    for _ in 0..<20_000 {
      let (pattern, name) = (text(["a", "b", "*", "?"], 6), text(["a", "b"], 7))
      guard let made = NamePattern(pattern) else {
        #expect(!pattern.contains { $0 == "*" || $0 == "?" })
        continue
      }
      let expected = fits(name[...], pattern[...])
      found[expected ? 1 : 0] += 1
      #expect(made.fits(name) == expected, "\(pattern) and \(name)")
    }
    #expect(found.allSatisfy { $0 > 1_000 })
  }

  @Test func manyStarsTakeNoLongTime() {
    let pattern = NamePattern(String(repeating: "a*", count: 200) + "b")
    #expect(pattern?.fits(String(repeating: "a", count: 5_000)) == false)
  }
}
