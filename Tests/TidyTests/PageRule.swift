/// What every page in Markdown keeps to.
enum PageRule {
  static func findings(path: String, text: String) -> [Finding] {
    var headings = 0
    var isCode = false
    var findings: [Finding] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("```") { isCode.toggle() }
      if !isCode && line.hasPrefix("# ") { headings += 1 }
      for placeholder in ["<!--@", "<#", "Lorem ipsum", "*Summary*"]
      where line.contains(placeholder) {
        findings.append(Finding(path, index + 1, "the placeholder \(placeholder) is left"))
      }
    }
    if isCode { findings.append(Finding(path, 1, "a fenced block is not closed")) }
    if headings != 1 {
      findings.append(Finding(path, 1, "has \(headings) headings of the first level; one is right"))
    }
    return findings
  }

  /// Links to files of the repository lead somewhere.
  static func brokenLinks(path: String, text: String, exists: (String) -> Bool) -> [Finding] {
    let folder = path.split(separator: "/").dropLast()
    var findings: [Finding] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      for match in line.matches(of: #/\]\(([^)#\s]+)(#[^)]*)?\)/#) {
        let target = String(match.1)
        if target.contains(":") { continue }
        var parts = folder.map(String.init)
        for part in target.split(separator: "/") {
          if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
        }
        if !exists(parts.joined(separator: "/")) {
          findings.append(Finding(path, index + 1, "the link \(target) leads nowhere"))
        }
      }
    }
    return findings
  }
}

/// No committed file knows the machine that it was written on.
enum MachineRule {
  /// Written so that this file does not hold them.
  private static let words = ["/wo" + "rk/", "/tm" + "p/h-", "/ro" + "ot/", "/ho" + "me/"]

  static func findings(path: String, text: String) -> [Finding] {
    var findings: [Finding] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      for word in words where line.contains(word) {
        findings.append(Finding(path, index + 1, "\(word) is a path of one machine"))
      }
    }
    return findings
  }
}
