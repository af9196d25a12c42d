/// A file is named for the type that it declares first, or `Type+Aspect` when it extends one; a
/// file
/// of tests for any type that it declares.
enum FileNameRule {
  static func findings(path: String, text: String) -> [Finding] {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.replacing(".swift", with: "")
    let name = stem.split(separator: "+").first.map(String.init) ?? stem
    let code = SwiftText(text)
    let declared = LayerRule.declaredTypes(in: code)
    // A test's suite may stand behind what it tests.
    if path.hasPrefix("Tests/"), declared.contains(where: { $0.name == name }) { return [] }
    if let first = declared.first, !stem.contains("+") {
      return first.name == name
        ? [] : [Finding(path, first.line, "declares \(first.name) first; name the file for it")]
    }
    let words = code.words
    guard let extended = words.firstIndex(where: { $0.depth == 0 && $0.text == "extension" }),
      extended + 1 < words.count
    else {
      return stem.contains("+") ? [Finding(path, 1, "extends nothing; name it for its type")] : []
    }
    let subject = words[extended + 1]
    guard stem.contains("+") else {
      return [Finding(path, subject.line, "only extends \(subject.text); name it with a +")]
    }
    return words.indices.contains { index in
      words[index].text == "extension" && words[index].depth == 0
        && words[index + 1].text == name
    } ? [] : [Finding(path, subject.line, "extends \(subject.text), not \(name)")]
  }
}
