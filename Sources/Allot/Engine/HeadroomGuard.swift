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
}
