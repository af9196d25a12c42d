/// Finds what a mistyped name was probably meant to be.
enum Suggestion {
  /// The name nearest to a mistyped one, when it is near enough to be meant; the first of equals.
  static func nearest(to typed: String, among names: [String]) -> String? {
    let most = max(1, typed.count / 3)
    let typed = Array(typed.lowercased().utf8)
    var best: (name: String, distance: Int)?
    for name in names {
      let distance = distance(typed, Array(name.lowercased().utf8))
      if distance <= most, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// The number of insertions, deletions and replacements between two texts.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let replaced = diagonal + (left == right ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}
