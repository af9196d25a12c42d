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
}
