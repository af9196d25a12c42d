/// What waiting jobs want of each model, by the words of the definition.
///
/// That a job's device can find a place by moving others is not found by moving them: by the
/// theorem of Ford and Fulkerson it is so if no cut is smaller.
struct NaiveDeal {
  /// Devices asked for by jobs that accept the same models.
  struct Demand {
    var models: [Int]
    var gpus: Int64
  }

  /// What each model is asked for within what is due.
  private(set) var filled: [Int64]
  /// The same with what goes beyond, in the first model of each job.
  private(set) var wanted: [Int64]

  init(_ demands: [Demand], due: [Int64]) {
    let order = demands.filter { !$0.models.isEmpty }.sorted { a, b in
      a.models.count != b.models.count
        ? a.models.count < b.models.count : a.models.lexicographicallyPrecedes(b.models)
    }
    var filled = due.map { _ in Int64(0) }
    var beyond = filled
    var placed: [Demand] = []
    for demand in order {
      var left = demand.gpus
      for model in demand.models {
        let taken = min(due[model] - filled[model], left)
        filled[model] += taken
        left -= taken
      }
      placed.append(Demand(models: demand.models, gpus: demand.gpus - left))
      while left > 0 {
        var more = placed
        more[more.count - 1].gpus += 1
        let gap = due.indices.first { model in
          var fill = filled
          fill[model] += 1
          return fill[model] <= due[model] && Self.most(more, due: fill) == fill.reduce(0, +)
        }
        guard let gap else { break }
        filled[gap] += 1
        left -= 1
        placed = more
      }
      beyond[demand.models[0]] += left
    }
    self.filled = filled
    wanted = zip(filled, beyond).map { $0 + $1 }
  }

  /// The most that demands can take of what is due: the smallest cut.
  static func most(_ demands: [Demand], due: [Int64]) -> Int64 {
    let cuts = 0..<(1 << due.count)
    return cuts.map { cut in
      let models = due.indices.reduce(Int64(0)) { cut >> $1 & 1 == 1 ? $0 + due[$1] : $0 }
      return demands.reduce(models) { sum, demand in
        demand.models.allSatisfy { cut >> $0 & 1 == 1 } ? sum : sum + demand.gpus
      }
    }
    .min() ?? 0
  }

  /// The same by trying every place for every device.
  static func mostByTrying(_ demands: [Demand], due: [Int64]) -> Int64 {
    guard let demand = demands.first else { return 0 }
    guard demand.gpus > 0 else { return mostByTrying(Array(demands.dropFirst()), due: due) }
    var rest = demands
    rest[0].gpus -= 1
    var best = mostByTrying(rest, due: due)
    for model in demand.models where due[model] > 0 {
      var less = due
      less[model] -= 1
      best = max(best, 1 + mostByTrying(rest, due: less))
    }
    return best
  }
}
