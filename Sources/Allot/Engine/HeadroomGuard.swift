/// The headroom that a tenant has left beside a head from the head's start on.
struct HeadroomGuard {
  /// Whose headroom.
  var tenant: ID<Tenant>
  /// Headroom in this model.
  var model: ID<DeviceModel>
  /// When the head is expected to start.
  var time: SimTime
  /// Devices that jobs which outlive that instant may still take.
  var extra: Int64

  /// True for a job that takes of the headroom, because it runs on from the head's start.
  func concerns(
    _ job: Job,
    _ model: ID<DeviceModel>,
    _ end: SimTime,
    _ books: borrowing Books
  ) -> Bool {
    guard model == self.model, end > time else { return false }
    return books.isAncestor(Int(tenant.index), of: job.tenant)
  }
}
