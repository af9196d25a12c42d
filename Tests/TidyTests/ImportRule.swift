/// What each module may import; the table of ARCHITECTURE.md.
enum ImportRule {
  static let allowed: [String: Set<String>] = [
    "CHwloc": [], "CNuma": [], "CCrypto": [], "CZlib": [],
    "Allot": [],
    "AllotPolicies": ["Allot"],
    "AllotMetrics": ["Allot"],
    "AllotFiles": [
      "Allot", "AllotMetrics", "AllotPolicies", "CCrypto", "CZlib", "Foundation", "FoundationXML",
      "Glibc", "Yams",
    ],
    "AllotHost": ["CHwloc", "CNuma", "Glibc"],
    "AllotCampaign": ["Allot", "AllotHost", "AllotMetrics", "Dispatch", "Synchronization"],
    "AllotReport": ["Allot", "AllotMetrics", "Foundation", "Synchronization"],
    "AllotTesting": ["Allot"],
    "AllotBenchmarks": ["Allot", "AllotPolicies", "AllotTesting"],
    "BenchTool": [
      "Allot", "AllotBenchmarks", "AllotCampaign", "AllotFiles", "AllotHost", "AllotMetrics",
      "AllotPolicies", "ArgumentParser", "Foundation", "Glibc",
    ],
    "AllotCLI": [
      "Allot", "AllotCampaign", "AllotFiles", "AllotHost", "AllotMetrics", "AllotPolicies",
      "AllotReport", "ArgumentParser", "Dispatch", "Foundation", "Synchronization",
    ],
  ]

  static func findings(path: String, text: String) -> [Finding] {
    let module = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    guard let allowed = allowed[module] else {
      return [Finding(path, 1, "the module \(module) has no row in the table of imports")]
    }
    var findings: [Finding] = []
    for (index, line) in SwiftText(text).lines.enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let place = words.firstIndex(of: "import"), words.count > place + 1,
        words[..<place].allSatisfy({ isBeforeImport($0) })
      else { continue }
      let last = words[words.count - 1]
      let name = last.split(separator: ".").first.map(String.init) ?? ""
      if module == "Allot" {
        findings.append(
          Finding(path, index + 1, "imports \(name); the core imports nothing at all")
        )
      } else if !allowed.contains(name) {
        let list = allowed.sorted().joined(separator: ", ")
        findings.append(
          Finding(path, index + 1, "imports \(name); \(module) may import only \(list)")
        )
      }
    }
    return findings
  }

  private static func isBeforeImport(_ word: Substring) -> Bool {
    word.hasPrefix("@") || ["public", "internal", "package", "private"].contains(String(word))
  }
}
