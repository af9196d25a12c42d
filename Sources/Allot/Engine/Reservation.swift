/// What a blocked head holds free for itself from an instant on.
///
/// A later job that outlives the instant must leave the head's shape placeable in the pool with it
/// staying, and every guarded tenant's headroom large enough.
struct Reservation {
  /// The headroom that a tenant has left beside the head at the reservation's instant.
  struct Guard {
    var tenant: ID<Tenant>
    var extra: Int64
  }

  /// The head; nil where nothing may pass, whoever it is that waits.
  var job: ID<Job>?
  /// When the head is expected to start.
  var time: SimTime
  /// The device model that the head waits for.
  var model: ID<DeviceModel>
  /// True when nothing may pass at all.
  var isClosed: Bool
  /// The pool's version for which it was planned.
  var version = 0
  /// The head's devices.
  var gpus: Int32
  /// The head's shape, where it waits for a pool.
  var shape: GangShape?
  /// What is free in the pool at ``time``, later starts considered.
  var future: FreeMap?
  /// The headrooms that the head needs.
  var guards: [Guard] = []
}
