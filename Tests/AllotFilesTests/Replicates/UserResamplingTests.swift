import Allot
import AllotFiles
import Testing

@Suite struct UserResamplingTests {
  private static let week: Int64 = 604_800_000

  /// The row of the log that a row of a replicate is a copy of, and which copy, by its name.
  private func origin(
    _ row: TraceRow,
    _ trace: Trace,
    _ rows: [String: TraceRow]
  ) throws -> (row: TraceRow, copy: Int) {
    let name = SampleLog.name(row, trace)
    let parts = name.split(separator: "@")
    let original = try #require(rows[String(parts[0])], "\(name) is no job of the log")
    return (original, parts.count > 1 ? try #require(Int(parts[1])) : 1)
  }

  private func byName(_ log: Trace) -> [String: TraceRow] {
    Dictionary(uniqueKeysWithValues: log.rows.map { (SampleLog.name($0, log), $0) })
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func everyJobIsOneOfTheLog(number: UInt64) throws {
    let log = try read(SampleLog.text())
    let rows = byName(log)
    let replicate = try UserResampling(log).trace(number: number)
    let first = try #require(log.rows.first?.submit)
    let last = try #require(log.rows.last?.submit)
    for row in replicate.rows {
      var expected = try origin(row, replicate, rows).row
      #expect((row.submit - expected.submit).milliseconds % Self.week == 0)
      #expect((first...last).contains(row.submit))
      expected.name = row.name
      expected.submit = row.submit
      #expect(row == expected, "size, run, limit and labels are those of the log")
    }
    #expect(replicate.epoch == log.epoch)
    #expect(replicate.cleaning == log.cleaning)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func eachDrawBringsAllJobsOfItsUserOnce(number: UInt64) throws {
    let log = try read(SampleLog.text())
    let rows = byName(log)
    let replicate = try UserResampling(log).trace(number: number)
    var drawn: [String: [Int64]] = [:]
    for row in replicate.rows {
      let (original, copy) = try origin(row, replicate, rows)
      guard case .number(let job) = original.name else { continue }
      drawn["\(log.texts[original.user])@\(copy)", default: []].append(job)
    }
    #expect(drawn.count == SampleLog.users, "as many draws as the log has users")
    for (key, jobs) in drawn {
      let user = key.split(separator: "@")[0]
      let all = log.rows.filter { log.texts[$0.user] == user }.map(\.name)
      #expect(jobs.sorted().map { TraceRow.Name.number($0) } == all)
    }
    let names = replicate.rows.map { SampleLog.name($0, replicate) }
    #expect(Set(names).count == names.count)
  }

  @Test func usersAreDrawnAnewAndTurnedEachByItsOwnWeeks() throws {
    let log = try read(SampleLog.text())
    let rows = byName(log)
    let resampling = try UserResampling(log)
    var copies = 0
    var moves: Set<Int64> = []
    var loads: Set<Int> = []
    for number in 1...300 as ClosedRange<UInt64> {
      let replicate = resampling.trace(number: number)
      loads.insert(replicate.rows.count)
      for row in replicate.rows {
        let (original, _) = try origin(row, replicate, rows)
        guard original.submit == log.rows.first?.submit else { continue }
        copies += 1
        moves.insert((row.submit - original.submit).milliseconds / Self.week)
      }
    }
    // Each user has one job at the first instant or within two hours of it; two have it there.
    #expect(moves == [0, 1, 2])
    #expect(abs(Double(copies) / 300 - 2) < 0.25, "a user comes once in the mean")
    #expect(loads.count > 20)
  }

  @Test func aNumberAlwaysGivesTheSameTrace() throws {
    let text = SampleLog.text()
    let resampling = try UserResampling(read(text))
    let seventh = resampling.trace(number: 7)
    _ = resampling.trace(number: 8)
    #expect(resampling.trace(number: 7).rows == seventh.rows)
    let again = try UserResampling(read(text)).trace(number: 7)
    #expect(TraceWriter.csv(again) == TraceWriter.csv(seventh))
    #expect(resampling.trace(number: 8).rows != seventh.rows)
  }

  @Test func tiesKeepTheOrderOfTheLogThenOfTheDraws() throws {
    let log = try read(SampleLog.text())
    let rows = byName(log)
    let resampling = try UserResampling(log)
    var ties = 0
    for number in 1...20 as ClosedRange<UInt64> {
      let replicate = resampling.trace(number: number)
      for (row, next) in zip(replicate.rows, replicate.rows.dropFirst()) {
        #expect(row.submit <= next.submit)
        guard row.submit == next.submit else { continue }
        ties += 1
        let (a, copy) = try origin(row, replicate, rows)
        let (b, nextCopy) = try origin(next, replicate, rows)
        // Runs count the rows of the log.
        #expect((a.run.milliseconds, copy) < (b.run.milliseconds, nextCopy))
      }
    }
    #expect(ties > 100)
  }

  @Test func copiesNeverTakeANameOfTheLog() throws {
    let text = SampleLog.text { $0 % 2 == 0 ? "\($0 - 1)@2" : "\($0)" }
    let log = try read(text)
    let resampling = try UserResampling(log)
    var isCopied = false
    for number in 1...20 as ClosedRange<UInt64> {
      let replicate = resampling.trace(number: number)
      let names = replicate.rows.map { SampleLog.name($0, replicate) }
      #expect(Set(names).count == names.count)
      isCopied = isCopied || names.contains { $0.hasSuffix("@@2") }
    }
    #expect(isCopied)
  }

  @Test func jobsWithoutAUserAreOneUsers() throws {
    let text = SampleLog.text(columns: "user", labels: { $0 < 3 ? "" : "u\($0)" })
    let log = try read(text)
    let nameless = log.rows.count { $0.user == TextTable.none }
    let resampling = try UserResampling(log)
    for number in 1...20 as ClosedRange<UInt64> {
      let rows = resampling.trace(number: number).rows
      #expect(rows.count { $0.user == TextTable.none } % nameless == 0)
    }
  }

  @Test func aTraceIsReadBackAsItWasMade() throws {
    let replicate = try UserResampling(read(SampleLog.text())).trace(number: 2)
    let again = try read(String(decoding: TraceWriter.csv(replicate), as: UTF8.self))
    #expect(
      again.rows.map { SampleLog.name($0, again) }
        == replicate.rows.map { SampleLog.name($0, replicate) }
    )
    #expect(again.rows.map(\.submit) == replicate.rows.map(\.submit))
  }

  private func refusal(_ text: String) throws -> String {
    let log = try read(text)
    return errorText { () throws(InputError) in try UserResampling(log) }
      .replacing(log.file, with: "log")
  }

  @Test func refusesWhatHasNoUsersOrNoWeeks() throws {
    let remedy = "use --shake N:DURATION, such as --shake '30:5 min'"
    #expect(
      try refusal(SampleLog.text(columns: "user", labels: { _ in "" }))
        == "log: no job says who submitted it, and --resample draws users; \(remedy)"
    )
    #expect(
      try refusal(SampleLog.text(columns: "user", labels: { _ in "ann" }))
        == "log: all jobs are of one user, and --resample draws users; \(remedy)"
    )
    #expect(
      try refusal(SampleLog.text(days: 12))
        == "log: the log has 13 days, and --resample moves users by whole weeks, of which it needs "
        + "two; \(remedy)"
    )
    #expect(try refusal(SampleLog.text(days: 0)).contains("the log has 1 day,"))
    #expect(try refusal(SampleLog.text(days: 13)) == "no error")
  }
}
