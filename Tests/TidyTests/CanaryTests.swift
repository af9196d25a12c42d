import Testing

/// Each rule can fail: it is shown a text that breaks it, and one that does not.
@Suite struct CanaryTests {
  @Test func imports() {
    let bad = "public import Foundation\n// import Yams\nlet text = \"import Glibc\"\n"
    #expect(ImportRule.findings(path: "Sources/Allot/Kernel/A.swift", text: bad).count == 1)
    #expect(ImportRule.findings(path: "Sources/AllotPolicies/A.swift", text: bad).count == 1)
    #expect(ImportRule.findings(path: "Sources/AllotReport/A.swift", text: bad).isEmpty)
    #expect(ImportRule.findings(path: "Sources/Unknown/A.swift", text: "").count == 1)
    let scoped = "import struct Foundation.Data\n"
    #expect(ImportRule.findings(path: "Sources/AllotHost/A.swift", text: scoped).count == 1)
  }

  @Test func layers() {
    let high = (path: "Sources/Allot/Engine/B.swift", text: "struct B {}\nlet a: A\n")
    func low(_ text: String) -> (path: String, text: String) {
      ("Sources/Allot/Kernel/A.swift", text)
    }
    #expect(LayerRule.findings([low("struct A { var b: B }\n"), high]).count == 1)
    #expect(
      LayerRule.findings([low("/// Not ``B``.\nstruct A { let b = \"B\" }\n"), high]).isEmpty
    )
    #expect(LayerRule.findings([low("let text = \"\\(B())\"\n"), high]).count == 1)
    #expect(LayerRule.findings([("Sources/Allot/A.swift", "struct A {}\n")]).count == 1)
  }

  @Test func lengths() {
    func findings(_ text: String) -> Int { LengthRule.findings(path: "A.swift", text: text).count }
    #expect(findings(String(repeating: "//\n", count: 400)) == 0)
    #expect(findings(String(repeating: "//\n", count: 401)) == 1)
    #expect(findings(String(repeating: "ü", count: 100) + "\n") == 0)
    #expect(findings(String(repeating: "a", count: 101) + "\n") == 1)
    func function(_ head: String, lines: Int) -> String {
      head + " {\n" + String(repeating: "  a()\n", count: lines - 2) + "}\n"
    }
    for head in ["func a(_ b: (Int) -> Int = { $0 })", "init()", "var a: Int", "deinit"] {
      #expect(findings(function(head, lines: 70)) == 0, "\(head)")
      #expect(findings(function(head, lines: 71)) == 1, "\(head)")
    }
    let requirement = "protocol A {\n  func a()\n}\n" + function("struct B", lines: 90)
    #expect(findings(requirement) == 0)
  }

  @Test func fileNames() {
    func findings(_ path: String, _ text: String) -> Int {
      FileNameRule.findings(path: path, text: text).count
    }
    #expect(findings("Sources/A.swift", "/// struct B\npublic struct A {\n struct B {}\n}\n") == 0)
    #expect(findings("Sources/A.swift", "enum B {}\nstruct A {}\n") == 1)
    #expect(findings("Sources/A+B.swift", "extension A {}\n") == 0)
    #expect(findings("Sources/A+B.swift", "extension C {}\n") == 1)
    #expect(findings("Sources/A.swift", "extension A {}\n") == 1)
  }

  @Test(arguments: [
    "let a = Date()", "let a = Int.random(in: 1...2)", "fatalError()", "try! a()",
    "@testable import A", ".unsafeFlags([])", "struct JobManager {}", "enum StringUtils {}",
    "final class TestHelper {}", "// FIX" + "ME", "/// TO" + "DO: a", "// XX" + "X",
  ])
  func bannedWords(text: String) {
    #expect(WordRule.findings(path: "A.swift", text: text + "\n").count == 1)
    if !text.hasPrefix("/") {
      #expect(WordRule.findings(path: "A.swift", text: "// " + text + "\n").isEmpty)
      #expect(WordRule.findings(path: "A.swift", text: "let a = \"\(text)\"\n").isEmpty)
    }
  }

  @Test(arguments: [
    "var a: [String: Int] = b", "let a = [:]", "let a: Set<Int> = b", "let a = Dictionary(b)",
    "let a: [ID<Job>: Int]",
  ])
  func hashes(text: String) {
    #expect(HashRule.findings(path: "A.swift", text: text + "\n").count == 1)
    #expect(HashRule.findings(path: "A.swift", text: "// " + text + "\n").isEmpty)
  }

  @Test(arguments: ["struct A: OptionSet {}", "let a = b[c: d]", "let a: [Int] = [1]"])
  func noHashes(text: String) {
    #expect(HashRule.findings(path: "A.swift", text: text + "\n").isEmpty)
  }

  @Test func pages() {
    func findings(_ text: String) -> Int { PageRule.findings(path: "a.md", text: text).count }
    #expect(findings("# A\n\n```sh\n# no heading\n```\n") == 0)
    #expect(findings("# A\n# B\n") == 1)
    #expect(findings("A\n") == 1)
    #expect(findings("# A\n```\n") == 1)
    #expect(findings("# A\n<!--@START_MENU_TOKEN@-->\n") == 1)
    let link = "[a](../b.md#c) and [d](https://example.org)\n"
    #expect(PageRule.brokenLinks(path: "docs/a.md", text: link) { $0 == "b.md" }.isEmpty)
    #expect(PageRule.brokenLinks(path: "docs/a.md", text: link) { _ in false }.count == 1)
  }

  @Test func machines() {
    #expect(MachineRule.findings(path: "a", text: "see /wo" + "rk/a\n").count == 1)
    #expect(MachineRule.findings(path: "a", text: "see ../shared/a, work/a\n").isEmpty)
  }

  @Test func traces() {
    let page = "# Traces\n\n## `a.csv`\n\nOrigin: b. SHA-256: abc.\n\n## `c.csv`\n\nabd\n"
    #expect(TraceRule.findings(path: "traces/a.csv", sha256: "abc", page: page).isEmpty)
    #expect(TraceRule.findings(path: "traces/a.csv", sha256: "abd", page: page).count == 1)
    #expect(TraceRule.findings(path: "traces/b.csv", sha256: "abc", page: page).count == 1)
    #expect(TraceRule.findings(path: "traces/c.csv", sha256: "abd", page: page).count == 1)
  }

  @Test func commentsAndLiteralsAreNoCode() {
    let source = ##"""
      let a = "x \(b("y")) z" // c
      /* d /* e */ f */ let g = #"h \(i) \#(j)"#
      """##
    let words = SwiftText(source).words.map { String($0.text) }
    #expect(words == ["let", "a", "b", "let", "g", "j"])
  }
}
