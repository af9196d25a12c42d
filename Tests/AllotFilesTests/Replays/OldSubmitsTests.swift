import Allot
import AllotFiles
import Testing

@Suite struct OldSubmitsTests {
  private static let day: Int64 = 86_400_000

  private func jobs(_ milliseconds: [Int64]) -> [Job] {
    milliseconds.map { time in
      Job(
        submit: SimTime(milliseconds: time),
        run: SimDuration(seconds: 1),
        limit: SimDuration(seconds: 1),
        gpus: 1,
        tenant: ID(0)
      )
    }
  }

  private func hourly(_ count: Int, from day: Int64) -> [Int64] {
    (0..<Int64(count)).map { day * Self.day + $0 * 3_600_000 }
  }

  @Test func oneOldSubmitIsTold() throws {
    let old = try #require(OldSubmits(jobs([0] + hourly(24, from: 60))))
    #expect(old.count == 1)
    #expect(old.before == SimDuration(milliseconds: 60 * Self.day))
    let ends = (SimTime(seconds: 60 * 86_400), SimTime(seconds: 60 * 86_400 + 23 * 3_600))
    #expect(old.others == ends.0...ends.1)
  }

  @Test func severalOldSubmitsAreToldTogether() throws {
    let few = try #require(OldSubmits(jobs([0, 20 * Self.day] + hourly(24, from: 90))))
    #expect(few.count == 2)
    let spread = (0..<9).map { Int64($0) * 10 * Self.day }
    let many = try #require(OldSubmits(jobs(spread + hourly(300, from: 90))))
    #expect(many.count == 9)
    #expect(many.others.lowerBound == SimTime(seconds: 90 * 86_400))
  }

  @Test func endsAreWholeSecondsAroundTheOthers() throws {
    let last = 50 * Self.day + 2_001
    let burst = (0..<30).map { 50 * Self.day + 1_500 + Int64($0) } + [last]
    let old = try #require(OldSubmits(jobs([-5 * Self.day] + burst)))
    #expect(old.others.lowerBound == SimTime(seconds: 50 * 86_400 + 1))
    #expect(old.others.upperBound == SimTime(seconds: 50 * 86_400 + 3))
    let instant = try #require(OldSubmits(jobs([0] + Array(repeating: 50 * Self.day, count: 9))))
    #expect(instant.others.upperBound - instant.others.lowerBound == SimDuration(seconds: 1))
  }

  @Test func ordinaryLogsAreLeftAlone() {
    #expect(OldSubmits([]) == nil)
    #expect(OldSubmits(jobs([0])) == nil)
    #expect(OldSubmits(jobs([0, 90 * Self.day])) == nil)
    #expect(OldSubmits(jobs(hourly(500, from: 0))) == nil)
    // Two bursts a month apart are one log, and so is one that grows.
    #expect(OldSubmits(jobs(hourly(50, from: 0) + hourly(50, from: 30))) == nil)
    #expect(OldSubmits(jobs((0..<400).map { $0 * $0 * 60_000 })) == nil)
    // Less than a day is not worth a word.
    #expect(OldSubmits(jobs([0] + (0..<100).map { Self.day - 1_000_000 + $0 * 1_000 })) == nil)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func randomArrivalsAreLeftAlone(seed: UInt64) {
    var random = RandomStream("arrivals", seed: seed)
    let count = 3 + random.below(200)
    let times = (0..<count).map { _ in Int64(random.below(1_000)) * Self.day / 10 }.sorted()
    #expect(OldSubmits(jobs(times)) == nil)
  }
}
