/// Where the jobs lie that run when a replay begins.
///
/// Known nodes are taken first, by all who have them, in the order of the starts: a job lies on its
/// nodes if each has what is left for its share. Then, in the same order, the others are placed by
/// best fit in the first pool that has room. Whoever has no place waits.
struct WarmPlaces {
  /// One entry for each running job of the warm start; nil for who has no place.
  private(set) var places: [[Gang.Place]?]
  /// How many lie on the nodes that they are known to have.
  private(set) var onKnownNodes = 0

  private let pools: [MachinePool]
  private let frames: [PoolFrame]
  private var free: [FreeMap]

  /// Places the jobs of a warm start on a machine that is empty; `gangs` has for each the job of
  /// one component, or its several, with the pools that each may lie in.
  init(_ warm: WarmStart, gangs: [Gang], pools: [MachinePool], frames: [PoolFrame]) {
    self.pools = pools
    self.frames = frames
    free = pools.map(\.free)
    places = gangs.map { _ in nil }
    for index in gangs.indices {
      places[index] = known(gangs[index], warm.running[index].places)
      if places[index] != nil { onKnownNodes += 1 }
    }
    for index in gangs.indices where places[index] == nil {
      var search = GangSearch(gangs[index], frames: frames, free: free)
      guard let found = search.first() else { continue }
      for (part, place) in zip(gangs[index].parts, found) { take(part, place) }
      places[index] = found
    }
  }

  private mutating func take(_ part: Job, _ place: Gang.Place) {
    free[place.pool].occupy(place.slots, gpus: Int(part.gpus))
  }

  /// Takes the nodes that a job is known to have; nil where it can not have them all.
  private mutating func known(_ gang: Gang, _ known: [WarmStart.Place]) -> [Gang.Place]? {
    guard known.count == gang.parts.count else { return nil }
    var places: [Gang.Place] = []
    for (index, part) in gang.parts.enumerated() {
      guard let place = place(part, on: known[index], in: gang.pools[index]) else {
        for (part, place) in zip(gang.parts, places) {
          free[place.pool].release(place.slots, gpus: Int(part.gpus))
        }
        return nil
      }
      take(part, place)
      places.append(place)
    }
    return places
  }

  /// The place of one component on given nodes, in the first of some pools that has them.
  private func place(_ part: Job, on known: WarmStart.Place, in allowed: UInt64) -> Gang.Place? {
    for pool in pools.indices where allowed >> UInt64(pool) & 1 == 1 {
      guard pools[pool].pool == known.pool, let shape = frames[pool].shape(of: part),
        let slots = free[pool].slots(shape, on: known.nodes)
      else { continue }
      return Gang.Place(pool: pool, slots: slots)
    }
    return nil
  }
}

extension FreeMap {
  /// The slots of a shape on given nodes, its rest on the last.
  ///
  /// Nil where they are too many or too few, or one is not in the pool or has too little free. In a
  /// pool that is a mere count any nodes will do.
  func slots(_ shape: GangShape, on nodes: [Int32]) -> [NodeSlot]? {
    if kind.isCount { return hosts(shape) ? [] : nil }
    let sorted = nodes.sorted()
    guard nodes.count == shape.nodes, zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    let slots = nodes.enumerated().map { index, node in
      NodeSlot(node: node, chunk: index < shape.count ? shape.chunk : shape.rest ?? shape.chunk)
    }
    let fit = slots.allSatisfy { slot in
      let node = Int(slot.node - frame.firstNode)
      return (0..<frame.nodes).contains(node) && !isOut(node)
        && cells[frame.firstGPUs + node] >= slot.chunk.gpus
        && fits(slot.chunk, node)
    }
    return fit ? slots : nil
  }
}
