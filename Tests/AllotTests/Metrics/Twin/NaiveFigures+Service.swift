import Allot
import AllotMetrics

/// What single jobs met with: waits, delays, slowdowns, promises, preemptions, and who is left out.
extension NaiveFigures {
  /// What is said of any group of measured jobs.
  func service(of members: [Int]) -> [String: FigureValue] {
    let jobs = world.jobs
    func submit(_ id: Int) -> Int64 { jobs[id].submit.milliseconds }
    func seconds(_ time: Int64?) -> Double { time.map { Double($0) / 1_000 } ?? .infinity }
    let waits = members.map { id in seconds(stories[id].start.map { $0 - submit(id) }) }
    let delays = members.map { id in
      seconds(stories[id].end.map { $0 - submit(id) - jobs[id].run.milliseconds })
    }
    let slowdowns = members.map { id -> Double in
      guard let end = stories[id].end else { return .infinity }
      return max(1, Double(end - submit(id)) / Double(max(10_000, jobs[id].run.milliseconds)))
    }
    let ones = members.map { _ in Int64(1) }
    let work = members.map { self.work($0) }
    let accepted = members.filter { stories[$0].refused == nil }
    let late = accepted.filter { stories[$0].start != submit($0) }
    return [
      "wait": distribution(waits, ones, work),
      "wait_by_gpu_hours": distribution(waits, work, work),
      "delay": distribution(delays, ones, work),
      "delay_by_gpu_hours": distribution(delays, work, work),
      "bounded_slowdown": distribution(slowdowns, ones, work),
      "bounded_slowdown_by_gpu_hours": distribution(slowdowns, work, work),
      "waited": .members([
        "jobs": .count(late.count), "of": .count(accepted.count),
        "part": accepted.isEmpty ? .none : .number(Double(late.count) / Double(accepted.count)),
      ]),
    ]
  }

  /// Mean, percentiles and greatest of values by weight; who weighs nothing does not count.
  private func distribution(
    _ values: [Double],
    _ weights: [Int64],
    _ work: [Int64]
  ) -> FigureValue {
    let pairs = zip(values, weights).filter { $0.1 > 0 }
    let bounded = pairs.filter { $0.0.isFinite }
    let weight = bounded.reduce(Int64(0)) { $0 + $1.1 }
    let sum = bounded.reduce(0.0) { $0 + $1.0 * Double($1.1) }
    var members: [String: FigureValue] = [
      "mean": FigureValue(weight > 0 ? sum / Double(weight) : nil),
      "p50": FigureValue(percentile(50, values, weights)),
      "p95": FigureValue(percentile(95, values, weights)),
      "max": FigureValue(pairs.map(\.0).max()),
    ]
    let infinite = values.indices.filter { values[$0].isInfinite }
    if !infinite.isEmpty { members["unbounded"] = hours(infinite.count, infinite.map { work[$0] }) }
    return .members(members)
  }

  /// The smallest value such that those up to it have a part of all weight; nil without weight.
  private func percentile(_ percent: Int64, _ values: [Double], _ weights: [Int64]) -> Double? {
    let all = weights.reduce(0, +)
    guard all > 0 else { return nil }
    return values.filter { value in
      let upTo = zip(values, weights).reduce(Int64(0)) { $1.0 <= value ? $0 + $1.1 : $0 }
      return upTo * 100 >= all * percent
    }
    .min()
  }

  private func hours(_ jobs: Int, _ work: [Int64]) -> FigureValue {
    .members([
      "jobs": .count(jobs), "gpu_hours": .number(Double(work.reduce(0, +)) / 3_600_000),
    ])
  }

  func promises(of tenant: ID<Tenant>, _ members: [Int]) -> [String: FigureValue] {
    var (list, words): ([FigureValue], [Bool?]) = ([], [])
    for promise in world.tenants[tenant].promises {
      let concerned = members.filter { id in
        if let least = promise.largerThan, Int(world.jobs[id].gpus) <= least { return false }
        guard let name = promise.jobClass else { return true }
        let own = measured.classes.ofJob.isEmpty ? -1 : Int(measured.classes.ofJob[id])
        return own >= 0 && measured.classes.names[own] == name
      }
      let waits = concerned.map { id in
        stories[id].start.map { Double($0 - world.jobs[id].submit.milliseconds) } ?? .infinity
      }
      let weights = concerned.map { promise.of == .jobs ? 1 : work($0) }
      let value = percentile(95, waits, weights)
      let isKept = value.map { $0 <= Double(promise.waitP95.milliseconds) }
      words.append(isKept)
      list.append(
        .members([
          "wait_p95": .number(Double(promise.waitP95.milliseconds) / 1_000),
          "of": .text(promise.of == .jobs ? "jobs" : "gpu-hours"),
          "class": promise.jobClass.map { .text($0) } ?? .none,
          "larger_than": promise.largerThan.map { .count($0) } ?? .none,
          "value": FigureValue(value.map { $0 / 1_000 }),
          "kept": isKept.map { .truth($0) } ?? .none,
        ])
      )
    }
    return ["promises": .list(list), "promised": .text(word(words))]
  }

  private func word(_ kept: [Bool?]) -> String {
    let (good, bad) = (kept.filter { $0 == true }.count, kept.filter { $0 == false }.count)
    switch (kept.count, good + bad) {
    case (0, _): return "none"
    case (_, 0): return "no jobs"
    case (1, _): return good == 1 ? "kept" : "broken"
    default: return "\(good) of \(good + bad) kept"
    }
  }

  func preemptions(of jobs: [Int]) -> [String: FigureValue] {
    func evictions(_ id: Int) -> [Attempt] {
      stories[id].attempts.filter { $0.kept != nil && !$0.isInterrupted }
    }
    let inWindow = jobs.flatMap(evictions).filter { from <= $0.end && $0.end <= to }
    let most = jobs.map { evictions($0).count }.max() ?? 0
    let worst = jobs.first { most > 0 && evictions($0).count == most }
    return [
      "preemptions": .count(inWindow.count),
      "worst_preempted": worst.map { id in
        .members(["job": .text("\(id + 1)"), "preemptions": .count(most)])
      } ?? .none,
    ]
  }

  func leftOut(_ members: [Int], dropped: FigureValue?) -> FigureValue {
    let rejected = members.filter { stories[$0].refused != nil }
    let starved = members.filter { stories[$0].refused == nil && stories[$0].end == nil }
    let both = rejected + starved
    var values: [String: FigureValue] = [
      "rejected": hours(rejected.count, rejected.map { work($0) }),
      "waiting": hours(starved.count, starved.map { work($0) }),
      "jobs": .count(both.count),
      "gpu_hours": .number(Double(both.reduce(Int64(0)) { $0 + work($1) }) / 3_600_000),
    ]
    values["dropped"] = dropped
    return .members(values)
  }

  func dropped(where isIn: (DroppedWork) -> Bool) -> FigureValue {
    let rows = measured.dropped.filter(isIn)
    func sums(_ rows: [DroppedWork]) -> [String: FigureValue] {
      let work = rows.reduce(Int64(0)) { $0 + $1.work }
      let other = rows.reduce(Int64(0)) { $0 + $1.otherWork }
      var values: [String: FigureValue] = [
        "jobs": .count(rows.reduce(0) { $0 + $1.jobs }),
        "gpu_hours": .number(Double(work) / 3_600_000),
      ]
      if other > 0 {
        let key = measured.deviceWord == "core" ? "device_hours" : "core_hours"
        values[key] = .number(Double(other) / 3_600_000)
      }
      return values
    }
    var reasons: [String: FigureValue] = [:]
    for reason in rows.map(\.reason) {
      reasons[reason] = .members(sums(rows.filter { $0.reason == reason }))
    }
    return .members(sums(rows).merging(["reasons": .members(reasons)]) { $1 })
  }

  /// What jobs hold of cores in the window; nothing where devices tell all.
  func coreHours(of jobs: [Int], isWhole: Bool) -> [String: FigureValue] {
    let kinds = world.cluster.pools.elements.map(\.kind)
    let isMixed = kinds.contains { $0.gpus == 0 } && kinds.contains { $0.gpus > 0 }
    let asksAlone = world.jobs.contains { $0.gpus == 0 && $0.cores > 0 }
    guard measured.deviceWord == "GPU", isMixed || asksAlone else { return [:] }
    func held(_ jobs: [Int]) -> Double {
      jobs.reduce(0.0) { sum, id in
        stories[id].attempts.reduce(sum) {
          let passed = max(0, min($1.end, to) - max($1.start, from))
          return $0 + Double(Int64(world.jobs[id].cores) * passed)
        }
      }
    }
    let alone = jobs.filter { world.jobs[$0].gpus == 0 }
    var values: [String: FigureValue] = [
      "used": .number(held(jobs) / 3_600_000),
      "without_devices": .number(held(alone) / 3_600_000),
    ]
    if isWhole {
      let capacity = capacity { cluster in
        cluster.pools.elements.reduce(0) { $0 + $1.nodes * $1.kind.cores }
      }
      let asked = ids.reduce(Int64(0)) { sum, id in
        sum + Int64(world.jobs[id].cores) * world.jobs[id].run.milliseconds
      }
      values["offered_load"] = FigureValue(capacity > 0 ? Double(asked) / capacity : nil)
      values["utilization"] = FigureValue(capacity > 0 ? held(jobs) / capacity : nil)
    }
    return ["core_hours": .members(values)]
  }

  func machine() -> [String: FigureValue] {
    let capacity = capacity(\.gpus)
    let asked = ids.reduce(Int64(0)) { sum, id in
      sum + Int64(world.jobs[id].gpus) * world.jobs[id].run.milliseconds
    }
    var used: Int64 = 0
    for (id, story) in stories.enumerated() {
      for attempt in story.attempts {
        let passed = max(0, min(attempt.end, to) - max(attempt.start, from))
        used += Int64(world.jobs[id].gpus) * passed
      }
    }
    let end = stories.compactMap(\.end).max()
    let first = world.jobs.first?.submit.milliseconds ?? 0
    return [
      "offered_load": FigureValue(capacity > 0 ? Double(asked) / capacity : nil),
      "utilization": FigureValue(capacity > 0 ? Double(used) / capacity : nil),
      "makespan": FigureValue(end.map { Double($0 - first) / 1_000 }),
    ]
  }
}
