/// Deals what waiting jobs ask for to models that they accept, as a maximal fill of what is due.
///
/// Jobs that accept one model come first, then those with more, equals by the order of the models;
/// each takes of its models in their order what is still due there. Where that leaves a job's
/// devices without a place although another one could move, it moves: so no device is owed in vain,
/// and the fill is as large as can be. A gang may be split over models in this account alone.
package struct DemandDeal {
  /// Devices asked for by jobs that accept the same models, one bit each.
  package struct Demand: Equatable {
    package var models: UInt64
    package var gpus: Int64

    package init(models: UInt64, gpus: Int64) {
      self.models = models
      self.gpus = gpus
    }
  }

  /// What each model is asked for within what is due.
  package private(set) var filled: [Int64]
  /// The same with what goes beyond, dealt to the first model of each job.
  package private(set) var wanted: [Int64]
  private var gaps: [Int64]
  private var flows: [[Int64]] = []
  private var demands: [Demand]

  /// Deals demands to models of which so much is due to a tenant.
  package init(_ demands: [Demand], due: [Int64]) {
    gaps = due
    filled = due.map { _ in 0 }
    self.demands = demands.filter { $0.gpus > 0 && $0.models != 0 }.sorted { a, b in
      let (x, y) = (a.models.nonzeroBitCount, b.models.nonzeroBitCount)
      return x != y ? x < y : Self.precedes(a.models, b.models)
    }
    wanted = filled
    for index in self.demands.indices {
      flows.append(due.map { _ in 0 })
      deal(index)
    }
  }

  /// The order of equally large sets: whose first model that the other lacks comes earlier.
  private static func precedes(_ a: UInt64, _ b: UInt64) -> Bool {
    let differing = a ^ b
    return differing != 0 && a & (differing & ~(differing - 1)) != 0
  }

  private mutating func deal(_ index: Int) {
    var left = demands[index].gpus
    for model in gaps.indices where accepts(index, model) {
      let taken = min(gaps[model], left)
      put(taken, of: index, in: model)
      left -= taken
    }
    while left > 0, let moved = makeRoom(for: index, most: left) { left -= moved }
    let first = demands[index].models.trailingZeroBitCount
    for model in gaps.indices { wanted[model] += flows[index][model] }
    wanted[first] += left
  }

  private func accepts(_ demand: Int, _ model: Int) -> Bool {
    demands[demand].models >> UInt64(model) & 1 == 1
  }

  private mutating func put(_ gpus: Int64, of demand: Int, in model: Int) {
    gaps[model] -= gpus
    filled[model] += gpus
    flows[demand][model] += gpus
  }

  /// Moves earlier demands to other models, so that some devices of a later one find a place; gives
  /// how many, nil where none do.
  private mutating func makeRoom(for demand: Int, most: Int64) -> Int64? {
    // A breadth-first search from the demand's models over moves of earlier demands to a gap.
    var from: [(demand: Int, model: Int)?] = gaps.map { _ in nil }
    var isSeen = gaps.indices.map { accepts(demand, $0) }
    var frontier = gaps.indices.filter { isSeen[$0] }
    while let model = frontier.first {
      frontier.removeFirst()
      if gaps[model] > 0 { return move(demand, to: model, from: from, most: most) }
      for other in flows.indices where flows[other][model] > 0 {
        for next in gaps.indices where accepts(other, next) && !isSeen[next] {
          isSeen[next] = true
          from[next] = (other, model)
          frontier.append(next)
        }
      }
    }
    return nil
  }

  private mutating func move(
    _ demand: Int,
    to gap: Int,
    from: [(demand: Int, model: Int)?],
    most: Int64
  ) -> Int64 {
    var gpus = min(most, gaps[gap])
    var at = gap
    while let step = from[at] {
      gpus = min(gpus, flows[step.demand][step.model])
      at = step.model
    }
    at = gap
    while let step = from[at] {
      put(gpus, of: step.demand, in: at)
      put(-gpus, of: step.demand, in: step.model)
      wanted[at] += gpus
      wanted[step.model] -= gpus
      at = step.model
    }
    put(gpus, of: demand, in: at)
    return gpus
  }
}
