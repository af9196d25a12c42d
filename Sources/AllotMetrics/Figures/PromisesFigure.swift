internal import Allot

/// What tenants were promised, and what became of it.
public struct PromisesFigure: Figure {
  public static let name = "promises"
  public static let fields = [FigureField("promises", .seconds), FigureField("promised", .text)]
  public static let columns = [
    FigureColumn(.service, "promise", "promised", .text)
  ]
  public static let definition = """
    `promises`: for each promise of the tenant, `value` is the 95th percentile of the wait of its
    measured jobs, of the promise's `class` and with more devices than `larger_than` where it names
    them, by `jobs` or by `gpu-hours` as `of` says; `kept` where it is at most `wait_p95`. Who never
    starts waits for ever: rejected and starved jobs break promises by their weight; `value` is then
    null. Without such jobs, or without work where work counts, `kept` is null, too. `promised` says
    the same in a word: `kept`, `broken`, of several with jobs how many are kept, `no jobs`, or
    `none` without a promise.
    """

  private let measured: MeasuredWorld

  public init(_ measured: MeasuredWorld) { self.measured = measured }

  public func fill(_ sheet: inout FigureSheet) {
    let (results, jobs, tree) = (sheet.results, sheet.jobs, measured.world.tenants)
    let values = jobs.tenants.map { tenant in
      tree[tenant].promises.map { promise in
        let members = jobs.ids.indices.filter { place in
          let id = jobs.ids[place]
          return tree.is(results.jobs[id].tenant, below: tenant) && concerns(promise, id, results)
        }
        return Self.outcome(of: promise, members, jobs, results)
      }
    }
    sheet.addToTenants("promises") { tenant in
      let place = jobs.tenants.firstIndex(of: tenant) ?? 0
      return .list(zip(tree[tenant].promises, values[place]).map(Self.value))
    }
    sheet.addToTenants("promised") { tenant in
      let place = jobs.tenants.firstIndex(of: tenant) ?? 0
      return .text(Self.word(values[place].map(\.isKept)))
    }
  }

  private func concerns(_ promise: Promise, _ id: Int, _ results: JobResults) -> Bool {
    if let least = promise.largerThan, Int(results.jobs[id].gpus) <= least { return false }
    guard let name = promise.jobClass else { return true }
    let classes = measured.classes
    guard !classes.ofJob.isEmpty, classes.ofJob[id] >= 0 else { return false }
    return classes.names[Int(classes.ofJob[id])] == name
  }

  private typealias Outcome = (value: Double?, isKept: Bool?)

  private static func outcome(
    of promise: Promise,
    _ members: [Int],
    _ jobs: MeasuredJobs,
    _ results: JobResults
  ) -> Outcome {
    let ranked = members.map { place -> (wait: SimDuration?, weight: Int128) in
      let id = jobs.ids[place]
      let weight = promise.of == .jobs ? 1 : Int128(jobs.work[place])
      return (results.starts[id].map { $0 - results.eligible(id) }, weight)
    }
    .sorted { a, b in
      guard let x = a.wait, let y = b.wait else { return a.wait != nil && b.wait == nil }
      return x < y
    }
    let all = ranked.reduce(0) { $0 + $1.weight }
    guard all > 0 else { return (nil, nil) }
    var sum: Int128 = 0
    for (wait, weight) in ranked {
      sum += weight
      guard sum * 100 >= all * 95 else { continue }
      return (wait?.seconds, wait.map { $0 <= promise.waitP95 } ?? false)
    }
    return (nil, false)
  }

  private static func value(_ promise: Promise, _ outcome: Outcome) -> FigureValue {
    .members([
      "wait_p95": .number(promise.waitP95.seconds), "of": .text(promise.of.rawValue),
      "class": promise.jobClass.map { .text($0) } ?? .none,
      "larger_than": promise.largerThan.map { .count($0) } ?? .none,
      "value": FigureValue(outcome.value), "kept": outcome.isKept.map { .truth($0) } ?? .none,
    ])
  }

  private static func word(_ kept: [Bool?]) -> String {
    if kept.isEmpty { return "none" }
    let known = kept.compactMap { $0 }
    if known.isEmpty { return "no jobs" }
    if kept.count == 1 { return known[0] ? "kept" : "broken" }
    return "\(known.count { $0 }) of \(known.count) kept"
  }
}
