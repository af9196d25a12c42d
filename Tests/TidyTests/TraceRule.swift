import Foundation

/// A trace that is handed out has a section that says where it is from, and its checksum.
enum TraceRule {
  static func findings(path: String, sha256: String, page: String) -> [Finding] {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let heading = page.range(of: "## `\(name)`") else {
      return [Finding("traces/README.md", 1, "has no section `\(name)`")]
    }
    let section = page[heading.upperBound...]
    let end = section.range(of: "\n## ")?.lowerBound ?? section.endIndex
    var findings: [Finding] = []
    for (label, word) in [("its origin", "Origin:"), ("its SHA-256 \(sha256)", sha256)]
    where !section[..<end].contains(word) {
      findings.append(Finding("traces/README.md", 1, "`\(name)` lacks \(label)"))
    }
    return findings
  }
}
