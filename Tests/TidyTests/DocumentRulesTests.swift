import Allot
import AllotFiles
import AllotPolicies
import Testing

/// The documents of this repository are complete and agree with the code.
@Suite struct DocumentRulesTests {
  @Test func everyPageHasOneHeadingOfTheFirstLevelAndNoPlaceholder() {
    #expect(Repository.pages.count > 10)
    let findings = Repository.pages.flatMap { PageRule.findings(path: $0.path, text: $0.text) }
    #expect(findings.report == "")
  }

  @Test func linksBetweenPagesLeadSomewhere() {
    let paths = Set(Repository.paths)
    let findings = Repository.pages.flatMap { page in
      PageRule.brokenLinks(path: page.path, text: page.text) { target in
        paths.contains(target) || paths.contains { $0.hasPrefix(target + "/") }
      }
    }
    #expect(findings.report == "")
  }

  @Test(arguments: PolicyPresets.all.map(\.policy.name))
  func everyPolicyIsDocumented(name: String) {
    let page = Repository.text(of: "docs/policies.md") ?? ""
    #expect(page.contains("\n## `\(name)`\n"), "docs/policies.md has no section `\(name)`")
    let readme = Repository.text(of: "README.md") ?? ""
    #expect(readme.contains("\n| `\(name)` |"), "README.md has no row for `\(name)`")
  }

  @Test func everyTraceHasAnOriginAndItsChecksum() throws {
    let page = Repository.text(of: "traces/README.md") ?? ""
    let traces = Repository.paths.filter { $0.hasPrefix("traces/") && !$0.hasSuffix("README.md") }
    #expect(!traces.isEmpty)
    for path in traces {
      let hash = try InputFile(path: Repository.root + "/" + path).sha256
      let findings = TraceRule.findings(path: path, sha256: hash, page: page)
      #expect(findings.report == "")
    }
  }

  @Test func everyDecisionIsNumberedAndListed() {
    let names = Repository.paths.filter { $0.hasPrefix("docs/decisions/") }
      .map { $0.split(separator: "/").last.map(String.init) ?? "" }
    #expect(names.count >= 7)
    for (index, name) in names.enumerated() {
      let number = String(10_000 + index + 1).dropFirst()
      #expect(name.hasPrefix("\(number)-"), "\(name) is not decision \(index + 1)")
    }
  }
}
