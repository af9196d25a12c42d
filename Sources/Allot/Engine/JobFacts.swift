/// What holds of all jobs that will ever come, found once: a world that gives ids as jobs come does
/// not know them all at every instant.
struct JobFacts {
  /// True where some job may not be preempted because of its priority, or says so itself, and that
  /// matters to the policy.
  let areSomeNonPreemptible: Bool
  /// True where some job asks for cores.
  let askForCores: Bool
  /// The highest priority of a job by leaf; empty where nobody preempts in its own queue.
  let highestPriorities: [Int32]

  init(_ world: World, _ traits: PolicyTraits) {
    areSomeNonPreemptible =
      traits.nonPreemptibleFrom != .max && world.jobs.contains { !traits.mayPreempt($0) }
    askForCores = world.jobs.contains { $0.cores > 0 }
    var highest = traits.preemptsOwnQueue ? world.tenants.ids.map { _ in Int32.min } : []
    for job in world.jobs where !highest.isEmpty {
      highest[Int(job.tenant.index)] = max(highest[Int(job.tenant.index)], job.priority)
    }
    highestPriorities = highest
  }
}
