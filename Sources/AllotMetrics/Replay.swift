public import Allot

/// A finished replay: what its figures say, the files they write, and what became of every job.
public struct Replay: Sendable {
  /// What the figures say.
  public var summary: Summary
  /// The jobs.
  public var results: JobResults
  /// The tables that figures write into a result folder.
  public var files: [FigureFile]
  /// What the scheduler looked at.
  public var counters: VisitCounters

  /// Replays a world under a policy.
  ///
  /// - Parameters:
  ///   - measured: the machine, the tenants and the jobs, and what is measured of them.
  ///   - policy: the policy to replay under.
  ///   - passRule: when the scheduler looks at the queue within one instant.
  ///   - figures: what is to be said of the replay; what is not listed costs nothing.
  ///   - progress: called with the number of jobs that ended since the last call.
  /// - Throws: ``PolicyViolation`` if the policy makes an illegal decision.
  public init(
    _ measured: MeasuredWorld,
    policy: Policy,
    passRule: PassRule = .instant,
    figures: [any Figure.Type] = Figures.standard.filter { !$0.onlyWritesFiles },
    progress: (@Sendable (Int) -> Void)? = nil
  ) throws(PolicyViolation) {
    var simulation = Simulation(world: measured.world, policy: policy, passRule: passRule)
    let measured = measured.weighed
    var observers = Observers(
      results: JobResults(world: measured.world),
      figures: figures.map { $0.init(measured) },
      progress: progress
    )
    let result = try simulation.run(into: &observers)
    results = observers.results
    counters = result.counters
    files = observers.figures.flatMap { $0.files() }
    var sheet = FigureSheet(measured: measured, results: results)
    for figure in observers.figures { figure.fill(&sheet) }
    summary = Summary(sheet, policy: policy.name, digest: result.digest, figures: figures)
    summary.rounds = result.preemptionRounds.map { round in
      Summary.Round(
        jobs: round.jobs.map { measured.names?.name(of: $0) ?? String($0.index) },
        at: (round.time - .zero).seconds,
        looks: round.looks
      )
    }
  }
}

/// Everything that is told the journal of a replay.
private struct Observers: JournalConsumer {
  var results: JobResults
  var figures: [any Figure]
  let progress: (@Sendable (Int) -> Void)?

  mutating func receive(_ batch: JournalBatch) {
    results.receive(batch)
    for index in figures.indices { figures[index].receive(batch) }
    progress?(batch.entries.count { [.end, .reject, .dismiss].contains($0.kind) })
  }
}

extension Summary {
  /// The summary of a finished sheet.
  init(
    _ sheet: FigureSheet,
    policy: String,
    digest: Digest,
    figures: [any Figure.Type]
  ) {
    let (states, window) = (sheet.results.states, sheet.measured.window)
    var counts = Array(repeating: 0, count: JobResults.State.allCases.count)
    for state in states { counts[state.position] += 1 }
    var sizes: [String: Int] = [:]
    for state in JobResults.State.allCases { sizes[state.rawValue] = counts[state.position] }
    self.init(
      policy: policy,
      digest: digest.hexadecimal,
      jobs: sizes,
      window: ((window.from - .zero).seconds, (window.to - .zero).seconds),
      whole: Entry(name: "", values: sheet.whole),
      groupings: figures.isEmpty ? [] : sheet.groupings,
      units: Self.units(of: figures, sheet.measured)
    )
  }

  private static func units(
    of figures: [any Figure.Type],
    _ measured: MeasuredWorld
  ) -> [String: String] {
    let hours = measured.hourUnit
    var units = ["gpu_hours": hours, "jobs": "jobs", "window": "seconds"]
    for figure in figures {
      for field in figure.fields {
        units[field.key] =
          switch field.unit {
          case .seconds: "seconds"
          case .hours: hours
          case .coreHours: measured.hasCoresBeside ? "core-hours" : nil
          case .count: "count"
          case .part: "part of 1"
          case .ratio: "ratio"
          case .text: "text"
          }
      }
    }
    return units
  }
}

extension MeasuredWorld {
  /// What work is counted in: `GPU-hours`, `processor-hours` on mere processors, `core-hours` where
  /// nodes have no devices or no job asks for one.
  public var hourUnit: String { "\(world.deviceWord)-hours" }

  /// What one unit of work's weight is called.
  public var deviceWord: String { world.deviceWord }
}

extension World {
  /// What one unit of work's weight is called.
  public var deviceWord: String { (weighsCores ? Cluster.Unit.core : cluster.unit).rawValue }
}
