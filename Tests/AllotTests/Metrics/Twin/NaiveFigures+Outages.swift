import Allot
import AllotMetrics

/// What nodes cost that fail, are drained or leave: by the records, and span by span.
extension NaiveFigures {
  private var mayInterrupt: Bool {
    !world.outages.isEmpty || world.closures.contains { $0.running == .requeue }
  }

  /// What jobs met with of it.
  func interruptions(of members: [Int]) -> [String: FigureValue] {
    guard mayInterrupt else { return [:] }
    func work(_ id: Int, _ time: Int64) -> Double { Double(Int64(world.jobs[id].gpus) * time) }
    var (count, held, lost, lostToOutages) = (0, 0.0, 0.0, 0.0)
    for id in members {
      for attempt in stories[id].attempts where attempt.end < .max {
        let length = attempt.end - attempt.start
        held += work(id, length)
        lost += work(id, attempt.kept.map { length - $0 } ?? 0)
        guard attempt.isInterrupted else { continue }
        count += 1
        lostToOutages += work(id, length - (attempt.kept ?? 0))
      }
    }
    return [
      "interruptions": .count(count), "lost_to_outages": .number(lostToOutages / 3_600_000),
      "effective_time": FigureValue(held > 0 ? 1 - lost / held : nil),
    ]
  }

  /// What is out of the machine, less what still runs there.
  func outages(utilization: FigureValue?) -> [String: FigureValue] {
    guard !world.outages.isEmpty else { return [:] }
    var times: Set<Int64> = [from, to]
    for outage in world.closures {
      times.formUnion([outage.from.milliseconds, outage.until.milliseconds])
    }
    for attempt in stories.flatMap(\.attempts) { times.formUnion([attempt.start, attempt.end]) }
    let inside = times.filter { from <= $0 && $0 <= to }.sorted()
    var out = 0.0
    for (start, end) in zip(inside, inside.dropFirst()) {
      for pool in world.machine.machine.pools.ids {
        let (nodes, kind) = (
          world.machine.machine.pools[pool].nodes, world.cluster.pools[pool].kind
        )
        for node in 0..<Int32(nodes) where isOut(node, of: pool, at: start) {
          out +=
            Double(Int64(kind.gpus) - held(on: node, of: pool, at: start)) * Double(end - start)
        }
      }
    }
    let whole = capacity(\.gpus)
    let part = whole > 0 ? out / whole : nil
    let ofRest = part.flatMap { part in part < 1 ? utilization?.number.map { $0 / (1 - part) } : nil
    }
    return [
      "outages": .members([
        "gpu_hours": .number(out / 3_600_000), "part": FigureValue(part),
        "utilization": FigureValue(ofRest),
      ])
    ]
  }

  private func isOut(_ node: Int32, of pool: ID<Pool>, at time: Int64) -> Bool {
    func isAmong(_ outages: [NodeOutage]) -> Bool {
      outages.contains {
        $0.pool == pool && $0.node == node && $0.from.milliseconds <= time
          && time < $0.until.milliseconds
      }
    }
    return isAmong(world.outages) && !isAmong(world.machine.absences)
  }

  private func held(on node: Int32, of pool: ID<Pool>, at time: Int64) -> Int64 {
    stories.flatMap(\.attempts).filter { $0.start <= time && time < $0.end }.flatMap(\.places)
      .filter { $0.pool == pool }.flatMap(\.slots).filter { $0.node == node }
      .reduce(0) { sum, slot in
        sum + Int64(world.cluster.unit == .core ? slot.chunk.cores : slot.chunk.gpus)
      }
  }
}
