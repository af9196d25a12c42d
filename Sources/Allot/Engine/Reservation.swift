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
  /// The head's devices.
  var gpus: Int32
  /// The head's shape, where it waits for a pool.
  var shape: GangShape?
  /// What is free in the pool at ``time``, later starts considered.
  var future: FreeMap?
  /// The headrooms that the head needs.
  var guards: [Guard] = []

  /// An upper bound on the devices of a job that fits beside the head from its instant on.
  ///
  /// Best fit for the head leaves the largest packed gang: it takes whole nodes only for whole
  /// chunks, and for the rest one only where no partly used node would do.
  func largestBeside(usesNodeShapes: Bool) -> Int32 {
    guard let future, let shape else { return 0 }
    var slots: [NodeSlot] = []
    if usesNodeShapes || future.isCount || !future.place(shape, into: &slots) {
      return Int32(clamping: future.freeGPUs - Int(gpus))
    }
    var beside = future
    beside.occupy(slots, gpus: Int(gpus))
    return Int32(clamping: beside.largestPackedGang)
  }
}

/// The reservation that a job had in a pool, for as long as nothing starts or ends there.
struct Shadow {
  var job: ID<Job>
  var version: Int
  var reservation: Reservation
}
