import Allot
import AllotFiles
import Testing

@Suite struct UserGrowthTests {
  private static let week: Int64 = 604_800_000

  private func work(_ trace: Trace) -> Int64 { trace.rows.reduce(0) { $0 + $1.work } }

  private func users(_ trace: Trace) -> Set<String> {
    Set(trace.rows.map { trace.texts[$0.user] })
  }

  @Test func onceIsTheLogItself() throws {
    let log = try read(SampleLog.text())
    let growth = try UserGrowth(log, by: 1_000_000)
    #expect(growth.trace.rows == log.rows)
    #expect(growth.users == 0 && growth.jobs == 0)
  }

  @Test(arguments: [1_200_000, 1_500_000, 2_000_000, 3_700_000] as [Int64])
  func copiesAreUsersOfTheLogInWeeksOfTheirOwn(factor: Int64) throws {
    let log = try read(SampleLog.text())
    let growth = try UserGrowth(log, by: factor)
    let trace = growth.trace
    let added = Int((Int64(SampleLog.users) * factor + 500_000) / 1_000_000) - SampleLog.users
    #expect(growth.users == added)
    #expect(users(trace).count == SampleLog.users + added)
    #expect(growth.jobs == trace.rows.count - log.rows.count)
    #expect(zip(trace.rows, trace.rows.dropFirst()).allSatisfy { $0.submit <= $1.submit })
    let rows = Dictionary(uniqueKeysWithValues: log.rows.map { (SampleLog.name($0, log), $0) })
    #expect(Set(trace.rows.map { SampleLog.name($0, trace) }).count == trace.rows.count)
    var jobsOfCopies: [String: Int] = [:]
    for row in trace.rows {
      let name = SampleLog.name(row, trace)
      let parts = name.split(separator: "@")
      let original = try #require(rows[String(parts[0])])
      guard parts.count > 1 else {
        #expect(row == original, "what the log has stays as it is")
        continue
      }
      let user = log.texts[original.user]
      #expect(trace.texts[row.user] == "\(user)@\(parts[1])")
      jobsOfCopies[trace.texts[row.user], default: 0] += 1
      let moved = (row.submit - original.submit).milliseconds
      #expect(moved % Self.week == 0 && moved != 0)
      var expected = original
      (expected.name, expected.submit, expected.user) = (row.name, row.submit, row.user)
      expected.start = nil
      #expect(row == expected)
    }
    for (copy, count) in jobsOfCopies {
      let user = copy.split(separator: "@")[0]
      #expect(count == log.rows.count { log.texts[$0.user] == user }, "all jobs of \(user)")
    }
  }

  @Test func twiceTheUsersAreTwiceTheWork() throws {
    let log = try read(SampleLog.text())
    #expect(try work(UserGrowth(log, by: 2_000_000).trace) == 2 * work(log))
    #expect(try work(UserGrowth(log, by: 4_000_000).trace) == 4 * work(log))
  }

  @Test func whoIsAddedAtAFactorIsAddedAtLargerOnes() throws {
    let log = try read(SampleLog.text())
    var before: Set<String> = []
    for factor in [200_000, 500_000, 800_000, 1_000_000, 1_200_000, 1_700_000, 2_400_000] {
      let names = try users(UserGrowth(log, by: Int64(factor)).trace)
      #expect(before.isSubset(of: names))
      before = names
    }
  }

  @Test func fewerUsersKeepTheirJobs() throws {
    let log = try read(SampleLog.text())
    let growth = try UserGrowth(log, by: 500_000)
    #expect(growth.users == -3 && users(growth.trace).count == 3)
    let kept = users(growth.trace)
    #expect(growth.trace.rows == log.rows.filter { kept.contains(log.texts[$0.user]) })
  }

  @Test func namesOfCopiesAreNobodysOwn() throws {
    let log = try read(SampleLog.text(labels: { "u\($0)@2,,,,," }))
    let trace = try UserGrowth(log, by: 2_000_000).trace
    #expect(users(trace).count == 12)
    #expect(users(trace).contains("u0@2@@2"))
  }

  @Test func aFactorThatChangesNobodyIsAnError() throws {
    let log = try read(SampleLog.text())
    let errors = [1_010_000, 1_000, 990_000].map { factor in
      errorText { () throws(InputError) in try UserGrowth(log, by: factor) }
    }
    #expect(
      errors[0].hasSuffix(
        "6 users times 1.01 are 6, which changes nobody; "
          + "give --scale-users a factor further from 1, or leave it out"
      )
    )
    #expect(errors[1].contains("6 users times 0.001 are 0, which leaves no job"))
    #expect(errors[2].contains("changes nobody"))
    let short = try read(SampleLog.text(days: 5))
    #expect(
      errorText { () throws(InputError) in try UserGrowth(short, by: 2_000_000) }
        .contains("and --scale-users moves users by whole weeks, of which it needs two")
    )
    #expect(try UserGrowth(short, by: 500_000).users == -3, "nobody is moved")
  }
}
