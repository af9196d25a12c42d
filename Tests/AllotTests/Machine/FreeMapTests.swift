import Allot
import Testing

/// The free map against a plain list of nodes.
@Suite struct FreeMapTests {
  struct Node {
    var gpus: Int
    var cores: Int
  }

  @Test(arguments: 0..<64)
  func equalsAListOfNodes(seed: Int) throws {
    var random = RandomStream("free map", seed: UInt64(seed))
    let kind = NodeKind(
      name: "n",
      gpus: random.within(2...8),
      model: ID(0),
      cores: random.chance(1, in: 2) ? 16 : 0
    )
    let count = random.within(1...70)
    var map = FreeMap(nodes: count, firstNode: 5, kind: NodeCapacity(kind))
    var nodes = Array(repeating: Node(gpus: kind.gpus, cores: kind.cores), count: count)
    var held: [(slots: [NodeSlot], gpus: Int)] = []
    for _ in 0..<300 {
      if random.chance(3, in: 5) || held.isEmpty {
        let job = job(&random, kind)
        guard let shape = GangShape(of: job, on: NodeCapacity(kind)) else { continue }
        var slots: [NodeSlot] = []
        let isPlaced = map.place(shape, into: &slots)
        #expect(isPlaced == map.hosts(shape))
        let expected = place(shape, on: nodes, hasCores: kind.cores > 0)
        #expect(slots.map { Int($0.node) - 5 } == (expected ?? []))
        #expect(isPlaced == (expected != nil))
        guard isPlaced else { continue }
        map.occupy(slots, gpus: Int(job.gpus))
        change(&nodes, slots, by: -1)
        held.append((slots, Int(job.gpus)))
      } else {
        let (slots, gpus) = held.remove(at: random.below(held.count))
        map.release(slots, gpus: gpus)
        change(&nodes, slots, by: 1)
      }
      #expect(map.freeGPUs == nodes.reduce(0) { $0 + $1.gpus })
      let whole = nodes.count { $0.gpus == kind.gpus } * kind.gpus
      let part = nodes.filter { $0.gpus < kind.gpus }.map(\.gpus).max() ?? 0
      #expect(map.largestPackedGang == whole + part)
      let most = map.mostCores(from: 0)
      #expect(most.count == (kind.cores > 0 ? kind.gpus + 1 : 0))
      for gpus in most.indices {
        #expect(Int(most[gpus]) == nodes.filter { $0.gpus >= gpus }.map(\.cores).max() ?? -1)
      }
    }
  }

  /// Whatever one node can take beside a shape that a later state must place is within the bounds.
  @Test(arguments: 0..<64)
  func boundsOnCoresRefuseNothingWrongly(seed: Int) throws {
    var random = RandomStream("core bounds", seed: UInt64(seed))
    let kind = NodeKind(name: "n", gpus: random.within(2...8), model: ID(0), cores: 16)
    let capacity = NodeCapacity(kind)
    let count = random.within(1...6)
    var now = FreeMap(nodes: count, firstNode: 5, kind: capacity)
    var nodes = Array(repeating: Node(gpus: kind.gpus, cores: kind.cores), count: count)
    var held: [(slots: [NodeSlot], gpus: Int)] = []
    for _ in 0..<12 {
      let job = job(&random, kind)
      var slots: [NodeSlot] = []
      guard let shape = GangShape(of: job, on: capacity), now.place(shape, into: &slots) else {
        continue
      }
      now.occupy(slots, gpus: Int(job.gpus))
      change(&nodes, slots, by: -1)
      held.append((slots, Int(job.gpus)))
    }
    var future = now
    for (slots, gpus) in held where random.chance(1, in: 2) { future.release(slots, gpus: gpus) }
    guard let head = GangShape(of: job(&random, kind), on: capacity), future.hosts(head) else {
      return
    }
    let bounds = now.mostCores(beside: head, in: future)
    for gpus in 0...kind.gpus {
      for cores in 0...16 where Int(bounds[gpus]) < cores {
        let chunk = GangShape.Chunk(gpus: Int32(gpus), cores: Int32(cores), memory: 0)
        for node in nodes.indices where nodes[node].gpus >= gpus && nodes[node].cores >= cores {
          var rest = future
          rest.occupy([NodeSlot(node: Int32(node + 5), chunk: chunk)], gpus: gpus)
          #expect(!rest.hosts(head))
        }
      }
    }
    var places = CorePlaces()
    places.most = now.mostCores(from: 0)
    places.staying = now.coresThatMayStay(beside: head, in: future, from: 0)
    for gpus in 0...kind.gpus {
      for cores in 0...16 {
        let chunk = GangShape.Chunk(gpus: Int32(gpus), cores: Int32(cores), memory: 0)
        let slots = place(chunk, on: nodes).map { [NodeSlot(node: Int32($0 + 5), chunk: chunk)] }
        var rest = future
        if let slots { rest.occupy(slots, gpus: gpus) }
        let (size, need) = (Int32(gpus), Int32(cores))
        #expect(places.allows(gpus: size, cores: need, ends: true) == (slots != nil))
        let stays = slots != nil && rest.hosts(head)
        let mayStay = places.allows(gpus: size, cores: need, ends: false)
        // A rest of the head on a node of its own makes it a bound.
        #expect(head.rest == nil ? mayStay == stays : mayStay || !stays)
      }
    }
  }

  /// Gangs of whole nodes that best fit places and that leave the head placeable are within bounds.
  @Test(arguments: 0..<64)
  func boundsOnWholeNodesRefuseNothingWrongly(seed: Int) throws {
    var random = RandomStream("whole nodes", seed: UInt64(seed))
    let kind = NodeKind(name: "n", gpus: random.within(1...4), model: ID(0), cores: 8)
    let capacity = NodeCapacity(kind)
    var now = FreeMap(nodes: 8, firstNode: 5, kind: capacity)
    var future = now
    for node in 0..<8 {
      let gpus = Int32(random.chance(1, in: 3) ? random.within(0...kind.gpus) : 0)
      let cores = Int32(random.within(0...8))
      let chunk = GangShape.Chunk(gpus: gpus, cores: cores, memory: 0)
      let slots = [NodeSlot(node: Int32(node + 5), chunk: chunk)]
      now.occupy(slots, gpus: Int(gpus))
      if random.chance(1, in: 2) { future.occupy(slots, gpus: Int(gpus)) }
    }
    guard let head = GangShape(of: job(&random, kind), on: capacity), future.hosts(head) else {
      return
    }
    let most = now.wholeNodes(beside: head, in: future)
    for count in 1...8 {
      for cores in 0...8 {
        let gpus = count * kind.gpus
        let gang = Job(
          submit: .zero,
          run: SimDuration(seconds: 1),
          limit: SimDuration(seconds: 1),
          gpus: gpus,
          cores: count * cores,
          tenant: ID(0)
        )
        var slots: [NodeSlot] = []
        guard let shape = GangShape(of: gang, on: capacity), now.place(shape, into: &slots) else {
          continue
        }
        var rest = future
        rest.occupy(slots, gpus: gpus)
        if rest.hosts(head) { #expect(count <= most[cores]) }
      }
    }
  }

  private func place(_ chunk: GangShape.Chunk, on nodes: [Node]) -> Int? {
    nodes.indices.filter { nodes[$0].gpus >= chunk.gpus && nodes[$0].cores >= chunk.cores }
      .min { (nodes[$0].gpus, $0) < (nodes[$1].gpus, $1) }
  }

  private func job(_ random: inout RandomStream, _ kind: NodeKind) -> Job {
    let gpus = random.within(1...(kind.gpus * 3))
    return Job(
      submit: .zero,
      run: SimDuration(seconds: 1),
      limit: SimDuration(seconds: 1),
      gpus: gpus,
      gpusPerNode: random.chance(1, in: 3) ? random.within(1...kind.gpus) : 0,
      cores: random.chance(1, in: 2) ? gpus * random.within(0...3) : 0,
      tenant: ID(0)
    )
  }

  /// The fullest node that fits each chunk, ties by position, no node twice.
  private func place(_ shape: GangShape, on nodes: [Node], hasCores: Bool) -> [Int]? {
    var taken: [Int] = []
    var chunks = Array(repeating: shape.chunk, count: Int(shape.count))
    if let rest = shape.rest { chunks.append(rest) }
    for chunk in chunks {
      let best = nodes.indices.filter { node in
        !taken.contains(node) && nodes[node].gpus >= chunk.gpus
          && (!hasCores || nodes[node].cores >= chunk.cores)
      }.min { (nodes[$0].gpus, $0) < (nodes[$1].gpus, $1) }
      guard let best else { return nil }
      taken.append(best)
    }
    return taken
  }

  private func change(_ nodes: inout [Node], _ slots: [NodeSlot], by sign: Int) {
    for slot in slots {
      nodes[Int(slot.node) - 5].gpus += sign * Int(slot.chunk.gpus)
      nodes[Int(slot.node) - 5].cores += sign * Int(slot.chunk.cores)
    }
  }

  @Test func overcommitmentTraps() async {
    await #expect(processExitsWith: .failure) {
      let kind = NodeCapacity(NodeKind(name: "n", gpus: 1, model: ID(0)))
      var map = FreeMap(nodes: 2, kind: kind)
      map.occupy([], gpus: 3)
    }
    await #expect(processExitsWith: .failure) {
      let kind = NodeCapacity(NodeKind(name: "n", gpus: 1, model: ID(0)))
      var map = FreeMap(nodes: 2, kind: kind)
      map.release([], gpus: 1)
    }
  }
}
