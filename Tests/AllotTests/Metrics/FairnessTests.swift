import Allot
import AllotMetrics
import AllotPolicies
import Testing

/// Indices of fairness: of plain numbers, and of tenants whose jobs can be followed by hand.
@Suite struct FairnessTests {
  private func isClose(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-6 } ?? false }

  @Test func indicesOfPlainNumbers() {
    // What a machine shared 50/30/20 gives, taken raw, is no measure of what is due.
    #expect(isClose(FairnessFigure.jain([50, 30, 20]), 0.877193))
    #expect(isClose(FairnessFigure.gini([50, 30, 20]), 0.2))
    #expect(FairnessFigure.jain([2, 2, 2]) == 1)
    #expect(FairnessFigure.gini([2, 2, 2]) == 0)
    #expect(isClose(FairnessFigure.jain([0, 0, 0, 1]), 0.25))
    #expect(isClose(FairnessFigure.gini([0, 0, 0, 1]), 0.75))
    for nothing: [Double] in [[], [0, 0]] {
      #expect(FairnessFigure.jain(nothing) == nil)
      #expect(FairnessFigure.gini(nothing) == nil)
    }
  }

  private func fairness(
    _ shares: [Int64],
    processors: Int,
    _ jobs: [(submit: Int64, run: Int64, gpus: Int, tenant: Int)],
    seconds: Int64
  ) throws -> FigureValue {
    var tenants = Tenants()
    let ids = shares.enumerated().map { index, percent in
      tenants.add("t\(index)", below: Tenants.root, share: Share(percent: percent))
    }
    let world = World(
      cluster: Cluster(processors: processors),
      tenants: tenants,
      jobs: jobs.map { job in
        Job(
          submit: SimTime(seconds: job.submit),
          run: SimDuration(seconds: job.run),
          limit: SimDuration(seconds: job.run),
          gpus: job.gpus,
          tenant: ids[job.tenant]
        )
      }
    )
    let window = MeasurementWindow(from: .zero, to: SimTime(seconds: seconds))
    let policy = try #require(PolicyPresets.named("fcfs"))
    let measured = MeasuredWorld(world: world, window: window)
    let replay = try Replay(measured, policy: policy, figures: [FairnessFigure.self])
    return try #require(replay.summary["fairness"])
  }

  /// Everybody holds exactly its 50, 30 and 20 of 100: nothing could be fairer.
  @Test func sharesThatAreGivenAreFair() throws {
    let fairness = try fairness(
      [50, 30, 20],
      processors: 100,
      [(0, 100, 50, 0), (0, 100, 30, 1), (0, 100, 20, 2)],
      seconds: 100
    )
    for name in ["jain_of_entitled", "jain_of_due"] {
      #expect(isClose(fairness[name]?.number, 1), "\(name)")
    }
    for name in ["gini_of_entitled", "gini_of_due", "share_error"] {
      #expect(isClose(fairness[name]?.number, 0), "\(name)")
    }
    #expect(fairness["worst.name"] == .text("t0"))
    #expect(fairness["worst.ratio"] == .number(1))
  }

  /// The first holds both processors, the second waits for one from 50 s to the end: due are 100
  /// and 50 processor-seconds, of which they have 100 and 0, of entitlements of 100 each.
  @Test func whoWaitsIsWorst() throws {
    let fairness = try fairness(
      [50, 50],
      processors: 2,
      [(0, 100, 2, 0), (50, 10, 1, 1)],
      seconds: 100
    )
    #expect(fairness["worst.name"] == .text("t1"))
    #expect(fairness["worst.ratio"] == .number(0))
    for name in ["jain_of_entitled", "jain_of_due", "gini_of_entitled", "gini_of_due"] {
      #expect(isClose(fairness[name]?.number, 0.5), "\(name)")
    }
    // Shares held of 1 and 0 instead of a half each.
    #expect(isClose(fairness["share_error"]?.number, 0.5))
  }

  /// The second wants nothing: that is unused, not unfair.
  @Test func whoWantsNothingIsNotTreatedBadly() throws {
    let fairness = try fairness([50, 50], processors: 2, [(0, 100, 1, 0)], seconds: 100)
    #expect(isClose(fairness["jain_of_entitled"]?.number, 0.5))
    #expect(isClose(fairness["jain_of_due"]?.number, 1))
    #expect(fairness["worst.name"] == .text("t0"))
    #expect(isClose(fairness["share_error"]?.number, 0.5))
  }

  /// Hours weigh alike: one in which the first holds all, and one in which both hold half.
  @Test func shareErrorsAreOfHours() throws {
    let fairness = try fairness(
      [50, 50],
      processors: 2,
      [(0, 7_200, 1, 0), (0, 3_600, 1, 0), (3_600, 3_600, 1, 1)],
      seconds: 7_200
    )
    // Errors: ½ of the first in the first hour, 0 and 0 in the second.
    #expect(isClose(fairness["share_error"]?.number, (0.25 / 3).squareRoot()))
  }
}
