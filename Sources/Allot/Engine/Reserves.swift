/// What tenants speak for of every device model: what they hold, or keep for themselves if that is
/// more.
///
/// A tenant speaks for what it holds or for its reserve, whichever is more; a parent for what its
/// children speak for together or for its own reserve. A job may start if every tenant above it,
/// the root with the whole cluster included, speaks for no more than it may hold, or for no more
/// than before. So nobody starts on what others keep, and who starts on its own reserve is stopped
/// by nobody.
struct Reserves {
  /// True where nobody keeps anything.
  let isEmpty: Bool
  private let models: Int
  private let parents: [Int]
  private let kept: [Int64]
  private let most: [Int64]
  /// What the children of a tenant speak for, or what a leaf holds.
  private var below: [Int64]

  /// Nobody holds anything.
  ///
  /// By tenant and model: what tenants keep, and their limits; the root's is the cluster.
  init(kept: [Int64], limits: [Int64], parents: [Int], world: World) {
    isEmpty = kept.allSatisfy { $0 == 0 }
    self.kept = kept
    self.parents = parents
    models = world.cluster.models.count
    let whole: [Int64] = world.cluster.models.ids.map {
      world.entitlements.gpus(of: Tenants.root, model: $0)
    }
    most = whole + limits.dropFirst(models)
    below = Array(repeating: 0, count: isEmpty ? 0 : kept.count)
    guard !isEmpty else { return }
    for slot in kept.indices.reversed() where slot >= models {
      below[parents[slot / models] * models + slot % models] += spoken(slot)
    }
  }

  private func spoken(_ slot: Int) -> Int64 { max(kept[slot], below[slot]) }

  /// True where a job of a leaf may take so many devices.
  func host(_ gpus: Int64, of leaf: ID<Tenant>, model: Int) -> Bool {
    guard !isEmpty else { return true }
    var more = gpus
    var tenant = Int(leaf.index)
    while tenant >= 0 {
      let slot = tenant * models + model
      let after = max(kept[slot], below[slot] + more)
      more = after - spoken(slot)
      if more == 0 { return true }
      if after > most[slot] { return false }
      tenant = parents[tenant]
    }
    return true
  }

  /// The most devices that a job of a tenant without reserves below it could take.
  func room(of tenant: Int, model: Int) -> Int64 {
    var (room, slack) = (Int64.max, Int64(0))
    var at = tenant
    while at >= 0 {
      let slot = at * models + model
      slack += spoken(slot) - below[slot]
      if most[slot] != .max { room = min(room, slack + max(0, most[slot] - spoken(slot))) }
      at = parents[at]
    }
    return room
  }

  /// Books devices of a leaf as held, or a negative number as given back.
  mutating func take(_ gpus: Int64, of leaf: ID<Tenant>, model: Int) {
    guard !isEmpty else { return }
    var more = gpus
    var tenant = Int(leaf.index)
    while tenant >= 0 && more != 0 {
      let slot = tenant * models + model
      let before = spoken(slot)
      below[slot] += more
      more = spoken(slot) - before
      tenant = parents[tenant]
    }
  }

  /// True where a tenant that holds so much keeps its reserve without a job.
  func mayLose(_ gpus: Int64, of tenant: Int, model: Int, held: Int64) -> Bool {
    isEmpty || kept[tenant * models + model] <= max(0, held - gpus)
  }
}
