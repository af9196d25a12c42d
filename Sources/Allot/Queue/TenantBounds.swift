/// What a tenant's limits and entitlement say of its jobs in one pool.
struct TenantBounds: Equatable {
  /// Jobs larger than this are skipped whatever else holds: their tenants' limits stop them.
  var cap: Int32 = .max
  /// Jobs of at most this size are visited because they might claim what others borrowed.
  var claim: Int32 = -1
  /// Jobs above this size are visited because their tenant's limit stops them: they reserve there.
  var openAbove: Int32 = .max
}
