import Allot
import AllotFiles
import Testing

@Suite struct ShakenArrivalsTests {
  private func log(submits: [Int]) throws -> Trace {
    let rows = submits.enumerated().map { "\($0 + 1),\(Double($1) / 1_000),\($0 + 1),1\n" }
    return try read("job,submit_seconds,run_seconds,gpus\n" + rows.joined())
  }

  /// The submits of a trace by the number of the job.
  private func submits(_ trace: Trace) -> [Int64: Int64] {
    Dictionary(
      uniqueKeysWithValues: trace.rows.compactMap { row in
        guard case .number(let number) = row.name else { return nil }
        return (number, row.submit.milliseconds)
      }
    )
  }

  @Test func submitsMoveByEveryAmountEitherWay() throws {
    let log = try log(submits: (0..<500).map { 1_000 + $0 })
    let before = submits(log)
    let amount = SimDuration(milliseconds: 3)
    let shaken = ShakenArrivals(log, by: amount).trace(number: 1)
    var moves: [Int64: Int] = [:]
    for (job, submit) in submits(shaken) {
      moves[submit - (try #require(before[job])), default: 0] += 1
    }
    #expect(Set(moves.keys) == Set(-3...3))
    #expect(moves.values.allSatisfy { (40...110).contains($0) }, "each a seventh of 500 jobs")
  }

  @Test func onlySubmitsChange() throws {
    let log = try read(SampleLog.text())
    let shaken = ShakenArrivals(log, by: SimDuration(seconds: 7_200)).trace(number: 3)
    func settled(_ trace: Trace) -> [TraceRow] {
      trace.rows.map { row in
        var row = row
        row.submit = .zero
        return row
      }.sorted { $0.run < $1.run }
    }
    #expect(settled(shaken) == settled(log))
    #expect(shaken.rows.map(\.submit) != log.rows.map(\.submit))
    #expect(shaken.rows.map(\.name) != log.rows.map(\.name), "some jobs overtake others")
    #expect(zip(shaken.rows, shaken.rows.dropFirst()).allSatisfy { $0.submit <= $1.submit })
    #expect(shaken.epoch == log.epoch)
  }

  @Test func tiesKeepTheOrderOfTheLog() throws {
    let log = try log(submits: Array(repeating: 50, count: 300))
    let shaken = ShakenArrivals(log, by: SimDuration(milliseconds: 2)).trace(number: 1)
    #expect(Set(shaken.rows.map(\.submit)).count == 5)
    for (row, next) in zip(shaken.rows, shaken.rows.dropFirst()) where row.submit == next.submit {
      #expect(row.run < next.run)
    }
    let still = ShakenArrivals(log, by: .zero).trace(number: 1)
    #expect(still.rows == log.rows)
  }

  @Test func nothingIsSubmittedBeforeTimeZero() throws {
    let log = try log(submits: Array(repeating: 1, count: 400))
    let shaken = ShakenArrivals(log, by: SimDuration(milliseconds: 4)).trace(number: 1)
    // From −3 to 5; what lies before zero is thrown back, so 1, 2 and 3 have twice the others.
    let counts = Dictionary(grouping: shaken.rows, by: { $0.submit.milliseconds })
      .mapValues(\.count)
    #expect(Set(counts.keys) == Set(0...5))
    let once = [0, 4, 5].map { counts[$0] ?? 0 }.reduce(0, +)
    let twice = [1, 2, 3].map { counts[$0] ?? 0 }.reduce(0, +)
    #expect((90...180).contains(once) && once + twice == 400)
  }

  @Test func aLogThatBeginsBeforeTimeZeroBeginsNoEarlier() throws {
    var log = try log(submits: [0, 1, 5_010])
    for position in log.rows.indices { log.rows[position].submit.milliseconds -= 5_000 }
    for number in 1...50 as ClosedRange<UInt64> {
      let shaken = ShakenArrivals(log, by: SimDuration(milliseconds: 9)).trace(number: number)
      #expect(shaken.rows.allSatisfy { $0.submit.milliseconds >= -5_000 })
    }
  }

  @Test func aNumberAlwaysGivesTheSameTrace() throws {
    let log = try read(SampleLog.text())
    let arrivals = ShakenArrivals(log, by: SimDuration(seconds: 300))
    let second = arrivals.trace(number: 2)
    _ = arrivals.trace(number: 3)
    #expect(arrivals.trace(number: 2).rows == second.rows)
    #expect(arrivals.trace(number: 3).rows != second.rows)
  }

  @Test func aNegativeAmountIsAMistake() async {
    await #expect(processExitsWith: .failure) {
      let trace = Trace(file: "none", format: "csv")
      _ = ShakenArrivals(trace, by: SimDuration(milliseconds: -1))
    }
  }
}
