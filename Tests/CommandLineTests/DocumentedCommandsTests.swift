import Foundation
import Testing

/// Every command of the README and of the pages in `docs` works and prints what the page shows.
///
/// `RECORD=1` rewrites the outputs and fails. Commands that read `../shared` are tests of their
/// own.
@Suite(.serialized) struct DocumentedCommandsTests {
  /// Commands that change the system or take a build, and those that need a real Slurm.
  private static let neverRun = [
    "scripts/test", "scripts/docs", "scripts/record", "swift ", "git ", "cd ", "sacct ",
    "SLURM_TIME_FORMAT=%s sacct ",
  ]
  private static let run = ["allot ", "export PATH=", "cat ", "head ", "ls ", "scripts/demo"]

  private static let pages: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Program.root + "/docs")) ?? []
    return ["README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
  }()

  private static var isSharedThere: Bool {
    FileManager.default.fileExists(atPath: Program.shared + "/traces")
  }

  @Test(arguments: pages) func commands(page: String) throws {
    try check(page) { !$0.contains("../shared") }
  }

  @Test(
    .enabled(if: isSharedThere, "the folder with the real logs is not there"),
    arguments: pages
  )
  func commandsOnSharedLogs(page: String) throws {
    try check(page) { $0.contains("../shared") }
  }

  private func check(_ path: String, where isWanted: (String) -> Bool) throws {
    let file = Program.root + "/" + path
    let page = ConsolePage(try String(contentsOfFile: file, encoding: .utf8))
    let folder = try TemporaryFolder()
    try folder.imitate(Program.root)
    var recorded: [Int: String] = [:]
    for (position, step) in page.steps.enumerated() where isWanted(step.command) {
      if Self.neverRun.contains(where: { step.command.hasPrefix($0) || step.command + " " == $0 }) {
        continue
      }
      #expect(
        Self.run.contains { step.command.hasPrefix($0) },
        "\(path): '\(step.command)' is no command that a test may run"
      )
      let command = step.command == "scripts/demo" ? try demo() : step.command
      let output = try Program.run(command, in: folder.path + "/repository")
      #expect(output.code == 0, "\(path): '\(step.command)' failed: \(output.error)")
      recorded[position] = output.standard
      let shown = page.shown(step)
      let found = ConsolePage.lines(of: output.standard)
      if !Program.isRecording && !shown.isEmpty && !ConsolePage.matches(shown[...], found[...]) {
        let difference = firstDifference(
          shown.joined(separator: "\n"),
          found.joined(separator: "\n")
        )
        Issue.record("\(path): '\(step.command)' prints something else, \(difference)")
      }
    }
    if Program.isRecording && !recorded.isEmpty {
      try page.text(with: recorded).write(toFile: file, atomically: true, encoding: .utf8)
      Issue.record("\(path) is recorded; look at the change, then test without RECORD")
    }
  }

  /// What `scripts/demo` does behind its build, with the program that is built already.
  private func demo() throws -> String {
    let script = try String(contentsOfFile: Program.root + "/scripts/demo", encoding: .utf8)
    let parts = script.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { !$0.hasPrefix(".build/release/allot ") }
    #expect(!parts.isEmpty, "scripts/demo runs no .build/release/allot")
    return parts.joined(separator: "\n").replacing(".build/release/allot", with: "allot")
  }

  @Test func aPageIsWrittenAsItIsRead() {
    let text = "# A\n```console\n$ a \\\n  b\nc\n\n$ d\n1\n...\n3\n```\n```console\n$ e\n```\n"
    let page = ConsolePage(text)
    #expect(page.steps.map(\.command) == ["a b", "d", "e"])
    #expect(page.shown(page.steps[0]) == ["c"])
    #expect(page.text(with: [0: "c\n", 1: "1\n2\n3\n", 2: "x\n"]) == text)
    #expect(page.text(with: [0: "f\n"]) == text.replacing("\nc\n", with: "\nf\n"))
    #expect(ConsolePage.matches(["1", "...", "3"], ["1", "2", "2", "3"]))
    #expect(!ConsolePage.matches(["1", "...", "3"], ["1", "2", "4"]))
    #expect(!ConsolePage.matches(["1"], ["1", "2"]))
  }
}
