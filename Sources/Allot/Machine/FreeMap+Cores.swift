/// What nodes can give where jobs ask for devices and cores in any proportion.
extension FreeMap {
  /// The most free cores on nodes with at least so many free devices, by their number.
  ///
  /// Among nodes with at least `least` devices; empty where cores are not modelled.
  package func mostCores(from least: Int) -> [Int32] {
    guard kind.cores > 0 else { return [] }
    var most = Array(repeating: Int32(-1), count: kind.gpus + 1)
    for level in min(least, kind.gpus)...kind.gpus {
      forEachNode(at: level) { node in
        most[level] = max(most[level], cells[frame.firstCores + node])
        return most[level] < kind.cores
      }
    }
    return Self.fromEachOn(most)
  }

  /// The same for what may be taken now and kept for ever beside a shape that is to be placeable in
  /// `future`; upper bounds.
  ///
  /// Where no node can be spared, one that the shape needs can give only what the shape leaves.
  package func mostCores(beside shape: GangShape, in future: FreeMap) -> [Int32] {
    guard kind.cores > 0 else { return [] }
    let chunk = future.hosts(shape.chunk, times: shape.count + 1) ? nil : shape.chunk
    let rest = shape.rest.flatMap { future.hosts($0, times: shape.count + 2) ? nil : $0 }
    if chunk == nil && rest == nil { return mostCores(from: 0) }
    var most = Array(repeating: Int32(-1), count: kind.gpus + 1)
    for node in 0..<nodes {
      var (gpus, cores) = (cells[frame.firstGPUs + node], cells[frame.firstCores + node])
      if let chunk { future.leave(chunk, on: node, &gpus, &cores) }
      if let rest { future.leave(rest, on: node, &gpus, &cores) }
      most[Int(gpus)] = max(most[Int(gpus)], cores)
    }
    return Self.fromEachOn(most)
  }

  /// With which numbers of cores, one bit each, one chunk could start now where best fit puts it
  /// and stay for ever beside a shape that is to be placeable in `future`.
  ///
  /// For each number of devices from `least` on; upper bounds. Memory is not looked at.
  package func coresThatMayStay(
    beside shape: GangShape,
    in future: FreeMap,
    from least: Int
  ) -> [UInt64] {
    let words = kind.cores / 64 + 1
    var staying = Array(repeating: UInt64(0), count: (kind.gpus + 1) * words)
    let chunk = future.hosts(shape.chunk, times: shape.count + 1) ? nil : shape.chunk
    let rest = shape.rest.flatMap { future.hosts($0, times: shape.count + 2) ? nil : $0 }
    // Of a level only nodes with more cores than all before them are ever chosen.
    var records: [(level: Int, cores: Int32, spareGPUs: Int32, spareCores: Int32)] = []
    let levels = min(least, kind.gpus)...kind.gpus
    for level in levels {
      var reached: Int32 = -1
      forEachNode(at: level) { node in
        let free = cells[frame.firstCores + node]
        guard free > reached else { return true }
        reached = free
        var (gpus, cores) = (Int32(level), free)
        if let chunk { future.leave(chunk, on: node, &gpus, &cores) }
        if let rest { future.leave(rest, on: node, &gpus, &cores) }
        records.append((level, free, gpus, cores))
        return reached < kind.cores
      }
    }
    for gpus in levels {
      var reached: Int32 = -1
      for record in records where record.level >= gpus && record.cores > reached {
        if gpus <= record.spareGPUs {
          for cores in stride(from: reached + 1, through: record.spareCores, by: 1) {
            staying[gpus * words + Int(cores) >> 6] |= 1 << UInt64(cores & 63)
          }
        }
        reached = record.cores
      }
    }
    return staying
  }

  /// The most whole nodes with so many cores, by the cores, that may be taken now and kept for
  /// ever beside a shape that is to be placeable in `future`.
  ///
  /// Those that it can spare and those that it could not use; upper bounds.
  package func wholeNodes(beside shape: GangShape, in future: FreeMap) -> [Int32] {
    var most = Array(repeating: Int32(0), count: kind.cores + 1)
    forEachNode(at: kind.gpus) { node in
      // What is free now is free in the future.
      if !future.fits(shape.chunk, node) { most[Int(cells[frame.firstCores + node])] += 1 }
      return true
    }
    var sum = future.spares(shape.chunk, beside: shape.count)
    for cores in most.indices.reversed() {
      sum += most[cores]
      most[cores] = sum
    }
    return most
  }

  /// Lowers what may be taken of a node that could host a chunk to what the chunk leaves.
  private func leave(
    _ chunk: GangShape.Chunk,
    on node: Int,
    _ gpus: inout Int32,
    _ cores: inout Int32
  ) {
    guard cells[frame.firstGPUs + node] >= chunk.gpus, fits(chunk, node) else { return }
    gpus = min(gpus, cells[frame.firstGPUs + node] - chunk.gpus)
    cores = min(cores, cells[frame.firstCores + node] - chunk.cores)
  }

  private static func fromEachOn(_ most: [Int32]) -> [Int32] {
    var most = most
    for gpus in most.indices.dropLast().reversed() { most[gpus] = max(most[gpus], most[gpus + 1]) }
    return most
  }

  /// How many nodes more than needed could host a chunk.
  private func spares(_ chunk: GangShape.Chunk, beside needed: Int32) -> Int32 {
    var found: Int32 = 0
    for level in Int(chunk.gpus)...kind.gpus {
      forEachNode(at: level) { node in
        if fits(chunk, node) { found += 1 }
        return true
      }
    }
    return max(found - needed, 0)
  }
}
