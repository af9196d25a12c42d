/// What is free on each node of a pool, indexed by free devices for best fit and a quick no.
///
/// Nodes with equally many free devices form a level, kept as a bitmap with a count. Best fit takes
/// the fullest node that fits, ties by position, so a placement is a sweep over levels. A pool of
/// one-device nodes is a mere count and keeps no nodes at all.
public struct FreeMap: Sendable, Equatable {
  /// Devices that are free in the whole pool, on nodes that are not out.
  public private(set) var freeGPUs: Int

  let frame: Frame
  /// The nodes of each level, then free devices of each node, then its cores and its memory where
  /// they are modelled: one short array, because maps are copied for every plan.
  private(set) var cells: [Int32] = []
  private var levels: [UInt64] = []
  /// The nodes that are out, one bit each; empty where none is.
  private var out: [UInt64] = []

  /// An empty pool of identical nodes, the first of which has the given position.
  public init(nodes: Int, firstNode: Int = 0, kind: NodeCapacity) {
    frame = Frame(kind: kind, nodes: nodes, firstNode: Int32(firstNode))
    freeGPUs = nodes * kind.gpus
    guard !kind.isCount else { return }
    cells = Array(repeating: 0, count: kind.gpus + 1)
    cells.append(contentsOf: repeatElement(Int32(kind.gpus), count: nodes))
    if kind.cores > 0 { cells.append(contentsOf: repeatElement(Int32(kind.cores), count: nodes)) }
    if kind.memory > 0 { cells.append(contentsOf: repeatElement(Int32(kind.memory), count: nodes)) }
    levels = Array(repeating: 0, count: (kind.gpus + 1) * words)
    for node in 0..<nodes {
      setLevel(node, kind.gpus)
    }
  }

  /// What never changes, and where things stand in ``cells``.
  struct Frame: Sendable, Equatable {
    let kind: NodeCapacity
    let nodes: Int
    let firstNode: Int32
    let isCount: Bool

    init(kind: NodeCapacity, nodes: Int, firstNode: Int32) {
      self.kind = kind
      self.nodes = nodes
      self.firstNode = firstNode
      isCount = kind.isCount
    }

    var words: Int { (nodes + 63) / 64 }
    var firstGPUs: Int { kind.gpus + 1 }
    var firstCores: Int { firstGPUs + nodes }
    var firstMemory: Int { firstCores + (kind.cores > 0 ? nodes : 0) }
  }

  var kind: NodeCapacity { frame.kind }
  var nodes: Int { frame.nodes }
  private var words: Int { frame.words }

  /// True for a pool that is a mere count of devices.
  public var isCount: Bool { frame.isCount }

  /// True when the shape could be placed now: an exact answer.
  ///
  /// - Complexity: `O(devices per node)`; `O(nodes)` where cores or memory bind.
  public func hosts(_ shape: GangShape) -> Bool {
    if isCount { return shape.count <= freeGPUs }
    guard hosts(shape.chunk, times: shape.count) else { return false }
    guard let rest = shape.rest else { return true }
    return hosts(rest, times: shape.count + 1)
  }

  /// The same with further shapes placed behind it, one after the other.
  func hosts(_ shape: GangShape, _ further: [GangShape]) -> Bool {
    if further.isEmpty { return hosts(shape) }
    var rest = self
    for shape in [shape] + further {
      var slots: [NodeSlot] = []
      guard rest.place(shape, into: &slots) else { return false }
      let gpus = isCount ? shape.count : slots.reduce(0) { $0 + $1.chunk.gpus }
      rest.occupy(slots, gpus: Int(gpus))
    }
    return true
  }

  func hosts(_ chunk: GangShape.Chunk, times count: Int32) -> Bool {
    var found: Int32 = 0
    let binds = (chunk.cores > 0 || chunk.memory > 0)
    for level in Int(chunk.gpus)...max(kind.gpus, Int(chunk.gpus)) where level <= kind.gpus {
      if !binds {
        found += cells[level]
      } else {
        forEachNode(at: level) { node in
          if fits(chunk, node) { found += 1 }
          return found < count
        }
      }
      if found >= count { return true }
    }
    return found >= count
  }

  /// Appends the slots that best fit gives the shape, without taking them; false if there are none.
  public func place(_ shape: GangShape, into slots: inout [NodeSlot]) -> Bool {
    guard hosts(shape) else { return false }
    if isCount { return true }
    let first = slots.count
    sweep(shape.chunk, times: Int(shape.count), first: first, into: &slots)
    if let rest = shape.rest {
      sweep(rest, times: 1, first: first, into: &slots)
    }
    return true
  }

  private func sweep(
    _ chunk: GangShape.Chunk,
    times: Int,
    first: Int,
    into slots: inout [NodeSlot]
  ) {
    let used = slots[first...].count
    var left = times
    for level in Int(chunk.gpus)...kind.gpus {
      forEachNode(at: level) { node in
        let position = Int32(node) + frame.firstNode
        let isUsed = used > 0 && slots[first..<(first + used)].contains { $0.node == position }
        if !isUsed && fits(chunk, node) {
          slots.append(NodeSlot(node: position, chunk: chunk))
          left -= 1
        }
        return left > 0
      }
      if left == 0 { return }
    }
    preconditionFailure("a hosted shape must have a place")
  }

  /// Takes what a gang of `total` devices holds.
  public mutating func occupy(_ slots: [NodeSlot], gpus total: Int) {
    change(slots, gpus: total, sign: -1)
    precondition(freeGPUs >= 0, "a pool can not give more devices than it has")
  }

  /// Gives back what a gang of `total` devices holds.
  public mutating func release(_ slots: [NodeSlot], gpus total: Int) {
    change(slots, gpus: total, sign: 1)
    precondition(freeGPUs <= nodes * kind.gpus, "a pool can not get back more than it gave")
  }

  private mutating func change(_ slots: [NodeSlot], gpus total: Int, sign: Int32) {
    if isCount || out.isEmpty { freeGPUs += total * Int(sign) }
    if isCount { return }
    if !out.isEmpty { return moveBesideOutages(slots, sign: sign) }
    Self.move(slots, sign, frame, &cells, &levels)
  }

  /// Moves nodes between levels; through spans, so that sharing is not checked for at each element.
  ///
  /// One precondition a node stands for the bounds of everything that it changes.
  private static func move(
    _ slots: [NodeSlot],
    _ sign: Int32,
    _ frame: Frame,
    _ cellArray: inout [Int32],
    _ levelArray: inout [UInt64]
  ) {
    let (words, nodes, most) = (frame.words, frame.nodes, frame.kind.gpus)
    let (firstGPUs, firstCores, firstMemory) = (
      frame.firstGPUs, frame.firstCores, frame.firstMemory
    )
    let (hasCores, hasMemory) = (frame.kind.cores > 0, frame.kind.memory > 0)
    var cells = cellArray.mutableSpan
    var levels = levelArray.mutableSpan
    precondition(cells.count >= firstGPUs + nodes && levels.count == firstGPUs * words)
    for slot in slots {
      let node = Int(slot.node &- frame.firstNode)
      precondition(node >= 0 && node < nodes, "a slot lies on a node of its pool")
      if slot.chunk.gpus != 0 {
        let before = Int(cells[unchecked: firstGPUs &+ node])
        let after = before &+ Int(sign &* slot.chunk.gpus)
        precondition(after >= 0 && after <= most, "a node has so many devices and no more")
        let word = node >> 6
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: node)
        levels[unchecked: before &* words &+ word] &= ~bit
        cells[unchecked: before] &-= 1
        cells[unchecked: firstGPUs &+ node] = Int32(truncatingIfNeeded: after)
        levels[unchecked: after &* words &+ word] |= bit
        cells[unchecked: after] &+= 1
      }
      if hasCores { cells[firstCores + node] += sign * slot.chunk.cores }
      if hasMemory { cells[firstMemory + node] += sign * slot.chunk.memory }
    }
  }

  // MARK: Nodes that are out

  // Nobody can be placed on them, whatever is free. Such a node keeps what is free on it and lies
  // in no level, so that every question about places leaves it out, and what its last jobs give
  // back is there when it comes back.

  /// True for a node, by its number in the pool, that is out.
  func isOut(_ node: Int) -> Bool {
    !out.isEmpty && out[node >> 6] >> UInt64(node & 63) & 1 == 1
  }

  /// Lets nobody be placed on a node any more; one that is out stays so.
  mutating func close(_ node: Int) {
    precondition(!isCount, "a mere count has no nodes that could be out")
    guard !isOut(node) else { return }
    if out.isEmpty { out = Array(repeating: 0, count: frame.words) }
    let level = Int(cells[frame.firstGPUs + node])
    clearLevel(node, level)
    freeGPUs -= level
    out[node >> 6] |= 1 << UInt64(node & 63)
  }

  /// Takes a node back; one that is there stays so.
  mutating func open(_ node: Int) {
    guard isOut(node) else { return }
    out[node >> 6] &= ~(1 << UInt64(node & 63))
    if out.allSatisfy({ $0 == 0 }) { out = [] }
    let level = Int(cells[frame.firstGPUs + node])
    setLevel(node, level)
    freeGPUs += level
  }

  /// Moves what is free on nodes some of which are out.
  private mutating func moveBesideOutages(_ slots: [NodeSlot], sign: Int32) {
    for slot in slots {
      let node = Int(slot.node - frame.firstNode)
      let before = cells[frame.firstGPUs + node]
      let after = before + sign * slot.chunk.gpus
      precondition(after >= 0 && after <= kind.gpus, "a node has so many devices and no more")
      cells[frame.firstGPUs + node] = after
      if kind.cores > 0 { cells[frame.firstCores + node] += sign * slot.chunk.cores }
      if kind.memory > 0 { cells[frame.firstMemory + node] += sign * slot.chunk.memory }
      guard !isOut(node) else { continue }
      clearLevel(node, Int(before))
      setLevel(node, Int(after))
      freeGPUs += Int(after - before)
    }
  }

  /// Becomes equal to another map of the same pool, in the memory that it has.
  mutating func copy(_ other: FreeMap) {
    freeGPUs = other.freeGPUs
    if isCount { return }
    cells.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: other.cells) }
    levels.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: other.levels) }
    if !out.isEmpty || !other.out.isEmpty { out = other.out }
  }

  /// The bits that a mask of nodes needs, all set.
  var allNodes: [UInt64] { Array(repeating: .max, count: words) }

  /// Strikes out of a mask the nodes with fewer free devices; gives the number of those that stay.
  func strike(_ mask: inout [UInt64], below gpus: Int32) -> Int {
    var count = 0
    for word in 0..<words {
      var nodes: UInt64 = 0
      for level in Int(gpus)...max(kind.gpus, Int(gpus)) where level <= kind.gpus {
        nodes |= levels[level * words + word]
      }
      mask[word] &= nodes
      count += mask[word].nonzeroBitCount
    }
    return count
  }

  /// Lowers what is free on each node to what another map of the same pool has free there; a node
  /// that is out in one of them is.
  mutating func lower(to other: FreeMap) {
    freeGPUs = min(freeGPUs, other.freeGPUs)
    if isCount { return }
    if !other.out.isEmpty {
      for node in 0..<nodes where other.isOut(node) { close(node) }
    }
    freeGPUs = 0
    for node in 0..<nodes {
      let own = cells[frame.firstGPUs + node]
      let least = min(own, other.cells[frame.firstGPUs + node])
      guard !isOut(node) else { continue }
      freeGPUs += Int(least)
      guard least < own else { continue }
      clearLevel(node, Int(own))
      cells[frame.firstGPUs + node] = least
      setLevel(node, Int(least))
    }
    for cell in frame.firstCores..<cells.count {
      cells[cell] = min(cells[cell], other.cells[cell])
    }
  }

  /// The most devices that a packed job without devices per node could get now: an upper bound.
  public var largestPackedGang: Int {
    if isCount { return freeGPUs }
    let whole = Int(cells[kind.gpus]) * kind.gpus
    var level = kind.gpus - 1
    while level > 0 && cells[level] == 0 { level -= 1 }
    return whole + max(level, 0)
  }

  /// For each rest of devices on a last node, the largest packed gang with that rest that could
  /// start now and leave a shape placeable in `future`; negative where none could.
  ///
  /// Exact where no job asks for devices per node, cores or memory: the rest lies on the node that
  /// best fit gives it, and every full node is empty now, so that it is in the future as well. Only
  /// for nodes of at most eight devices; `nil` for others.
  func largestGangs(beside shape: GangShape, in future: FreeMap) -> SIMD8<Int32>? {
    let full = kind.gpus
    guard full <= SIMD8<Int32>.scalarCount else { return nil }
    let rest = shape.rest?.gpus ?? .max
    let spare = future.nodes(from: shape.chunk.gpus) - shape.count
    let spareForRest = rest == .max ? .max : future.nodes(from: rest) - shape.count - 1
    var largest = SIMD8<Int32>(repeating: -1)
    for gpus in 0..<full {
      var whole = min(spare, spareForRest, cells[full])
      if gpus > 0 {
        guard let level = (gpus...full).first(where: { cells[$0] > 0 }) else { continue }
        let after = freeLater(at: level, in: future) - Int32(gpus)
        let takesChunk = after < shape.chunk.gpus && after + Int32(gpus) >= shape.chunk.gpus
        let takesRest = after < rest && after + Int32(gpus) >= rest
        whole = min(
          spare - (takesChunk ? 1 : 0),
          spareForRest - (takesRest ? 1 : 0),
          cells[full] - (level == full ? 1 : 0)
        )
      }
      if whole >= 0 { largest[gpus] = whole * Int32(full) + Int32(gpus) }
    }
    return largest
  }

  /// The nodes with at least so many free devices.
  private func nodes(from gpus: Int32) -> Int32 {
    var count: Int32 = 0
    for level in Int(gpus)...max(kind.gpus, Int(gpus)) where level <= kind.gpus {
      count += cells[level]
    }
    return count
  }

  /// What is free in the future on the first node of a level.
  private func freeLater(at level: Int, in future: FreeMap) -> Int32 {
    var first = 0
    forEachNode(at: level) { node in
      first = node
      return false
    }
    return future.cells[frame.firstGPUs + first]
  }

  func fits(_ chunk: GangShape.Chunk, _ node: Int) -> Bool {
    (chunk.cores == 0 || cells[frame.firstCores + node] >= chunk.cores)
      && (chunk.memory == 0 || cells[frame.firstMemory + node] >= chunk.memory)
  }

  private mutating func setLevel(_ node: Int, _ level: Int) {
    levels[level * words + node >> 6] |= 1 << UInt64(node & 63)
    cells[level] += 1
  }

  private mutating func clearLevel(_ node: Int, _ level: Int) {
    levels[level * words + node >> 6] &= ~(1 << UInt64(node & 63))
    cells[level] -= 1
  }

  func forEachNode(at level: Int, _ visit: (Int) -> Bool) {
    guard cells[level] > 0 else { return }
    for word in 0..<words {
      var bits = levels[level * words + word]
      while bits != 0 {
        guard visit(word * 64 + bits.trailingZeroBitCount) else { return }
        bits &= bits - 1
      }
    }
  }
}
