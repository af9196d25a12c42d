import AllotMetrics
import AllotReport
import Testing

/// Why a sequential comparison ended is told without passing off as narrow what has no interval.
@Suite struct PrecisionTextTests {
  private func sentence(_ narrow: Int, _ wide: Int, _ unknown: Int) -> String {
    ReplicateStudy.Precision(narrow: narrow, wide: wide, unknown: unknown)
      .sentence(within: "±5%", atMost: 9)
  }

  @Test func everyIntervalIsNarrow() {
    let expected = "Sequential: stopped as every interval of a wait or delay was within ±5%."
    #expect(sentence(24, 0, 0) == expected)
  }

  @Test func someHaveNone() {
    #expect(
      sentence(20, 0, 4).hasSuffix(
        "within ±5%. 4 of 24 comparisons have no interval (jobs never start or end, or there are "
          + "none, in some replicate)."
      )
    )
    #expect(sentence(18, 2, 4).contains("2 of 20 intervals"))
    #expect(sentence(18, 2, 4).contains("allowed, 9;"))
    #expect(sentence(18, 2, 4).contains("4 of 24 comparisons have no interval"))
  }

  @Test func noneHasOne() {
    #expect(!sentence(0, 0, 24).contains("every interval"))
    #expect(sentence(0, 0, 24).contains("no wait or delay has an interval"))
  }
}
