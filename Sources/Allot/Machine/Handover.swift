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

  /// Takes over what it can of a holder's devices and gives back what the holder keeps.
  mutating func take(
    from held: [NodeSlot],
    gpus total: Int32
  ) -> (slots: [NodeSlot], gpus: Int32) {
    guard !held.isEmpty else {
      let taken = min(gpus, total)
      gpus -= taken
      return ([], total - taken)
    }
    var rest: [NodeSlot] = []
    for slot in held {
      var chunk = slot.chunk
      if let index = slots.firstIndex(where: { $0.node == slot.node }) {
        chunk = slot.chunk.less(slots[index].chunk)
        slots[index].chunk = slots[index].chunk.less(slot.chunk)
      }
      if !chunk.isNothing { rest.append(NodeSlot(node: slot.node, chunk: chunk)) }
    }
    return (rest, rest.reduce(0) { $0 + $1.chunk.gpus })
  }
}
