import Allot
import AllotFiles
import Testing

@Suite struct ReplicatesTests {
  private func refusal(_ make: () throws(UsageError) -> Replicates) -> String {
    do throws(UsageError) {
      return "\(try make())"
    } catch {
      return error.description
    }
  }

  private func seeds(_ text: String) -> String {
    refusal { () throws(UsageError) in try Replicates(seeds: text) }
  }

  private func resample(_ text: String) -> String {
    refusal { () throws(UsageError) in try Replicates(resample: text) }
  }

  private func shake(_ text: String) -> String {
    refusal { () throws(UsageError) in try Replicates(shake: text) }
  }

  @Test func readsWhatTheOptionsSay() throws {
    let seeds = try Replicates(seeds: "5..30")
    #expect(seeds == .seeds(5...30))
    #expect(seeds.count == 26)
    #expect(seeds.name(of: 2) == "seed 7" && seeds.number(of: 2) == 7)
    let resample = try Replicates(resample: "30")
    #expect(resample == .resample(count: 30) && resample.count == 30)
    #expect(resample.name(of: 2) == "resample 3" && resample.number(of: 2) == 3)
    let shake = try Replicates(shake: "30:5 min")
    #expect(shake == .shake(count: 30, by: SimDuration(seconds: 300)) && shake.count == 30)
    #expect(shake.name(of: 0) == "shake 1")
    #expect(try Replicates(shake: "2:1h30m") == .shake(count: 2, by: SimDuration(seconds: 5_400)))
    #expect(
      try Replicates(shake: "2:00:01:00") == .shake(count: 2, by: SimDuration(seconds: 60))
    )
    #expect(try Replicates(seeds: "0..9999").count == 10_000)
    let highest = UInt64.max
    #expect(try Replicates(seeds: "\(highest - 1)..\(highest)").number(of: 1) == highest)
    #expect(try Replicates(resample: "10000").count == 10_000)
    #expect(try Replicates(resample: "2").count == 2)
  }

  @Test(arguments: ["", "5", "1..", "..5", "a..b", "1...5", "-1..5", "+1..5", "1 .. 5", "1..1e9"])
  func refusesWhatIsNoRangeOfSeeds(text: String) {
    #expect(seeds(text) == "--seeds is '\(text)'; write FIRST..LAST, such as 1..30")
  }

  @Test func refusesTooFewAndTooMany() {
    #expect(
      seeds("30..1") == "--seeds is '30..1'; the first seed comes first, such as 1..30"
    )
    #expect(seeds("3..3") == "--seeds is '3..3', which is one seed; give 2 to 10,000")
    #expect(
      seeds("1..10001") == "--seeds is '1..10001', which is more than 10,000 seeds; "
        + "give 2 to 10,000"
    )
    #expect(seeds("0..\(UInt64.max)").hasSuffix("more than 10,000 seeds; give 2 to 10,000"))
    #expect(
      resample("1") == "--resample is '1', which is one replicate; give 2 to 10,000"
    )
    #expect(
      resample("0") == "--resample is '0', which is no replicate; give 2 to 10,000"
    )
    #expect(
      resample("10001") == "--resample is '10001', which is more than 10,000 replicates; "
        + "give 2 to 10,000"
    )
    #expect(shake("1:5 min") == "--shake is '1:5 min', which is one replicate; give 2 to 10,000")
  }

  @Test func refusesWhatIsNoNumberAndNoDuration() {
    for text in ["", "x", "-3", "1.5", "1..30", "30:5 min", "99999999999999999999"] {
      #expect(
        resample(text) == "--resample is '\(text)'; write how many replicates, such as 30"
      )
    }
    for text in ["", "30", "5 min", ":5 min", "x:5 min", "-3:5 min"] {
      #expect(shake(text) == "--shake is '\(text)'; write N:DURATION, such as '30:5 min'")
    }
    for text in ["30:", "30:5", "30:soon", "30:-5 min", "30:5 fortnights"] {
      #expect(
        shake(text)
          == "--shake is '\(text)'; write the duration with its unit, such as '30:5 min'"
      )
    }
    #expect(
      shake("30:0 min")
        == "--shake is '30:0 min', which moves nothing; write such as '30:5 min'"
    )
  }

  @Test func sequencesGoOnBehindTheLast() throws {
    #expect(Replicates.resample(count: 3).number(of: 3) == 4)
    #expect(Replicates.seeds(5...7).name(of: 3) == "seed 8")
  }

  @Test func thereIsNoReplicateBeforeTheFirst() async {
    await #expect(processExitsWith: .failure) {
      _ = Replicates.resample(count: 3).number(of: -1)
    }
  }
}
