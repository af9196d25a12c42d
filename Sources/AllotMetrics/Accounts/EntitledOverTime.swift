import Allot

/// What tenants are entitled to as time goes on, in devices of each model.
///
/// It is a function of the world alone: entitlements change when terms do, or how much of the
/// machine is commissioned, and never by demand.
struct EntitledOverTime: Sendable {
  /// From when on what holds, in order; the first for ever before.
  private(set) var steps: [(from: SimTime, entitlements: Entitlements)]

  init(_ world: World) {
    steps = [(.zero, world.entitlements)]
    // Windows open and close by the hundred, mostly between the same terms.
    var known = [(cluster: world.cluster, tenants: world.tenants, world.entitlements)]
    for change in world.changes {
      let same = known.first { $0.cluster == change.cluster && $0.tenants == change.tenants }
      let entitlements =
        same?.2 ?? Entitlements(cluster: change.cluster, tenants: change.tenants)
      if same == nil { known.append((change.cluster, change.tenants, entitlements)) }
      steps.append((change.time, entitlements))
    }
  }

  /// Device-milliseconds of a model from one instant to another.
  func amount(
    of tenant: ID<Tenant>,
    model: ID<DeviceModel>,
    from start: SimTime,
    to end: SimTime
  ) -> Double {
    steps.indices.reduce(0) { sum, place in
      let from = place == 0 ? start : max(start, steps[place].from)
      let to = place + 1 < steps.count ? min(end, steps[place + 1].from) : end
      guard from < to else { return sum }
      let gpus = steps[place].entitlements.gpus(of: tenant, model: model)
      return sum + Double(gpus) * Double((to - from).milliseconds)
    }
  }

  /// Device-milliseconds of all models.
  func amount(of tenant: ID<Tenant>, from start: SimTime, to end: SimTime, _ world: World) -> Double
  {
    world.cluster.models.ids.reduce(0) {
      $0 + amount(of: tenant, model: $1, from: start, to: end)
    }
  }

  /// True for a tenant that is entitled to something at some time of a window.
  func isEver(_ tenant: ID<Tenant>, in window: MeasurementWindow) -> Bool {
    steps.indices.contains { place in
      let ends = place + 1 < steps.count ? steps[place + 1].from : .distantFuture
      return (place == 0 || steps[place].from <= window.to) && ends > window.from
        && steps[place].entitlements.gpus(of: tenant) > 0
    }
  }
}
