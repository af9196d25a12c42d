/// Which jobs are never preempted, and what they hold: at most what their tenants are entitled to,
/// where a policy tells them by their priority.
///
/// Source: NVIDIA/KAI-Scheduler at 72de64fc: jobs of a priority of 100 and more are not preempted,
/// and start only within the quota of their queue and of every queue above it.
struct NonPreemptibleWork {
  private let traits: PolicyTraits
  private let parents: [Int]
  private let models: Int
  private let resources: [Resource]
  /// The entitlements by tenant and resource, the largest number for none; empty where what such
  /// jobs hold does not matter.
  private let most: [Int64]
  private var held: [Int64]

  /// Nothing is held; entitlements are by tenant and resource.
  init(
    _ world: World,
    _ traits: PolicyTraits,
    _ facts: JobFacts,
    _ entitled: [Int64?],
    parents: [Int]
  ) {
    self.traits = traits
    self.parents = parents
    models = world.cluster.models.count
    resources = world.resources
    most = facts.areSomeNonPreemptible ? entitled.map { $0 ?? .max } : []
    held = most.map { _ in 0 }
  }

  /// True where such jobs may hold anything.
  var isUnbound: Bool { most.isEmpty }

  /// The first entitlement, from the leaf up, beyond which such a job would take what such jobs
  /// hold, as a place in a table by tenant and resource; nil where it may start.
  ///
  /// `amount` says what it asks for of a resource; nil where it lies in no pool that has it.
  func stop(_ job: Job, _ amount: (Int) -> Int64?) -> Int? {
    first(above: held, job, amount)
  }

  /// True where a job would be within all entitlements if no such job held anything.
  func couldEverHold(_ job: Job, _ amount: (Int) -> Int64?) -> Bool {
    first(above: [], job, amount) == nil
  }

  private func first(above held: [Int64], _ job: Job, _ amount: (Int) -> Int64?) -> Int? {
    guard !isUnbound, !traits.mayPreempt(job) else { return nil }
    var at = Int(job.tenant.index)
    while at >= 0 {
      for column in resources.indices {
        let slot = at * resources.count + column
        guard most[slot] != .max, let more = amount(column), more > 0 else { continue }
        if (held.isEmpty ? 0 : held[slot]) + more > most[slot] { return slot }
      }
      at = parents[at]
    }
    return nil
  }

  /// Books what a job takes, or gives back with the sign −1.
  mutating func change(_ job: Job, model: Int, sign: Int64) {
    guard !isUnbound, !traits.mayPreempt(job) else { return }
    var at = Int(job.tenant.index)
    while at >= 0 {
      held[at * resources.count + model] += sign * Int64(job.gpus)
      for column in models..<resources.count {
        held[at * resources.count + column] += sign * job.amount(of: resources[column])
      }
      at = parents[at]
    }
  }
}
