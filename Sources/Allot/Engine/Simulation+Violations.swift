/// What a policy may not do: its parts may be anybody's, and nothing that they give is believed.
///
/// The first wrong decision ends the replay once its instant is over; until then something harmless
/// stands in its place, so that no structure ever holds a wrong value.
extension Simulation {
  /// Notes a decision that no policy may make.
  mutating func violate(_ message: String, job: ID<Job>? = nil) {
    violations.note(
      PolicyViolation(
        policy: policy.name,
        time: now,
        job: job.map { traceID(of: $0) },
        message: message
      )
    )
  }

  /// Refuses a job whose key is no number, or can not be added where keys are.
  mutating func refuseKey(of job: ID<Job>) {
    let wanted = traits.walk == .sum ? "a whole number below 2^51" : "a number"
    violate("the order gives the job a key that is not \(wanted)", job: job)
  }

  /// Refuses parts that no replay can begin with.
  mutating func checkParts() throws(PolicyViolation) {
    if let ledger = policy.ledger {
      if ledger.tick <= .zero { violate("the ledger has a tick of \(ledger.tick.milliseconds) ms") }
      if !(1...2 ~= ledger.growth) {
        violate("the ledger grows by \(ledger.growth) a tick, not 1…2")
      }
    }
    if let limit = books.limits.first(where: { $0 < 0 }) {
      violate("the quota limits a tenant to \(limit)")
    }
    if let interval = policy.interval, interval <= .zero {
      violate("the interval is \(interval.milliseconds) ms")
    }
    try refuseGangs()
    try refuseViolations()
  }

  /// Ends the replay where something wrong has been decided.
  mutating func refuseViolations() throws(PolicyViolation) {
    if let tenant = queue.tenantWithoutKey {
      violate("the order gives '\(world.tenants.path(of: tenant))' a key that can not be compared")
    }
    if let first = violations.first { throw first }
  }
}
