public import Allot

/// Who used, borrowed, lent and was owed what: a consumer of the journal over the measurement
/// window.
///
/// At every instant, with E the entitlement regardless of demand, a what is held and D what is held
/// or waited for: unused = (E − a)⁺, borrowed = (a − E)⁺, lent = unused × Σ borrowed / Σ unused
/// among siblings, so that what siblings lend is what they borrow, and owed = max(0, min(E, D) −
/// a). Devices of all models are added up.
public struct ShareAccounts: JournalConsumer, Sendable {
  /// The account of one tenant, in device-milliseconds.
  public struct Account: Sendable, Equatable {
    /// What it held, lost work included; complete once nothing runs any more.
    public var used: Int64 = 0
    /// What it held above its entitlement.
    public var borrowed: Int64 = 0
    /// What it lent of its unused entitlement.
    public var lent = 0.0
    /// What it lacked of the lesser of entitlement and demand.
    public var owed: Int64 = 0
    /// The part of ``used`` whose work was lost by preemption.
    public var lost: Int64 = 0
    fileprivate var held: Int64 = 0
    fileprivate var demand: Int64 = 0
  }

  /// The accounts by tenant.
  public private(set) var accounts: Table<Tenant, Account>

  private let window: MeasurementWindow
  private let tenants: Tenants
  private var jobs: [Job]
  private let entitled: [Int64]
  private let groups: [[ID<Tenant>]]
  private var starts: [SimTime]
  private var clock: SimTime

  /// Accounts of a world in which nothing has happened.
  public init(world: World, window: MeasurementWindow) {
    self.window = window
    tenants = world.tenants
    jobs = world.resubmitsUntil == nil ? world.jobs : []
    accounts = Table(repeating: Account(), count: tenants.count)
    entitled = tenants.ids.map { world.entitlements.gpus(of: $0) }
    let tenants = world.tenants
    groups = tenants.ids.filter { tenants.hasPromisedChild($0) }.map { tenants[$0].children }
    starts = Array(repeating: .zero, count: jobs.count)
    clock = window.from
  }

  /// The entitlement of a tenant over the window, in device-milliseconds.
  public func entitlement(of tenant: ID<Tenant>) -> Int64 {
    entitled[Int(tenant.index)] * window.length.milliseconds
  }

  /// Takes the next records.
  public mutating func receive(_ batch: JournalBatch) {
    if !batch.jobs.isEmpty {
      jobs += batch.jobs
      starts += repeatElement(.zero, count: batch.jobs.count)
    }
    for entry in batch.entries {
      advance(to: entry.time)
      let job = jobs[Int(entry.job.index)]
      switch entry.kind {
      case .reject: break
      case .submit: change(job.tenant) { $0.demand += Int64(job.gpus) }
      case .start:
        starts[Int(entry.job.index)] = entry.time
        hold(Int64(job.gpus), of: job.tenant, from: entry.time)
      case .end:
        hold(-Int64(job.gpus), of: job.tenant, from: entry.time)
        change(job.tenant) { $0.demand -= Int64(job.gpus) }
      case .evict:
        let kept = starts[Int(entry.job.index)] + entry.kept
        let lost = window.overlap(from: kept, to: entry.time) * Int64(job.gpus)
        hold(-Int64(job.gpus), of: job.tenant, from: entry.time)
        change(job.tenant) { $0.lost += lost }
      }
    }
  }

  /// What is held from now on is used to the end of the window, until it is given back: so nobody
  /// whose holdings stay need be looked at.
  private mutating func hold(_ gpus: Int64, of leaf: ID<Tenant>, from time: SimTime) {
    let rest = window.overlap(from: time, to: .distantFuture)
    change(leaf) {
      $0.held += gpus
      $0.used += gpus * rest
    }
  }

  private mutating func change(_ leaf: ID<Tenant>, _ body: (inout Account) -> Void) {
    var at: ID<Tenant>? = leaf
    while let tenant = at {
      body(&accounts[tenant])
      at = tenants.parent(of: tenant)
    }
  }

  private mutating func advance(to time: SimTime) {
    let passed = window.overlap(from: clock, to: time)
    clock = max(clock, time)
    guard passed > 0 else { return }
    for group in groups {
      var loans = SiblingLoans()
      for tenant in group {
        loans.add(held: accounts[tenant].held, entitled: entitled[Int(tenant.index)])
      }
      for tenant in group {
        let entitlement = entitled[Int(tenant.index)]
        let held = accounts[tenant].held
        let due = min(entitlement, accounts[tenant].demand) - held
        if due > 0 { accounts[tenant].owed += due * passed }
        if held > entitlement {
          accounts[tenant].borrowed += (held - entitlement) * passed
        } else if loans.lent > 0 {
          accounts[tenant].lent += loans.lent(ofUnused: entitlement - held) * Double(passed)
        }
      }
    }
  }
}
