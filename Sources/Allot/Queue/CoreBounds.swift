/// The most cores that a job may need on each of its nodes in a pool, by class of its size; an
/// upper bound.
///
/// Devices and cores are asked for in any proportion, so that neither says what the other leaves.
package struct CoreBounds {
  /// To start now.
  package var now = DemandFilter.Row(repeating: .max)
  /// To start now and stay beside the reservation.
  package var beside = DemandFilter.Row(repeating: .max)

  /// Any number.
  package init() {}

  /// The most cores with which some job of each class of sizes could stay beside the reservation;
  /// −1 where none could.
  static func beside(_ places: CorePlaces) -> DemandFilter.Row {
    var bounds = DemandFilter.Row(repeating: -1)
    let onNode = places.most.count - 1
    for gpus in places.most.indices {
      let own = SizeClasses.index(of: Int32(gpus))
      bounds[own] = max(bounds[own], places.mostStaying(gpus: gpus))
    }
    for own in 0..<DemandFilter.Row.scalarCount where onNode > 0 {
      let isLast = own == DemandFilter.Row.scalarCount - 1
      guard isLast || 2 << own > onNode + 1 else { continue }
      let nodes = Int32(max(1 << own, onNode + 1) / onNode)
      let most = places.wholeNodes.lastIndex { $0 >= nodes } ?? -1
      bounds[own] = max(bounds[own], Int32(most))
    }
    return bounds
  }
}
