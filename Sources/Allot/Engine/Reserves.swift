/// What tenants speak for of every resource: what they hold, or keep for themselves if that is
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
  private let resources: [Resource]
  private let parents: [Int]
  private let kept: [Int64]
  private let most: [Int64]
  /// What the children of a tenant speak for, or what a leaf holds.
  private var below: [Int64]

  /// Nobody holds anything.
  ///
  /// By tenant and resource: what tenants keep, and their limits; the root's is the cluster.
  init(kept: [Int64], limits: [Int64], parents: [Int], world: World) {
    isEmpty = kept.allSatisfy { $0 == 0 }
    self.kept = kept
    self.parents = parents
    models = world.cluster.models.count
    resources = world.resources
    let whole: [Int64] = resources.map { world.cluster.total(of: $0) }
    most = whole + limits.dropFirst(whole.count)
    below = Array(repeating: 0, count: isEmpty ? 0 : kept.count)
    guard !isEmpty else { return }
    for slot in kept.indices.reversed() where slot >= columns {
      below[parents[slot / columns] * columns + slot % columns] += spoken(slot)
    }
  }

  private var columns: Int { resources.count }

  private func spoken(_ slot: Int) -> Int64 { max(kept[slot], below[slot]) }

  /// True where a job may take what it asks for.
  func host(_ job: Job, model: Int) -> Bool {
    isEmpty
      || (host(Int64(job.gpus), of: job.tenant, in: model)
        && (models..<columns).allSatisfy {
          host(job.amount(of: resources[$0]), of: job.tenant, in: $0)
        })
  }

  /// True where a job of components may take what it asks for.
  func host(_ job: Job, _ amounts: Gang.Amounts) -> Bool {
    isEmpty
      || resources.indices.allSatisfy { column in
        amounts.amount(of: column, resources[column], job)
          .map { host($0, of: job.tenant, in: column) } ?? true
      }
  }

  private func host(_ amount: Int64, of leaf: ID<Tenant>, in column: Int) -> Bool {
    var more = amount
    var tenant = Int(leaf.index)
    while tenant >= 0 {
      let slot = tenant * columns + column
      let after = max(kept[slot], below[slot] + more)
      more = after - spoken(slot)
      if more == 0 { return true }
      if after > most[slot] { return false }
      tenant = parents[tenant]
    }
    return true
  }

  /// The most of a resource that a job of a tenant without reserves below it could take.
  func room(of tenant: Int, in column: Int) -> Int64 {
    var (room, slack) = (Int64.max, Int64(0))
    var at = tenant
    while at >= 0 {
      let slot = at * columns + column
      slack += spoken(slot) - below[slot]
      if most[slot] != .max { room = min(room, slack + max(0, most[slot] - spoken(slot))) }
      at = parents[at]
    }
    return room
  }

  /// Books what a job asks for as held, or with the sign −1 as given back.
  mutating func take(_ job: Job, model: Int, sign: Int64) {
    guard !isEmpty else { return }
    take(sign * Int64(job.gpus), of: job.tenant, in: model)
    for column in models..<columns {
      take(sign * job.amount(of: resources[column]), of: job.tenant, in: column)
    }
  }

  private mutating func take(_ amount: Int64, of leaf: ID<Tenant>, in column: Int) {
    var more = amount
    var tenant = Int(leaf.index)
    while tenant >= 0 && more != 0 {
      let slot = tenant * columns + column
      let before = spoken(slot)
      below[slot] += more
      more = spoken(slot) - before
      tenant = parents[tenant]
    }
  }

  /// True where a tenant keeps its reserve without a job; `held` is what tenants hold, by tenant
  /// and resource.
  func mayLose(_ job: Job, of tenant: Int, model: Int, held: [Int64]) -> Bool {
    guard !isEmpty else { return true }
    return ([model] + Array(models..<columns)).allSatisfy { column in
      let slot = tenant * columns + column
      let amount = job.amount(of: resources[column])
      return amount == 0 || kept[slot] <= max(0, held[slot] - amount)
    }
  }
}
