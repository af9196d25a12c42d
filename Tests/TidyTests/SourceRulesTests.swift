import Testing

/// The sources and tests of this repository keep to its rules.
@Suite struct SourceRulesTests {
  @Test func theCoreImportsNothingAndModulesImportWhatTheyMay() {
    let findings = Repository.sources.flatMap { ImportRule.findings(path: $0.path, text: $0.text) }
    #expect(findings.report == "")
  }

  @Test func lowerLayersOfTheCoreNeverNameHigherOnes() {
    let core = Repository.sources.filter { $0.path.hasPrefix("Sources/Allot/") }
    #expect(core.count > 20)
    let findings = LayerRule.findings(core.map { ($0.path, $0.text) })
    #expect(findings.report == "")
  }

  @Test func filesFunctionsAndLinesAreShort() {
    let findings = Repository.swift.flatMap { LengthRule.findings(path: $0.path, text: $0.text) }
    #expect(findings.report == "")
  }

  @Test func filesAreNamedForTheTypeThatTheyDeclareFirst() {
    let findings = Repository.swift.flatMap { FileNameRule.findings(path: $0.path, text: $0.text) }
    #expect(findings.report == "")
  }

  @Test func bannedWordsAreAbsent() {
    let manifest = Repository.files(below: ["Package.swift"])
    let findings = (Repository.swift + manifest)
      .flatMap { WordRule.findings(path: $0.path, text: $0.text) }
    #expect(findings.report == "")
  }

  @Test func decisionLayersHashNothing() {
    let layers = ["Machine", "Queue", "Policy", "Engine"].map { "Sources/Allot/\($0)/" }
    let findings = Repository.files(below: layers, endings: [".swift"])
      .flatMap { HashRule.findings(path: $0.path, text: $0.text) }
    #expect(findings.report == "")
  }

  @Test func noFileKnowsTheMachineThatItWasWrittenOn() {
    let findings = Repository.files().flatMap { MachineRule.findings(path: $0.path, text: $0.text) }
    #expect(findings.report == "")
  }

  @Test func whatABuildMakesIsIgnored() {
    let ignored = Repository.text(of: ".gitignore")?.split(separator: "\n") ?? []
    for name in [".build/", "Package.resolved"] {
      #expect(ignored.contains(Substring(name)), "\(name) is not in .gitignore")
    }
  }
}
