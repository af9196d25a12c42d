import AllotMetrics
import Testing

/// Cells of tables: digits, decimals and quotes.
struct CSVRowsTests {
  private func row(_ fill: (inout CSVRows) -> Void) -> String {
    var rows = CSVRows(header: "h")
    fill(&rows)
    rows.endRow()
    return String(String(decoding: rows.bytes, as: UTF8.self).dropFirst(2))
  }

  @Test(arguments: [0, 1, -1, 9, 10, 99, 100, -1_000, .max, .min] as [Int64])
  func wholeNumbersAreTheirDigits(number: Int64) {
    #expect(row { $0.append(number) } == "\(number)\n")
  }

  @Test(
    arguments: [
      (0, "0"), (1, "0.001"), (-1, "-0.001"), (50, "0.05"), (900, "0.9"), (1_000, "1"),
      (-1_000, "-1"), (-1_500, "-1.5"), (86_400_010, "86400.01"),
      (.max, "9223372036854775.807"), (.min, "-9223372036854775.808"),
    ] as [(Int64, String)]
  )
  func secondsHaveAsManyDecimalsAsNeeded(milliseconds: Int64, text: String) {
    #expect(row { $0.append(seconds: milliseconds) } == text + "\n")
  }

  @Test(
    arguments: [
      ("kim", "kim"), ("", ""), ("a,b", "\"a,b\""), ("5\" disk", "\"5\"\" disk\""),
      ("two\nlines", "\"two\nlines\""), ("r\rn", "\"r\rn\""), ("\"", "\"\"\"\""), ("광주", "광주"),
    ]
  )
  func cellsAreQuotedWhereTheyMust(text: String, cell: String) {
    #expect(row { $0.append(text) } == cell + "\n")
    #expect(
      row {
        $0.append("x")
        $0.append(text)
        $0.appendEmpty()
      } == "x,\(cell),\n"
    )
  }
}
