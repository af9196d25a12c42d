public import Allot

/// What nodes that are out cost: how much of the machine, and whose work.
public struct OutagesFigure: Figure {
  public static let name = "outages"
  public static let fields = [
    FigureField("interruptions", .count), FigureField("lost_to_outages", .hours),
    FigureField("effective_time", .part), FigureField("outages", .hours),
  ]
  public static let columns = [
    FigureColumn(.service, "interrupted", "interruptions", .count, isRare: true),
    FigureColumn(.service, "lost to\noutages", "lost_to_outages", .hours, isRare: true),
    FigureColumn(.service, "effective\ntime", "effective_time", .part, witness: "interruptions"),
    FigureColumn(.policies, "out", "outages.part", .part, isRare: true),
    FigureColumn(
      .policies,
      "utilization\nof the rest",
      "outages.utilization",
      .part,
      witness: "outages.part"
    ),
  ]
  public static let definition = """
    Only where nodes are out at some time, or removed under jobs. `interruptions`: how often a node
    failed under measured jobs, or was taken away. `lost_to_outages`: the work of these attempts
    behind their last checkpoints, whole. `effective_time` = 1 − lost work / device time of all
    attempts of measured jobs that ended, what preemptions lost included: a job that never lost
    anything has 1; null where none ran. Time until a job runs again is in none of these: waits and
    promises end with its first start. `outages`, of the whole machine where nodes fail or are
    drained: `gpu_hours` of nodes that were out in the window, less what still ran on them, each as
    long as it is commissioned; their `part` of devices × window; and `utilization` = device time
    held / (devices × window − those hours), beside that of the whole machine in `utilization`.
    """

  private let window: MeasurementWindow
  private let world: World
  /// When nodes are drained under jobs, by node.
  private var drains: [Place: [NodeOutage]] = [:]
  /// Since when jobs hold devices on nodes that are drained at some time.
  private var open: [ID<Job>: (start: SimTime, held: [(place: Place, gpus: Int32)])] = [:]
  /// Device-milliseconds that jobs held on drained nodes.
  private var heldWhileOut: Int128 = 0

  private struct Place: Hashable {
    var pool: ID<Pool>
    var node: Int32
  }

  public init(_ measured: MeasuredWorld) {
    window = measured.window
    world = measured.world
    for outage in world.outages where outage.running == .drain {
      drains[Place(pool: outage.pool, node: outage.node), default: []].append(outage)
    }
  }

  public mutating func receive(_ batch: JournalBatch) {
    guard !drains.isEmpty else { return }
    for entry in batch.entries {
      switch entry.kind {
      case .start: start(entry, in: batch)
      case .end, .evict, .interrupt:
        guard let attempt = open.removeValue(forKey: entry.job) else { continue }
        for (place, gpus) in attempt.held {
          heldWhileOut += Int128(gpus) * drained(place, from: attempt.start, to: entry.time)
        }
      case .submit, .reject, .dismiss: break
      }
    }
  }

  private mutating func start(_ entry: JournalEntry, in batch: JournalBatch) {
    var held: [(place: Place, gpus: Int32)] = []
    func look(at slots: Range<Int32>, of pool: ID<Pool>?) {
      guard let pool else { return }
      for slot in batch.slots[Int(slots.lowerBound)..<Int(slots.upperBound)] {
        let place = Place(pool: pool, node: slot.node)
        let isCores = world.cluster.unit == .core
        if drains[place] != nil {
          held.append((place, isCores ? slot.chunk.cores : slot.chunk.gpus))
        }
      }
    }
    let components = batch.components(of: entry)
    if components.isEmpty { look(at: entry.slots, of: entry.pool) }
    for component in components { look(at: component.slots, of: component.pool) }
    if !held.isEmpty { open[entry.job] = (entry.time, held) }
  }

  /// How long a node was drained between two instants, inside the window.
  private func drained(_ place: Place, from start: SimTime, to end: SimTime) -> Int128 {
    let there = world.machine.time(of: place.node, in: place.pool)
    let (start, end) = (max(start, there.lowerBound), min(end, there.upperBound))
    return (drains[place] ?? []).reduce(0) { sum, outage in
      sum + Int128(window.overlap(from: max(start, outage.from), to: min(end, outage.until)))
    }
  }

  public func fill(_ sheet: inout FigureSheet) {
    guard !world.closures.isEmpty else { return }
    let mayInterrupt = world.closures.contains { $0.running == .requeue }
    if mayInterrupt || !world.outages.isEmpty { fillGroups(&sheet) }
    if !world.outages.isEmpty { fillWhole(&sheet) }
  }

  private func fillWhole(_ sheet: inout FigureSheet) {
    let whole = world.machine.commissioned(\.gpus, from: window.from, to: window.to)
    let absences = world.machine.absences
    let out = deviceTime(world.outages + absences) - deviceTime(absences) - heldWhileOut
    let part = whole > 0 ? Double(out) / Double(whole) : nil
    let used = sheet.whole["utilization"]?.number
    let ofRest = part.flatMap { part in part < 1 ? used.map { $0 / (1 - part) } : nil }
    sheet.add(
      "outages",
      .members([
        "gpu_hours": .number(Double(out) / 3_600_000), "part": FigureValue(part),
        "utilization": FigureValue(ofRest),
      ])
    )
  }

  private func deviceTime(_ outages: [NodeOutage]) -> Int128 {
    NodeOutage.deviceTime(
      of: outages,
      on: world.machine.machine,
      from: window.from,
      until: window.to
    )
  }

  private func fillGroups(_ sheet: inout FigureSheet) {
    let (results, jobs) = (sheet.results, sheet.jobs)
    let none = Array(repeating: Int64(0), count: results.jobs.count)
    var (held, lost, lostToOutages) = (none, none, none)
    for run in results.runs {
      let job = Int(run.job.index)
      let gpus = Int64(results.jobs[job].gpus)
      let length = run.end - run.start
      held[job] += gpus * length.milliseconds
      lost[job] += gpus * (length - run.kept).milliseconds
      if run.outcome == .interrupted {
        lostToOutages[job] += gpus * (length - run.kept).milliseconds
      }
    }
    for job in results.jobs.indices where held[job] == 0 {
      guard let start = results.starts[job], let end = results.ends[job] else { continue }
      held[job] = Int64(results.jobs[job].gpus) * (end - start).milliseconds
    }
    func sums(_ numbers: [Int64]) -> GroupSums { GroupSums(of: jobs.ids.map { numbers[$0] }, jobs) }
    let counts = sums(results.interruptions.map(Int64.init))
    let (all, allLost, allToOutages) = (sums(held), sums(lost), sums(lostToOutages))
    sheet.addEverywhere("interruptions") { .count(counts.jobs($0, $1)) }
    sheet.addEverywhere("lost_to_outages") {
      .number(Double(allToOutages.sum($0, $1)) / 3_600_000)
    }
    sheet.addEverywhere("effective_time") { grouping, group in
      let held = all.sum(grouping, group)
      let part = 1 - Double(allLost.sum(grouping, group)) / Double(held)
      return FigureValue(held > 0 ? part : nil)
    }
  }
}
