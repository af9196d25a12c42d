/// A place that is being taken over from those who use it, as far as they do.
struct Handover {
  private var slots: [NodeSlot]
  /// Devices of a pool that is a mere count.
  private var gpus: Int32

  /// A place of a gang of `gpus` devices, of which nothing is taken over yet.
  init(of place: [NodeSlot], gpus: Int32) {
    slots = place
    self.gpus = place.isEmpty ? gpus : 0
  }

  /// Places and devices of a pool.
  struct Part {
    var slots: [NodeSlot] = []
    var gpus: Int32 = 0
  }

  /// Takes over what it can of a holder's devices; gives that and what the holder keeps.
  mutating func take(from held: [NodeSlot], gpus total: Int32) -> (taken: Part, rest: Part) {
    guard !held.isEmpty else {
      let taken = min(gpus, total)
      gpus -= taken
      return (Part(gpus: taken), Part(gpus: total - taken))
    }
    var (rest, taken): ([NodeSlot], [NodeSlot]) = ([], [])
    for slot in held {
      var chunk = slot.chunk
      if let index = slots.firstIndex(where: { $0.node == slot.node }) {
        chunk = slot.chunk.less(slots[index].chunk)
        slots[index].chunk = slots[index].chunk.less(slot.chunk)
      }
      if !chunk.isNothing { rest.append(NodeSlot(node: slot.node, chunk: chunk)) }
      let over = slot.chunk.less(chunk)
      if !over.isNothing { taken.append(NodeSlot(node: slot.node, chunk: over)) }
    }
    func part(_ slots: [NodeSlot]) -> Part {
      Part(slots: slots, gpus: slots.reduce(0) { $0 + $1.chunk.gpus })
    }
    return (part(taken), part(rest))
  }
}
