/// The tenants at whose limits heads wait in this cycle, or below which nothing may pass.
///
/// A reservation is of one resource of a tenant, given as a position in the books.
struct TenantReservations {
  private var isReserved: [Bool]
  private var made: [(slot: Int, job: ID<Job>?)] = []

  /// None, among so many positions of the books.
  init(slots: Int) { isReserved = Array(repeating: false, count: slots) }

  /// True for a position with a reservation.
  @inline(__always)
  subscript(slot: Int) -> Bool { isReserved[slot] }

  /// True where some of several positions has a reservation.
  func isAny(in slots: Range<Int>) -> Bool { isReserved[slots].contains(true) }

  /// True for a head that has made a reservation.
  func isMade(by job: ID<Job>) -> Bool { made.contains { $0.job == job } }

  /// Reserves for a head, or, without one, lets nothing pass; the first of a position counts.
  mutating func make(_ slot: Int, for job: ID<Job>?) {
    guard !isReserved[slot] else { return }
    isReserved[slot] = true
    made.append((slot, job))
  }

  /// Forgets all reservations.
  mutating func removeAll() {
    for reservation in made { isReserved[reservation.slot] = false }
    made.removeAll(keepingCapacity: true)
  }
}
