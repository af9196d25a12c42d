/// A code block of an article is the same text as the test that runs it.
enum ArticleRule {
  /// The first fenced Swift block of a page.
  static func block(of page: String) -> [String]? {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: "```swift"),
      let end = lines[(start + 1)...].firstIndex(of: "```")
    else { return nil }
    return Array(lines[(start + 1)..<end])
  }

  /// What stands between the marker comments of a test.
  static func marked(in test: String) -> [String]? {
    let lines = test.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: "// article: begin"),
      let end = lines.firstIndex(of: "// article: end"), start < end
    else { return nil }
    return Array(lines[(start + 1)..<end])
  }

  static func findings(article: String, test: String, path: String) -> [Finding] {
    guard let block = block(of: article) else { return [Finding(path, 1, "has no Swift block")] }
    guard let marked = marked(in: test) else {
      return [Finding(path, 1, "the test has no marker comments")]
    }
    for index in 0..<max(block.count, marked.count) {
      let here = index < block.count ? block[index] : "nothing"
      let there = index < marked.count ? marked[index] : "nothing"
      if here != there {
        return [Finding(path, 1, "line \(index + 1): '\(here)', but in the test '\(there)'")]
      }
    }
    return []
  }
}
