public import Allot

/// Makes a ``Summary`` from what the consumers of one journal hold.
public struct SummaryBuilder {
  private let world: World
  private let window: MeasurementWindow
  private let results: JobResults
  private let shares: ShareAccounts

  /// A builder for a finished replay.
  public init(
    world: World,
    window: MeasurementWindow,
    results: JobResults,
    shares: ShareAccounts
  ) {
    self.world = world
    self.window = window
    self.results = results
    self.shares = shares
  }

  /// The lower limit of run times in bounded slowdowns.
  private static let tau = SimDuration(seconds: 10)

  /// The summary of the replay under a policy.
  public func summary(policy: String, digest: Digest) -> Summary {
    let capacity = Double(world.cluster.gpus) * Double(window.length.milliseconds)
    let measured = world.jobs.indices.filter { window.contains(world.jobs[$0].submit) }
    let lastEnd = results.ends.compactMap { $0 }.max()
    var states: [String: Int] = [:]
    for state in JobResults.State.allCases {
      states[state.rawValue] = results.states.count { $0 == state }
    }
    let makespan = lastEnd.map { ($0 - (world.jobs.first?.submit ?? $0)).milliseconds } ?? 0
    return Summary(
      policy: policy,
      digest: digest.hexadecimal,
      offeredLoad: capacity > 0 ? demanded(measured) / capacity : nil,
      jobs: states,
      wait: waits(measured),
      boundedSlowdown: slowdowns(measured),
      utilization: capacity > 0
        ? Double(shares.accounts[Tenants.root].used) / capacity : nil,
      makespan: seconds(makespan),
      waiting: waitingShare(measured),
      tenants: tenantSummaries(measured)
    )
  }

  private func demanded(_ jobs: [Int]) -> Double {
    var sum = 0.0
    for job in jobs {
      sum += Double(world.jobs[job].gpus) * Double(world.jobs[job].run.milliseconds)
    }
    return sum
  }

  private func seconds(_ milliseconds: Int64) -> Double { Double(milliseconds) / 1_000 }

  private func waits(_ jobs: [Int]) -> Distribution { Distribution(of: waitSeconds(jobs)) }

  private func waitSeconds(_ jobs: [Int]) -> [Double] {
    jobs.compactMap { job in
      results.starts[job].map { seconds(($0 - world.jobs[job].submit).milliseconds) }
    }
  }

  private func slowdowns(_ jobs: [Int]) -> Distribution {
    Distribution(
      of: jobs.compactMap { index in
        let job = world.jobs[index]
        return results.ends[index].map { end in
          let response = Double((end - job.submit).milliseconds)
          return Swift.max(response / Double(Swift.max(job.run, Self.tau).milliseconds), 1)
        }
      }
    )
  }

  private func waitingShare(_ jobs: [Int]) -> Summary.WaitingShare {
    let classes: [(name: String, range: ClosedRange<Int32>)] = [
      ("1", 0...1), ("2-8", 2...8), ("9-64", 9...64), ("65+", 65...Int32.max),
    ]
    let accepted = jobs.filter { results.states[$0] != .rejected }
    let waiting = accepted.filter { job in
      results.starts[job].map { $0 > world.jobs[job].submit } ?? true
    }
    let sizes = classes.map { name, range in
      Summary.WaitingShare.SizeClass(
        gpus: name,
        jobs: waiting.count { range.contains(world.jobs[$0].gpus) },
        of: accepted.count { range.contains(world.jobs[$0].gpus) }
      )
    }
    return Summary.WaitingShare(jobs: waiting.count, of: accepted.count, sizes: sizes)
  }

  private func tenantSummaries(_ measured: [Int]) -> [Summary.TenantSummary] {
    var jobsOf = Table<Tenant, [Int]>(repeating: [], count: world.tenants.count)
    for job in measured {
      var at: ID<Tenant>? = world.jobs[job].tenant
      while let tenant = at {
        jobsOf[tenant].append(job)
        at = world.tenants.parent(of: tenant)
      }
    }
    return world.tenants.ids.filter { isShown($0, jobs: jobsOf[$0]) }
      .map { tenantSummary($0, jobs: jobsOf[$0]) }
  }

  /// Declared tenants, and whatever else stands beside the classes and has jobs, such as `other`.
  private func isShown(_ tenant: ID<Tenant>, jobs: [Int]) -> Bool {
    guard tenant != Tenants.root else { return false }
    let isClass = world.tenants.parent(of: tenant) == Tenants.root
    return world.tenants[tenant].isDeclared || (isClass && !jobs.isEmpty)
  }

  private func tenantSummary(_ tenant: ID<Tenant>, jobs: [Int]) -> Summary.TenantSummary {
    let account = shares.accounts[tenant]
    let wait = waits(jobs)
    func hours(_ milliseconds: Double) -> Double { milliseconds / 3_600_000 }
    let promise = world.tenants[tenant].promise.map { promise in
      let limit = seconds(promise.waitP95.milliseconds)
      // Who never starts waits for ever: nobody keeps a promise by rejecting or starving jobs.
      let never = jobs.filter { results.starts[$0] == nil }.map { _ in Double.infinity }
      let all = Distribution(of: waitSeconds(jobs) + never)
      return Summary.PromiseSummary(waitP95: limit, isKept: all.p95.map { $0 <= limit })
    }
    return Summary.TenantSummary(
      name: world.tenants.path(of: tenant),
      jobs: jobs.count,
      rejected: jobs.count { results.states[$0] == .rejected },
      waiting: jobs.count { results.states[$0] == .waiting },
      wait: wait,
      boundedSlowdown: slowdowns(jobs),
      gpuHours: Summary.GPUHours(
        used: hours(Double(account.used)),
        useful: hours(Double(account.used - account.lost)),
        entitled: hours(Double(shares.entitlement(of: tenant))),
        borrowed: hours(Double(account.borrowed)),
        lent: hours(account.lent),
        owed: hours(Double(account.owed)),
        lost: hours(Double(account.lost))
      ),
      preemptions: jobs.reduce(0) { $0 + Int(results.preemptions[$1]) },
      promise: promise
    )
  }
}
