/// The headroom that a tenant has left beside a head from the head's start on.
struct HeadroomGuard {
  /// Whose headroom.
  var tenant: ID<Tenant>
  /// Headroom in this resource, by its place in the books.
  var column: Int
  /// When the head is expected to start.
  var time: SimTime
  /// What jobs which outlive that instant may still take.
  var extra: Int64

  /// True for a job that takes of the headroom, because it runs on from the head's start.
  func concerns(
    _ job: Job,
    _ model: ID<DeviceModel>,
    _ end: SimTime,
    _ books: borrowing Books
  ) -> Bool {
    let models = books.models
    guard column == Int(model.index) || column >= models, end > time else { return false }
    return books.isAncestor(Int(tenant.index), of: job.tenant)
  }
}
