import Allot
import Testing

/// Running jobs in blocks against a sorted array, through random starts and ends.
@Suite struct TimedJobsTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func blocksAreASortedArray(seed: UInt64) {
    var random = RandomStream("timed jobs", seed: seed)
    var jobs = TimedJobs()
    var sorted: [(time: Int64, job: Int, gpus: Int32)] = []
    let times = seed % 2 == 0 ? 20 : 100_000
    for step in 0..<6_000 {
      // The number of running jobs swells and shrinks several times.
      let isGrowing = (step / 1_000) % 2 == 0
      if sorted.isEmpty || random.chance(isGrowing ? 8 : 2, in: 10) {
        let time = Int64(random.below(times))
        jobs.insert(ID(step), at: SimTime(milliseconds: time), gpus: 1)
        sorted.append((time, step, 1))
        sorted.sort { ($0.time, $0.job) < ($1.time, $1.job) }
      } else {
        let place = random.below(sorted.count)
        let entry = sorted[place]
        if random.chance(1, in: 4) {
          jobs.change(ID(entry.job), at: SimTime(milliseconds: entry.time), gpus: 7)
          sorted[place].gpus = 7
        } else {
          jobs.remove(ID(entry.job), at: SimTime(milliseconds: entry.time))
          sorted.remove(at: place)
        }
      }
      guard step % 37 == 0 else { continue }
      #expect(jobs.map { Int($0.job.index) } == sorted.map(\.job))
      #expect(jobs.reversed().map(\.gpus) == sorted.reversed().map(\.gpus))
      let time = Int64(random.below(times))
      let behind = jobs[jobs.firstIndex(from: SimTime(milliseconds: time))...]
      #expect(behind.map { Int($0.job.index) } == sorted.filter { $0.time >= time }.map(\.job))
    }
  }
}
