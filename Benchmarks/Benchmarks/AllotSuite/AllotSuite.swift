import Allot
import AllotBenchmarks
import AllotCampaign
import AllotFiles
import AllotHost
import AllotMetrics
import Benchmark

/// Run with `swift package --disable-sandbox benchmark` in the folder `Benchmarks`.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuTotal, .wallClock, .peakMemoryResident, .throughput],
    maxDuration: .seconds(5)
  )
  kernel()
  parse()
  replays()
  campaign()
}

/// The hold model: the earliest event out, a later one in, among 4,096.
private func kernel() {
  Benchmark("event kernel, 100,000 × pop and push") { benchmark in
    var queue = EventQueue()
    var random = RandomStream("hold", seed: 1)
    for subject in 0..<Int32(4_096) { queue.push(event(subject, after: 0, &random)) }
    benchmark.startMeasurement()
    for subject in 0..<Int32(100_000) {
      let now = queue.pop()?.time.milliseconds ?? 0
      queue.push(event(subject, after: now, &random))
    }
    blackHole(queue.count)
  }
}

private func event(_ subject: Int32, after now: Int64, _ random: inout RandomStream)
  -> EventQueue.Entry
{
  EventQueue.Entry(
    time: SimTime(milliseconds: now + Int64(random.below(1_000_000))),
    order: UInt64(UInt32(subject)),
    subject: subject,
    attempt: 0
  )
}

private func parse() {
  Benchmark("parse SWF, 100,000 records") { benchmark in
    let text = (0..<100_000).map { job in
      "\(job + 1) \(job * 37) -1 \(job % 5_000 + 1) 16 -1 -1 16 7200 -1 1 3 -1 -1 1 -1 -1 -1"
    }
    let file = try InputFile(
      bytes: Array(text.joined(separator: "\n").utf8),
      path: "made.swf"
    )
    benchmark.startMeasurement()
    blackHole(try Trace.read(file).rows.count)
  }
}

private func replays() {
  for bench in BenchmarkCase.all {
    for backlog in [0, 1_000, 5_000] {
      // A conservative reservation for each waiting job makes deep queues dear.
      let jobs = bench.name == "conservative-count" ? 2_000 : 10_000
      guard backlog < jobs else { continue }
      Benchmark("\(bench.name), \(jobs) jobs, \(backlog) waiting at first") { benchmark in
        let world = bench.world(jobs: jobs, backlog: backlog)
        benchmark.startMeasurement()
        blackHole(try bench.replay(world).digest)
      }
    }
  }
}

private func campaign() {
  for workers in [1, 2] {
    Benchmark("campaign of 16 replays, \(workers) workers") { benchmark in
      let bench = BenchmarkCase.all[1]
      let world = bench.world(jobs: 10_000)
      let host = try HostTopology()
      let campaign = Campaign(
        placement: WorkerPlacement(host: host, requested: workers),
        host: host
      )
      benchmark.startMeasurement()
      let policies = Array(repeating: bench.policy, count: 16)
      let measured = MeasuredWorld(world: world)
      blackHole(campaign.run(policies, on: measured) { $0.summary.digest }.outcomes.count)
    }
  }
}
