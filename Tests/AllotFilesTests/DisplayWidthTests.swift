import AllotReport
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("national", 8), ("국립대학교", 10), ("東京大学", 8), ("ＫＡＩＳＴ", 10), ("カナ", 4),
    ("ｶﾅ", 2), ("、。", 4), ("café", 4), ("Đại học", 7), ("🙂", 2), ("naïve 한국", 10),
  ])
  func countsCells(_ text: String, cells: Int) {
    #expect(DisplayWidth.cells(of: text) == cells, "\(text)")
  }

  @Test func marksThatCombineTakeNone() {
    #expect(DisplayWidth.cells(of: "Đa\u{323}i ho\u{323}c Quo\u{302}\u{301}c gia") == 16)
    #expect(DisplayWidth.cells(of: "cafe\u{301}") == 4)
    #expect(DisplayWidth.cells(of: "\u{30B9}\u{3099}") == 2)
  }

  @Test func decomposedHangulIsAsWideAsComposed() {
    #expect(DisplayWidth.cells(of: "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}") == 4)
  }

  @Test func emojiOfSeveralPartsAreOne() {
    #expect(DisplayWidth.cells(of: "\u{1F1F0}\u{1F1F7}") == 2)
    #expect(DisplayWidth.cells(of: "\u{1F469}\u{200D}\u{1F52C}") == 2)
    #expect(DisplayWidth.cells(of: "\u{1F44D}\u{1F3FD}") == 2)
  }

  @Test func whatHasNoPictureTakesNone() {
    #expect(DisplayWidth.cells(of: "a\u{200B}b\u{FEFF}") == 2)
  }

  /// What is left of a name is found from its end, however long the name is.
  @Test(arguments: ["x", "é", "서", "🇰🇷"])
  func longNamesAreShortened(_ letter: String) throws {
    var report = FactsReport()
    let name = String(repeating: letter, count: 200_000) + "end"
    report.add(table: ["user", "jobs"], [[.text(name), .count(1)], [.text("ann"), .count(2)]])
    let lines = report.text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("…" + letter) && lines[1].contains("end  "))
    #expect((99...100).contains(DisplayWidth.cells(of: String(lines[1]))))
  }
}
