import Allot
import AllotFiles
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("90", 90_000), ("90s", 90_000), ("90 s", 90_000), ("10 min", 600_000), ("10m", 600_000),
    ("2 h", 7_200_000), ("1h30m", 5_400_000), ("1h 30m 5s", 5_405_000), ("1.5 h", 5_400_000),
    ("7 d", 604_800_000), ("1 week", 604_800_000), ("2 days", 172_800_000), ("0.25s", 250),
    ("15ms", 15), ("01:02:03", 3_723_000), ("100:00:00", 360_000_000), ("0", 0), (" 5 s ", 5_000),
    ("1 hour 1 minute 1 second", 3_661_000),
  ])
  func reads(_ text: String, _ milliseconds: Int64) throws {
    #expect(try DurationText.parse(text) == SimDuration(milliseconds: milliseconds))
  }

  @Test(arguments: [
    "", " ", "h", "-5", "5 x", "5 h 5 h", "5m 1h", "1.2.3", "1 2", "0.0001 s", "0.5 ms", "5 h 3",
    "+5", "1e3", "٣ h",
  ])
  func refuses(_ text: String) {
    let error = UnreadableText(
      "\"\(text)\" is not a duration: write \"90 s\", \"10 min\", \"1h30m\", \"7 d\" or HH:MM:SS"
    )
    #expect(throws: error) { try DurationText.parse(text) }
  }

  @Test(arguments: ["1:2", "1:60:00", "1:00:60", ":00:00", "1:00:00:00", "-1:00:00", "a:b:c"])
  func refusesClocks(_ text: String) {
    let error = UnreadableText(
      "\"\(text)\" is not a duration: a time with colons is written HH:MM:SS"
    )
    #expect(throws: error) { try DurationText.parse(text) }
  }

  @Test(arguments: ["999999999999 w", "1000000000000 w", "99999999999999 d"])
  func refusesAges(_ text: String) {
    #expect(throws: UnreadableText.self) { try DurationText.parse(text) }
  }

  @Test(arguments: [
    (0, "0 s"), (90_000, "90 s"), (7_200_000, "2 h"), (86_400_000, "1 d"), (600_000, "10 min"),
    (1_500, "1500 ms"), (604_800_000, "7 d"),
  ])
  func writesWhatItReads(_ milliseconds: Int64, _ text: String) throws {
    #expect(DurationText.format(SimDuration(milliseconds: milliseconds)) == text)
    #expect(try DurationText.parse(text).milliseconds == milliseconds)
  }
}

@Suite struct MissingLimitTests {
  @Test func reads() throws {
    #expect(try MissingLimit(text: "drop") == .drop)
    #expect(try MissingLimit(text: "run") == .run)
    #expect(try MissingLimit(text: "2 h") == .duration(SimDuration(seconds: 7_200)))
    #expect(try MissingLimit(text: "2 h").description == "2 h")
    #expect(
      throws: UnreadableText(
        "\"7200\" is neither \"drop\" nor \"run\" nor a duration such as \"24 h\""
      )
    ) { try MissingLimit(text: "7200") }
    #expect(throws: UnreadableText("a limit of \"0 s\" would stop every job at once")) {
      try MissingLimit(text: "0 s")
    }
  }

  @Test func appliesToRowsWithoutLimit() {
    let minute = SimDuration(seconds: 60)
    var row = TraceRow(name: .number(1), submit: .zero, run: minute, limit: nil, gpus: 1)
    #expect(MissingLimit.drop.limit(of: row) == nil)
    #expect(MissingLimit.run.limit(of: row) == minute)
    #expect(MissingLimit.duration(SimDuration(seconds: 5)).limit(of: row)?.milliseconds == 5_000)
    row.limit = SimDuration(seconds: 7)
    #expect(MissingLimit.drop.limit(of: row)?.milliseconds == 7_000)
  }
}
