import Allot
import AllotFiles
import Testing

@Suite struct GeneratorModelTests {
  @Test func choiceFollowsItsWeights() {
    let choice = WeightedChoice([1, 0, 3, 4])
    var stream = RandomStream("choice", seed: 1)
    var counts = [0, 0, 0, 0]
    for _ in 0..<80_000 {
      counts[choice.draw(from: &stream)] += 1
    }
    #expect(counts[1] == 0)
    #expect(abs(counts[0] - 10_000) < 500)
    #expect(abs(counts[2] - 30_000) < 800)
    #expect(abs(counts[3] - 40_000) < 800)
  }

  @Test func runsHaveTheStatedMedianAndSpread() {
    let model = RunModel(median: 1_000, sigma: 1, growth: 0.5, range: 1...1_000_000)
    var stream = RandomStream("run", seed: 1)
    var runs = (0..<20_001).map { _ in model.draw(from: &stream) }
    runs.sort()
    #expect(abs(runs[10_000] - 1_000) < 40)
    // One sigma is the 84th percentile, 2.718 times the median.
    #expect(abs(runs[16_827] - 2_718) < 120)
    let large = (0..<2_001).map { _ in model.draw(gpus: 16, from: &stream) }.sorted()
    #expect(abs(large[1_000] - 4_000) < 400)
  }

  @Test func runsStayInTheirRange() {
    let model = RunModel(median: 1_000, sigma: 3, range: 500...2_000)
    var stream = RandomStream("run", seed: 2)
    let runs = (0..<1_000).map { _ in model.draw(from: &stream) }
    #expect(runs.min() == 500 && runs.max() == 2_000)
  }

  @Test func limitsRoundUpToValuesThatPeopleLike() {
    #expect(LimitModel.roundUp(1, atLeast: 1) == 900)
    #expect(LimitModel.roundUp(900, atLeast: 900) == 900)
    #expect(LimitModel.roundUp(901, atLeast: 901) == 1_800)
    #expect(LimitModel.roundUp(9_000_000, atLeast: 604_800) == 604_800)
  }

  @Test func limitIsHitOnlyByWhoeverRunsLongEnough() {
    let always = LimitModel(usual: 3_600, takesUsual: 0, hits: 1_000)
    var stream = RandomStream("limit", seed: 1)
    let short = always.draw(run: 899, ending: .completed, from: &stream)
    #expect(short.ending == .completed && short.run == 899 && short.limit >= 900)
    let long = always.draw(run: 5_000, ending: .completed, from: &stream)
    #expect(long.ending == .limit && long.run == 3_600 && long.limit == 3_600)
    let failed = always.draw(run: 5_000, ending: .failed, from: &stream)
    #expect(failed.ending == .failed && failed.run == 5_000 && failed.limit >= 5_000)
  }

  @Test func usualLimitIsTakenWhenItIsEnough() {
    let usual = LimitModel(usual: 86_400, takesUsual: 1_000, hits: 0)
    var stream = RandomStream("limit", seed: 1)
    #expect(usual.draw(run: 10, ending: .completed, from: &stream).limit == 86_400)
    #expect(usual.draw(run: 90_000, ending: .completed, from: &stream).limit >= 172_800)
  }

  @Test func failuresComeEarlyAndCancellationsLate() {
    let model = EndingModel(failed: 300, cancelled: 300)
    var stream = RandomStream("ending", seed: 1)
    for _ in 0..<2_000 {
      let drawn = model.draw(planned: 1_000, within: 10...1_500, from: &stream)
      switch drawn.ending {
      case .failed: #expect((250...1_000).contains(drawn.run))
      case .cancelled: #expect(drawn.run == 1_500)
      default: #expect(drawn.run == 1_000)
      }
    }
  }

  @Test func budgetShortensTheLastJobAndCarriesTheRest() {
    func job(submit: Int, run: Int, gpus: Int) -> GeneratedJob {
      GeneratedJob(
        submit: submit,
        run: run,
        limit: 3_600,
        gpus: gpus,
        user: 0,
        ending: .completed
      )
    }
    var budget = WorkBudget(window: 100)
    #expect(budget.isSpent)
    budget.grant(1_003)
    budget.add(job(submit: 100, run: 10, gpus: 1))
    #expect(budget.jobs.isEmpty)
    budget.add(job(submit: 99, run: 100, gpus: 8))
    budget.add(job(submit: 5, run: 100, gpus: 8))
    #expect(budget.isSpent)
    #expect(budget.jobs.map(\.run) == [100, 25])
    budget.add(job(submit: 6, run: 1, gpus: 1))
    #expect(budget.jobs.count == 2)
    budget.grant(5)
    budget.add(job(submit: 6, run: 9, gpus: 1))
    #expect(budget.jobs.map(\.run) == [100, 25, 8])
  }

  @Test func usersHaveNamesAndOneOrganisation() {
    let users = UserActivity(
      prefix: "n",
      count: 40,
      exponent: 1.2,
      organisation: "team",
      organisations: 5
    )
    #expect(users.name(of: 16) == "n017")
    #expect(users.organisation(of: 16) == "team-02")
    let school = UserActivity(
      prefix: "s",
      count: 1_200,
      exponent: 0,
      organisation: "ai-school",
      organisations: 1
    )
    #expect(school.name(of: 0) == "s0001")
    #expect(school.organisation(of: 7) == "ai-school")
  }

  @Test func weeksCoverTheWindow() {
    #expect(GenerationWeek.all(ofDays: 7) == [GenerationWeek(number: 0, days: 7)])
    #expect(
      GenerationWeek.all(ofDays: 9) == [
        GenerationWeek(number: 0, days: 7), GenerationWeek(number: 1, days: 2),
      ]
    )
  }

  @Test func campaignsRestartWithTheSameRequest() {
    let machine = MachineShape(TraceGenerator.gwangju)
    var streams = PopulationStreams(population: "campaign", seed: 4)
    var budget = WorkBudget(window: 28 * 86_400)
    budget.grant(1_000_000_000_000)
    let week = GenerationWeek(number: 0, days: 7)
    for _ in 0..<40 {
      let before = budget.jobs.count
      NationalPopulations.foundation.arrive(
        in: week,
        at: machine,
        streams: &streams,
        into: &budget
      )
      let attempts = budget.jobs[before...]
      #expect(!attempts.isEmpty)
      for (earlier, later) in zip(attempts, attempts.dropFirst()) {
        #expect(later.submit > earlier.submit + earlier.run)
        #expect(later.gpus == earlier.gpus && later.model == earlier.model)
        #expect(later.user == earlier.user && later.limit == earlier.limit)
      }
    }
    #expect(budget.jobs.count > 80)
    #expect(budget.jobs.contains { $0.ending == .failed })
    #expect(budget.jobs.contains { $0.ending == .cancelled })
  }
}
