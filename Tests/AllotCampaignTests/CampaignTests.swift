import Allot
import AllotCampaign
import AllotHost
import AllotMetrics
import AllotPolicies
import AllotTesting
import Synchronization
import Testing

/// Replicates are made once, shared by policies, and never more of them at a time than workers.
@Suite struct CampaignTests {
  /// How many sources of replicates there are, and how many there have been at a time at most.
  private final class Census: Sendable {
    private let state = Mutex((now: 0, most: 0, made: [Int]()))

    var now: Int { state.withLock { $0.now } }
    var most: Int { state.withLock { $0.most } }
    var made: [Int] { state.withLock { $0.made } }

    func enter(_ replicate: Int) {
      state.withLock { state in
        state.made.append(replicate)
        state.now += 1
        state.most = max(state.most, state.now)
      }
    }

    func leave() { state.withLock { $0.now -= 1 } }
  }

  /// What a replicate was made from: there as long as the replicate is.
  private final class Source: Sendable {
    private let census: Census

    init(of replicate: Int, in census: Census) {
      self.census = census
      census.enter(replicate)
    }

    deinit { census.leave() }
  }

  private struct Refusal: Error {}

  /// Replicates of very different sizes, so that workers overtake each other.
  private static func measured(_ replicate: Int) -> MeasuredWorld {
    var workload = SyntheticWorkload()
    workload.jobs = replicate.isMultiple(of: 3) ? 1_500 : 20
    workload.organisations = 2
    workload.users = 2
    workload.seed = UInt64(replicate + 1)
    return MeasuredWorld(world: workload.world())
  }

  private static let policies = ["fcfs", "fair-share", "easy"].compactMap(PolicyPresets.named)

  private func campaign(workers: Int) throws -> Campaign {
    let host = try HostTopology()
    return Campaign(
      placement: WorkerPlacement(host: host, requested: workers, binds: false),
      host: host
    )
  }

  @Test(arguments: [1, 2, 3, 5])
  func noMoreReplicatesThanWorkers(workers: Int) throws {
    let census = Census()
    let finished = try campaign(workers: workers).run(
      Self.policies,
      replicates: 4..<20,
      figures: Figures.standard.filter { !$0.onlyWritesFiles }
    ) { replicate in
      Replicate(measured: Self.measured(replicate), source: Source(of: replicate, in: census))
    } keeping: { replay, _, policy in
      "\(policy) \(replay.summary.digest)"
    }
    #expect(census.most <= workers)
    #expect(census.now == 0)
    #expect(census.made.sorted() == Array(4..<20))
    for (place, outcomes) in finished.outcomes.enumerated() {
      let alone = try Self.policies.indices.map { policy in
        let replay = try Replay(Self.measured(place + 4), policy: Self.policies[policy])
        return "\(policy) \(replay.summary.digest)"
      }
      #expect(try outcomes.map { try $0.get() } == alone)
    }
  }

  /// A replicate that can not be made is an error of all its replays, and of no others.
  @Test func failuresStayWithTheirReplicate() throws {
    let census = Census()
    let finished = try campaign(workers: 2).run(
      Self.policies,
      replicates: 0..<6,
      figures: []
    ) { replicate in
      if replicate == 2 { throw Refusal() }
      return Replicate(
        measured: Self.measured(replicate),
        source: Source(of: replicate, in: census)
      )
    } keeping: { replay, _, _ in
      replay.summary.digest
    }
    #expect(census.now == 0)
    for (replicate, outcomes) in finished.outcomes.enumerated() {
      for outcome in outcomes {
        if replicate == 2 {
          #expect(throws: Refusal.self) { try outcome.get() }
        } else {
          #expect(throws: Never.self) { try outcome.get() }
        }
      }
    }
  }
}
