import AllotMetrics
import AllotReport
import Foundation
import Testing

/// `docs/metrics.md` says of each figure what it declares, and figures declare what they write.
///
/// `RECORD=1` rewrites the page and fails.
@Suite struct MetricsPageTests {
  private static let path = Program.root + "/docs/metrics.md"

  @Test func thePageSaysWhatFiguresDeclare() throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let expected = try #require(MetricsPage.text(of: page), "docs/metrics.md has lost its marks")
    if Program.isRecording && page != expected {
      try expected.write(toFile: Self.path, atomically: true, encoding: .utf8)
      Issue.record("docs/metrics.md is recorded; look at the change, then test without RECORD")
    } else if page != expected {
      Issue.record("docs/metrics.md, \(firstDifference(expected, page)); run scripts/record")
    }
    for figure in Figures.all { #expect(page.contains("\n\(figure.definition)\n")) }
  }

  @Test func aPageThatSaysSomethingElseIsWrittenAnew() throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let expected = MetricsPage.text(of: page)
    let sentence = try #require(WaitFigure.definition.split(separator: ".").first)
    let changed = page.replacing(sentence, with: "`wait` = something else")
    #expect(changed != page && MetricsPage.text(of: changed) == expected)
    let fewer = MetricsPage.text(of: page, Figures.standard)
    #expect(fewer != nil && fewer?.contains("### `fairness`") == false)
    #expect(MetricsPage.text(of: "# A page without marks\n") == nil)
  }

  @Test func figuresDeclareWhatTheyWriteEachKeyOnce() throws {
    let keys = Figures.all.flatMap { $0.fields.map(\.key) }
    #expect(Set(keys).count == keys.count)
    let command =
      "allot replay --trace mixed-jobs.csv --cluster mixed-nodes.yaml --policy easy "
      + "--outages mixed-outages.csv --metrics fairness --quiet --json"
    let folder = Program.root + "/Tests/CommandLineTests/Fixtures"
    let output = try Program.run(command, in: folder)
    let json = try JSONSerialization.jsonObject(with: Data(output.standard.utf8))
    let summary = try #require(json as? [String: Any])
    let groupings = ["tenants", "classes", "sizes", "models"]
    let frame = ["schema", "units", "policy", "digest", "jobs", "window"] + groupings
    var written = Set(summary.keys).subtracting(frame)
    for grouping in groupings {
      let entries = try #require(summary[grouping] as? [[String: Any]], "\(grouping) is missing")
      for entry in entries { written.formUnion(Set(entry.keys).subtracting(["name", "jobs"])) }
    }
    #expect(written.sorted() == keys.sorted())
    let units = try #require(summary["units"] as? [String: String])
    #expect(Set(keys).subtracting(units.keys) == [])
  }

  @Test func columnsAndVerdictsReadWhatIsDeclared() {
    let keys = Set(Figures.all.flatMap { $0.fields.map(\.key) } + ["jobs"])
    let paths = Figures.all.flatMap { $0.columns.map(\.path) + $0.metrics.map(\.path) }
    for path in paths {
      #expect(keys.contains(path.split(separator: ".").first.map(String.init) ?? ""), "\(path)")
    }
  }
}
