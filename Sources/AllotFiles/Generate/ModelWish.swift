package import Allot

/// How often a job accepts only one device model.
///
/// Most jobs take what there is. A machine of one model gets no wishes.
package struct ModelWish: Sendable, Equatable {
  /// Jobs of a thousand that want the model of the first pool, the fastest by convention.
  package var first: Int
  /// Jobs of a thousand that want one of the other models, each as likely as it has GPUs.
  package var others: Int

  /// The position of the wanted model in the machine, or nil for any; takes two numbers.
  package func draw(at machine: MachineShape, from stream: inout RandomStream) -> Int? {
    let ticket = stream.below(1_000)
    let second = stream.below(1 << 32)
    guard machine.models.count > 1 else { return nil }
    if ticket < first { return 0 }
    guard ticket < first + others else { return nil }
    let rest = machine.models[1...]
    let gpus = rest.reduce(0) { $0 + $1.gpus }
    var place = second % gpus
    for position in rest.indices {
      if place < machine.models[position].gpus { return position }
      place -= machine.models[position].gpus
    }
    return nil
  }
}
