import AllotMetrics
import Testing

/// Verdicts of replicates: what is paired, which way is better, what counts as a comparison.
@Suite struct ReplicateStudyTests {
  private static let wait = VerdictMetric("wait", weight: "jobs", path: "wait", .ofTimes)
  private static let useful = VerdictMetric(
    "useful",
    path: "useful",
    .plain,
    lessIsBetter: false
  )

  /// A summary of one tenant with numbers; a wait of nil is beyond all bounds.
  private func summary(
    _ policy: String,
    wait: Double?,
    useful: Double = 0,
    leftOut: Double = 0,
    jobs: Int = 10
  ) -> Summary {
    let entry = Summary.Entry(
      name: "n",
      values: [
        "wait": FigureValue(wait), "useful": .number(useful), "jobs": .count(jobs),
        "left_out": .members(["gpu_hours": .number(leftOut)]),
      ]
    )
    return Summary(
      policy: policy,
      digest: "",
      jobs: [:],
      window: (0, 0),
      whole: Summary.Entry(name: "", values: [:]),
      groupings: [Summary.Grouping(key: "tenants", entries: [entry])],
      units: [:]
    )
  }

  /// Replicates in which the second policy waits so much of the first one's wait.
  private func study(_ ratios: [Double], leftOut: Double = 0) -> ReplicateStudy {
    let summaries = ratios.enumerated().map { index, ratio in
      let first = Double(99 + 100 * index)
      return [
        summary("a", wait: first, useful: 50),
        summary("b", wait: (first + 1) * ratio - 1, useful: 60, leftOut: leftOut),
      ]
    }
    return ReplicateStudy(summaries, metrics: [Self.wait, Self.useful])
  }

  @Test func ratiosOfTimesAndDifferencesOfAmounts() throws {
    let differences = study([0.5, 0.5, 0.5]).differences
    #expect(differences.map(\.policy) == ["b", "b"])
    #expect(differences.map(\.against) == ["a", "a"])
    #expect(abs(try #require(differences[0].estimate) - -0.5) < 1e-12)
    #expect(differences[1].estimate == 10)
    // Half the wait is better, and so is more useful work.
    #expect(differences.map(\.verdict) == [.better, .better])
    #expect(study([2, 2, 2]).differences[0].verdict == .worse)
  }

  @Test func theIntervalIsStudentsBelowThirty() throws {
    let difference = study([0.4, 0.5, 0.625]).differences[0]
    // ln 0.4, ln 0.5, ln 0.625: mean ln 0.5, deviation ln 1.25, t = 4.302653 with two degrees.
    // The whole interval is a factor of exp(2 × 4.302653 × ln 1.25 / √3).
    let low = try #require(difference.low)
    let high = try #require(difference.high)
    #expect(abs((high + 1) / (low + 1) - 3.030230296) < 1e-8)
    #expect(abs(try #require(difference.estimate) + 0.5) < 1e-12)
    #expect(abs(difference.pValue - 0.032852973) < 1e-8)
    #expect(difference.replicatesForFivePercent != nil)
  }

  @Test func equalComparisonsCountAsMade() {
    // Alone p = 0.033 would do; with an equal one beside it the level is half.
    let pairs = [0.4, 0.5, 0.625].map { ratio in
      [summary("a", wait: 99), summary("b", wait: 100 * ratio - 1)]
    }
    let alone = ReplicateStudy(pairs, metrics: [Self.wait])
    let both = ReplicateStudy(pairs, metrics: [Self.wait, Self.useful])
    let p = alone.differences[0].pValue
    #expect(p > 0.025 && p < 0.05, "\(p)")
    #expect(alone.differences[0].verdict == .better)
    #expect(both.differences.map(\.verdict) == [.open, .equal])
    #expect(both.differences[1].pValue == 1)
    #expect(both.comparisons == 2)
  }

  @Test func whoLeavesOutMoreIsWorse() {
    #expect(study([0.5, 0.5, 0.5], leftOut: 3).differences[0].verdict == .leavesOutMore)
    #expect(study([2, 2, 2], leftOut: 3).differences[0].verdict == .worse)
    #expect(study([0.9, 1.2, 1], leftOut: 3).differences[0].verdict == .leavesOutMore)
  }

  @Test func whatIsBeyondBoundsIsNotCompared() {
    func study(_ jobs: Int) -> ReplicateStudy {
      ReplicateStudy(
        [
          [summary("a", wait: 1), summary("b", wait: 2)],
          [summary("a", wait: nil, jobs: jobs), summary("b", wait: 2, jobs: jobs)],
        ],
        metrics: [Self.wait]
      )
    }
    #expect(study(10).differences[0].verdict == .unbounded)
    #expect(study(0).differences[0].verdict == .empty)
    #expect(study(0).emptyReplicates(of: 0) == 1)
    #expect(study(10).differences[0].estimate == nil)
    #expect(study(10).typical(0, 0, Self.wait) == nil)
  }

  @Test func whoIsInSomeReplicatesHasNoJobsInTheOthers() {
    var first = [summary("a", wait: 1), summary("b", wait: 2)]
    for index in first.indices {
      let other = Summary.Entry(name: "other", values: first[index].tenants[0].values)
      let entries = first[index].tenants + [other]
      first[index].groupings = [Summary.Grouping(key: "tenants", entries: entries)]
    }
    let second = [summary("a", wait: 3), summary("b", wait: 6)]
    for summaries in [[first, second], [second, first]] {
      let study = ReplicateStudy(summaries, metrics: [Self.wait])
      #expect(study.tenants == ["n", "other"])
      #expect(study.differences.map(\.tenant) == ["n", "other"])
      #expect(study.differences[1].verdict == .empty)
      #expect(study.emptyReplicates(of: 1) == 1)
    }
  }

  @Test func typicalTimesHaveTheRatioThatIsTold() throws {
    let study = study([0.5, 0.25, 2])
    let first = try #require(study.typical(0, 0, Self.wait))
    let second = try #require(study.typical(0, 1, Self.wait))
    let estimate = try #require(study.differences[0].estimate)
    #expect(abs((second + 1) / (first + 1) - (estimate + 1)) < 1e-12)
    #expect(study.typical(0, 1, Self.useful) == 60)
  }

  @Test func onlyIntervalsOfTimesAreNarrow() {
    #expect(study([1.001, 1.002, 1.003, 1.002]).precision(within: 0.05) == .init(narrow: 1))
    let wide = study([0.5, 1, 2]).precision(within: 0.05)
    #expect(wide == .init(wide: 1) && !wide.isReached)
    // Amounts do not count: useful differs by ten.
    #expect(study([1, 1, 1]).precision(within: 0.01) == .init(narrow: 1))
  }

  /// More replicates give no interval to who waits for ever in one: so the study ends, but does not
  /// call it narrow.
  @Test func whoHasNoIntervalIsNotNarrow() {
    for (jobs, leftOut) in [(10, 0.0), (0, 0), (10, 3)] {
      let first = [summary("a", wait: 1), summary("b", wait: 2)]
      let second = [
        summary("a", wait: nil, jobs: jobs), summary("b", wait: 2, leftOut: leftOut, jobs: jobs),
      ]
      let precision = ReplicateStudy([first, second], metrics: [Self.wait, Self.useful])
        .precision(within: 0.05)
      #expect(precision == .init(unknown: 1))
      #expect(precision.isReached)
    }
  }
}
