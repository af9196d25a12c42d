/// How long jobs run before they may be taken, and until when those that run may not.
///
/// What a tenant says holds against claimants beside it: where a victim's path leaves the
/// claimant's, the victim's tenant there is asked, and those above it if it says nothing.
struct Protections {
  /// By tenant; empty where nobody is protected.
  private let lengths: [SimDuration]
  private var ends = EventQueue()
  private var starts: UInt64 = 0

  /// What a reclaim says, or tenants by themselves; nothing is protected without reclaim.
  init(world: World, terms: ReclaimTerms?) {
    guard let terms else {
      lengths = []
      return
    }
    let usual = terms.protection ?? .zero
    // What the policy says holds where no tenant says anything.
    let lengths = world.tenants.inherited { $0.protection }.map { $0 ?? usual }
    self.lengths = lengths.contains { $0 > .zero } ? lengths : []
  }

  /// True where nobody is protected.
  var isEmpty: Bool { lengths.isEmpty }

  /// How long jobs below a tenant may not be taken by those beside it.
  func length(below tenant: Int) -> SimDuration { lengths[tenant] }

  /// When the next running job may be taken that may not be taken yet.
  mutating func nextEnd(_ running: RunningJobs, after now: SimTime) -> SimTime? {
    while let first = ends.first {
      // A job that was evicted may have started again, with a later entry.
      if first.time > now && running.holdsDevices(ID(Int(first.subject))) && !running.isVoid(first)
      {
        return first.time
      }
      _ = ends.pop()
    }
    return nil
  }

  /// A job starts.
  mutating func start(
    _ id: ID<Job>,
    leaf: ID<Tenant>,
    parents: [Int],
    attempt: Int32,
    at now: SimTime
  ) {
    var (at, last) = (Int(leaf.index), SimDuration.zero)
    while at > 0 {
      let length = lengths[at]
      if length > .zero && length != last {
        ends.push(
          EventQueue.Entry(time: now + length, order: starts, subject: id.index, attempt: attempt)
        )
        starts += 1
        last = length
      }
      at = parents[at]
    }
  }
}
