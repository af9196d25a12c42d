import Allot
import AllotFiles
import Testing

@Suite struct TraceGeneratorTests {
  /// One month of the default cluster, made once for all tests.
  static let month = Result { try TraceGenerator(seed: 1).generate() }
  let month: Trace

  init() throws {
    month = try Self.month.get()
  }

  private func rows(tenant: String, jobClass: String? = nil) -> [TraceRow] {
    month.rows.filter {
      month.texts[$0.tenant] == tenant
        && (jobClass == nil || month.texts[$0.jobClass] == jobClass)
    }
  }

  private func work(_ rows: [TraceRow]) -> Double {
    rows.reduce(0) { $0 + Double($1.gpus) * Double($1.run.milliseconds) / 1_000 }
  }

  @Test func hasHeaderAndSizeOfAMonth() {
    #expect(month.format == "generated")
    #expect(month.epoch == 1_772_377_200)
    #expect(month.processors == 2_048)
    #expect((25_000...60_000).contains(month.rows.count))
    #expect(month.synthetic?.contains("seed 1") == true)
  }

  @Test func sameSeedSameRows() throws {
    let again = try TraceGenerator(seed: 1).generate()
    #expect(again.rows == month.rows)
  }

  @Test func otherSeedOtherRows() throws {
    let other = try TraceGenerator(seed: 2, days: 7).generate()
    let one = try TraceGenerator(seed: 1, days: 7).generate()
    #expect(other.rows != one.rows)
  }

  /// Pins every row, so that another machine, build mode or compiler that differs is noticed.
  ///
  /// A deliberate change of a distribution changes the digest: record the new one with its reason.
  @Test func rowsArePinned() {
    var digest = Digest()
    for row in month.rows {
      digest.add(row.submit.milliseconds)
      digest.add(row.run.milliseconds)
      digest.add(row.limit?.milliseconds ?? -1)
      digest.add(Int64(row.gpus))
      digest.add(Int64(row.ending.rawValue))
      for text in [row.tenant, row.user, row.project, row.jobClass, row.models] {
        for byte in month.texts[text].utf8 {
          digest.add(UInt64(byte))
        }
      }
    }
    #expect(digest.hexadecimal == "f39a3f1b395d4925e1c5c752d01e4b55")
  }

  @Test(arguments: [(28, 900_000), (14, 500_000), (10, 1_200_000), (1, 900_000)])
  func offeredLoadIsMet(days: Int, millionths: Int64) throws {
    let load = Share(millionths: millionths)
    let trace = try TraceGenerator(seed: 5, days: days, load: load).generate()
    let offered = work(trace.rows) / (2_048 * Double(days) * 86_400)
    #expect(abs(offered * 1e6 / Double(millionths) - 1) < 0.01)
  }

  @Test func classesSplitTheWorkAsStated() {
    let total = work(month.rows)
    #expect(abs(work(rows(tenant: "national")) / total - 0.46) < 0.005)
    #expect(abs(work(rows(tenant: "enterprise")) / total - 0.31) < 0.005)
    #expect(abs(work(rows(tenant: "university")) / total - 0.23) < 0.005)
  }

  @Test func populationsStateAllOfTheWork() {
    let parts = TraceGenerator.populations.map(\.profile.work.millionths)
    #expect(parts.reduce(0, +) == 1_000_000)
    let names = TraceGenerator.populations.map(\.profile.name)
    #expect(Set(names).count == names.count)
  }

  @Test func everyPopulationSubmits() {
    for population in TraceGenerator.populations {
      let profile = population.profile
      let found = rows(tenant: profile.tenant.rawValue, jobClass: profile.jobClass)
      #expect(found.count > 100, "\(profile.name)")
    }
  }

  @Test func demandMovesAroundTheEntitlement() {
    let week = 7 * 86_400.0
    func demand(_ tenant: String, _ weeks: ClosedRange<Int>) -> Double {
      let submitted = rows(tenant: tenant).filter {
        weeks.contains(Int(Double($0.submit.milliseconds) / 1_000 / week))
      }
      return work(submitted) / (2_048 * week * Double(weeks.count))
    }
    #expect(demand("national", 1...2) > 0.5)
    #expect(demand("national", 0...0) < 0.4)
    #expect(demand("enterprise", 1...2) < 0.3)
    #expect(demand("enterprise", 3...3) > 0.3)
    #expect(demand("university", 3...3) > 0.2)
    #expect(demand("university", 0...0) < 0.2)
  }

  @Test func gangsFitTheClassesOwnNodes() {
    #expect(rows(tenant: "national").map(\.gpus).max() == 512)
    #expect(rows(tenant: "enterprise").allSatisfy { $0.gpus <= 256 })
    #expect(rows(tenant: "university").allSatisfy { $0.gpus <= 128 })
    let packed = month.rows.allSatisfy {
      $0.gpus > 0 && $0.gpusPerNode == ($0.gpus % 8 == 0 ? 8 : 0)
    }
    #expect(packed)
  }

  @Test func rowsAreSortedAndNumbered() {
    let end = SimTime(seconds: 28 * 86_400)
    let sorted = zip(month.rows, month.rows.dropFirst()).allSatisfy { $0.submit <= $1.submit }
    #expect(sorted)
    #expect(month.rows.allSatisfy { $0.submit >= .zero && $0.submit < end })
    let numbered = month.rows.enumerated().allSatisfy { $1.name == .number(Int64($0 + 1)) }
    #expect(numbered)
  }

  @Test func limitsAreRoundAndNeverBelowTheRun() {
    for row in month.rows {
      let run = row.run.milliseconds
      let limit = row.limit?.milliseconds ?? 0
      let isRight =
        run > 0 && run % 1_000 == 0 && limit >= run
        && LimitModel.modal.contains(Int(limit / 1_000))
        && (row.ending != .limit || run == limit)
      if !isRight { Issue.record("job \(row.name): run \(run), limit \(limit)") }
    }
  }

  @Test func universityWorksByDayAndRestsOnSunday() {
    var hours = [Int](repeating: 0, count: 24)
    var days = [Int](repeating: 0, count: 7)
    for row in rows(tenant: "university") {
      let seconds = Int(row.submit.milliseconds / 1_000)
      hours[seconds / 3_600 % 24] += 1
      days[seconds / 86_400 % 7] += 1
    }
    #expect(hours[14] > 5 * hours[4])
    #expect(days[6] * 2 < days[1])
  }

  @Test func universityTrainingIsLeftForTheNight() {
    var hours = [Int](repeating: 0, count: 24)
    for row in rows(tenant: "university", jobClass: "training") {
      hours[Int(row.submit.milliseconds / 3_600_000) % 24] += 1
    }
    #expect(hours[21] > 2 * hours[10])
  }

  @Test func schoolComesInBurstsAtTheHour() {
    let school = rows(tenant: "university", jobClass: "school")
    let early = school.filter { $0.submit.milliseconds % 3_600_000 < 300_000 }
    #expect(early.count * 10 > school.count * 9)
  }

  @Test(arguments: ["training", "interactive", "debug", "inference"])
  func aTenthOfTheUsersSubmitMostJobs(jobClass: String) {
    var jobs: [String: Int] = [:]
    var total = 0
    for row in month.rows where month.texts[row.jobClass] == jobClass {
      jobs[month.texts[row.user], default: 0] += 1
      total += 1
    }
    let counts = jobs.values.sorted(by: >)
    #expect(counts.prefix(counts.count / 10).reduce(0, +) * 2 > total)
  }

  @Test func endingsLieBetweenThePublishedLogs() {
    func part(_ ending: Job.Ending) -> (jobs: Double, work: Double) {
      let ended = month.rows.filter { $0.ending == ending }
      return (Double(ended.count) / Double(month.rows.count), work(ended) / work(month.rows))
    }
    // Helios 15.5 % and 9 %, Philly 30.5 % and 39 %, Acme 43 % and 12 %.
    #expect((0.155...0.43).contains(part(.failed).jobs))
    #expect((0.08...0.15).contains(part(.failed).work))
    // Helios 22 % and 39 %, Acme 7.5 % and 66 %.
    #expect((0.075...0.22).contains(part(.cancelled).jobs))
    #expect((0.29...0.66).contains(part(.cancelled).work))
    #expect((0.005...0.05).contains(part(.limit).jobs))
  }

  @Test func modelsAreSometimesDemanded() {
    func part(_ model: String) -> Double {
      work(month.rows.filter { month.texts[$0.models] == model }) / work(month.rows)
    }
    #expect(part("") > 0.45)
    #expect((0.1...0.35).contains(part("H100")))
    #expect((0.1...0.3).contains(part("A100")))
  }

  @Test func aPopulationDoesNotShiftAnother() throws {
    let generator = try TraceGenerator(seed: 1)
    for population in TraceGenerator.populations {
      let profile = population.profile
      let whole = rows(tenant: profile.tenant.rawValue, jobClass: profile.jobClass)
      let alone = generator.trace(of: [population])
      #expect(alone.rows.count == whole.count, "\(profile.name)")
      let same = zip(alone.rows, whole).allSatisfy { a, b in
        a.submit == b.submit && a.run == b.run && a.limit == b.limit && a.gpus == b.gpus
          && a.ending == b.ending && alone.texts[a.user] == month.texts[b.user]
          && alone.texts[a.models] == month.texts[b.models]
      }
      #expect(same, "\(profile.name)")
    }
  }
}
