/// That a head waits for the limit of a tenant, or that nothing may pass below one.
struct TenantReservation {
  /// The head; nil where nothing may pass, whoever it is that waits.
  var job: ID<Job>?
  /// The tenant and the resource, as a position in the books.
  var slot: Int
}
