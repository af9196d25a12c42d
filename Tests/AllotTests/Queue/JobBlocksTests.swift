import Allot
import Testing

/// The blocks of a leaf against a sorted array, through thousands of random inserts and removals.
@Suite struct JobBlocksTests {
  @Test(arguments: UInt64(1)...8)
  func randomOperationsGiveWhatASortedArrayGives(seed: UInt64) throws {
    var random = RandomStream("job blocks", seed: seed)
    // Few keys and many, one pool and two, without bounds on cores and with them.
    let keys = seed % 2 == 0 ? 3 : 1_000_000
    let pools = seed % 4 < 2 ? 1 : 2
    var blocks = JobBlocks(pools: pools, boundsCores: seed > 4)
    var root = JobBlocks.none
    var naive: [WaitingJob] = []
    for step in 0..<9_000 {
      // The queue grows to thousands and drains again.
      let grows = random.below(6_000) > (step < 6_000 ? 1_500 : 4_500)
      if grows || naive.isEmpty {
        var job = WaitingJob(
          key: Int64(random.below(keys)),
          job: ID(step),
          gpus: Int32(random.within(0...40)),
          limitSeconds: Int32(random.below(1_000)),
          pools: UInt64(random.within(1...(1 << pools) - 1))
        )
        job.cores = seed > 4 ? Int32(random.below(30)) : 0
        blocks.insert(job, root: &root)
        naive.insert(job, at: naive.firstIndex { job < $0 } ?? naive.count)
      } else {
        let job = naive.remove(at: random.below(naive.count))
        blocks.remove(job, root: &root)
      }
      #expect((root == JobBlocks.none) == naive.isEmpty)
      guard root != JobBlocks.none, step % 5 == 0 else { continue }
      #expect(blocks.first(of: root).job == naive[0].job)
      #expect(blocks.oldest(of: root) == naive.map(\.job).min())
      for pool in blocks.coreBounds.indices {
        for index in 0..<16 {
          blocks.coreBounds[pool].now[index] = Int32(random.below(30))
          blocks.coreBounds[pool].beside[index] = Int32(random.below(30))
        }
      }
      if pools == 1 && !blocks.coreBounds.isEmpty { blocks.corePlaces = places(&random) }
      expectSearch(blocks, root, naive, pools, &random)
    }
  }

  /// Evicted jobs come back: older than those that have come since.
  @Test func requeuedJobsAreTheOldestAgain() {
    var random = RandomStream("requeued jobs", seed: 5)
    var blocks = JobBlocks(pools: 1)
    var root = JobBlocks.none
    var waiting: [WaitingJob] = []
    var running: [WaitingJob] = []
    for step in 0..<6_000 {
      switch random.below(5) {
      case 0, 1:
        let job = WaitingJob(
          key: Int64(random.below(3)),
          job: ID(step),
          gpus: Int32(random.within(1...40)),
          limitSeconds: Int32(random.below(1_000)),
          pools: 1
        )
        blocks.insert(job, root: &root)
        waiting.append(job)
      case 2 where !running.isEmpty:
        let job = running.remove(at: random.below(running.count))
        blocks.insert(job, root: &root)
        waiting.append(job)
      default:
        guard !waiting.isEmpty else { continue }
        let job = waiting.remove(at: random.below(waiting.count))
        blocks.remove(job, root: &root)
        running.append(job)
      }
      guard root != JobBlocks.none else { continue }
      #expect(blocks.oldest(of: root) == waiting.map(\.job).min())
      #expect(blocks.first(of: root).job == waiting.min { $0 < $1 }?.job)
    }
  }

  /// From any place and through any filter the next job is the first one that passes.
  private func expectSearch(
    _ blocks: JobBlocks,
    _ root: Int32,
    _ naive: [WaitingJob],
    _ pools: Int,
    _ random: inout RandomStream
  ) {
    let filters = (0..<pools).map { _ in
      DemandFilter(
        cap: Int32(random.below(60)),
        isOpen: random.chance(1, in: 8),
        now: Int32(random.below(12)),
        slack: Int32(random.below(200)),
        beside: Int32(random.below(8))
      )
    }
    let from = random.chance(1, in: 3) ? .first : naive[random.below(naive.count)].rank
    var (blocks, tests) = (blocks, 0)
    let found = blocks.next(from: from, root: root, filters: filters, level: 0, tests: &tests)
    let expected = naive.first { job in
      !(job.rank < from)
        && (0..<pools).contains { pool in
          job.pools >> UInt64(pool) & 1 == 1
            && filters[pool].passes(size: job.gpus, limit: job.limitSeconds)
            && (blocks.coreBounds.isEmpty || filters[pool].isOpen
              || isWithin(blocks, pool, job, slack: filters[pool].slack))
        }
    }
    #expect(found?.job == expected?.job)
    #expect(tests > 0)
  }

  /// Nodes of eight devices and up to 64 cores.
  private func places(_ random: inout RandomStream) -> CorePlaces {
    var places = CorePlaces()
    places.most = (0...8).map { _ in Int32(random.within(0...64)) }
    guard random.chance(1, in: 2) else { return places }
    places.staying = (0..<18).map { _ in UInt64(random.below(1 << 62)) << 2 | 1 }
    places.wholeNodes = (0...64).map { _ in Int32(random.below(6)) }
    return places
  }

  private func isWithin(
    _ blocks: JobBlocks,
    _ pool: Int,
    _ job: WaitingJob,
    slack: Int32
  ) -> Bool {
    let (bounds, places) = (blocks.coreBounds[pool], blocks.corePlaces)
    let ends = job.limitSeconds <= slack
    let (gpus, cores) = (Int(job.gpus), Int(job.cores))
    if gpus <= 8 && !places.most.isEmpty && cores > places.most[gpus] { return false }
    if !ends && !places.staying.isEmpty {
      let word = places.staying[min(gpus, 8) * 2 + cores / 64]
      if gpus <= 8 && word >> UInt64(cores % 64) & 1 == 0 { return false }
      if gpus > 8 && gpus / 8 > places.wholeNodes[cores] { return false }
    }
    let index = [2, 4, 8, 16, 32, 64].firstIndex { job.gpus < $0 } ?? 6
    return job.cores <= bounds.now[index]
      && (job.limitSeconds <= slack || job.cores <= bounds.beside[index])
  }
}
