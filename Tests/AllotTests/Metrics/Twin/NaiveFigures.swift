import Allot
import AllotMetrics

/// What the figures of a replay say by their definitions: from the records alone, in quadratic
/// time, with nothing of `AllotMetrics` but its types.
struct NaiveFigures {
  /// From a start to an end, or to an eviction that keeps some work; in milliseconds.
  struct Attempt {
    var start: Int64
    var end = Int64.max
    /// Where each component lies, and its model.
    var places: [Place]
    var models: [Int]
    var kept: Int64?
    var isInterrupted = false
  }

  /// Where a component lies.
  struct Place {
    var pool: ID<Pool>
    var slots: [NodeSlot]
  }

  /// What became of a job.
  struct Story {
    /// When it was refused.
    var refused: Int64?
    var attempts: [Attempt] = []

    var start: Int64? { attempts.first?.start }
    var end: Int64? { attempts.last.flatMap { $0.kept == nil ? $0.end : nil } }
  }

  /// What a job does at an instant.
  enum Doing: Equatable {
    case away, waiting
    case running(models: [Int])
  }

  /// Jobs about whom something is said together.
  struct Group {
    var name: String
    var members: [Int]
    var tenant: ID<Tenant>?
  }

  let measured: MeasuredWorld
  let world: World
  let stories: [Story]
  /// The instant of the last record.
  let last: Int64
  /// The jobs submitted in the window.
  let ids: [Int]

  init(_ measured: MeasuredWorld, _ entries: [JournalEntry], _ places: [[Place]]) {
    self.measured = measured
    world = measured.world
    var stories = world.jobs.map { _ in Story() }
    for (entry, places) in zip(entries, places) {
      let (job, time) = (Int(entry.job.index), entry.time.milliseconds)
      switch entry.kind {
      case .submit: break
      case .reject, .dismiss: stories[job].refused = time
      case .start:
        let models = places.map { Int(measured.world.cluster.pools[$0.pool].kind.model.index) }
        stories[job].attempts.append(Attempt(start: time, places: places, models: models))
      case .end, .evict, .interrupt:
        stories[job].attempts[stories[job].attempts.count - 1].end = time
        if entry.kind != .end {
          stories[job].attempts[stories[job].attempts.count - 1].kept = entry.kept.milliseconds
          stories[job].attempts[stories[job].attempts.count - 1].isInterrupted =
            entry.kind == .interrupt
        }
      }
    }
    self.stories = stories
    last = entries.last?.time.milliseconds ?? 0
    let (from, to) = (measured.window.from, measured.window.to)
    let jobs = measured.world.jobs
    ids = jobs.indices.filter { jobs[$0].submit >= from && jobs[$0].submit <= to }
  }

  /// The first and the last instant of the window.
  var from: Int64 { measured.window.from.milliseconds }
  var to: Int64 { measured.window.to.milliseconds }

  /// What a job does once everything of an instant has happened.
  func doing(_ id: Int, at time: Int64) -> Doing {
    let story = stories[id]
    if story.refused.map({ $0 <= time }) ?? false || world.jobs[id].submit.milliseconds > time {
      return .away
    }
    for attempt in story.attempts where attempt.start <= time && time < attempt.end {
      return .running(models: attempt.models)
    }
    if let end = story.end, end <= time { return .away }
    return .waiting
  }

  /// What is commissioned at an instant, and how it is shared.
  private func terms(at time: Int64) -> (cluster: Cluster, tenants: Tenants) {
    let last = world.changes.last { $0.time.milliseconds <= time }
    return last.map { ($0.cluster, $0.tenants) } ?? (world.cluster, world.tenants)
  }

  /// What the cluster has in the window, times milliseconds.
  func capacity(_ amount: (Cluster) -> Int) -> Double {
    let inside = world.changes.map(\.time.milliseconds).filter { from < $0 && $0 < to }
    let times = [from] + inside + [to]
    return zip(times, times.dropFirst()).reduce(0) { sum, step in
      sum + Double(amount(terms(at: step.0).cluster)) * Double(step.1 - step.0)
    }
  }

  /// What a tenant is entitled to in a model at an instant.
  func entitled(_ tenant: ID<Tenant>, _ model: ID<DeviceModel>, at time: Int64) -> Int64 {
    let (cluster, tenants) = terms(at: time)
    return Entitlements(cluster: cluster, tenants: tenants).gpus(of: tenant, model: model)
  }

  /// The same over a time, in device-milliseconds.
  func entitled(
    _ tenant: ID<Tenant>,
    _ model: ID<DeviceModel>,
    from: Int64,
    to: Int64
  ) -> Int64 {
    let inside = world.changes.map(\.time.milliseconds).filter { from < $0 && $0 < to }
    let times = [from] + inside + [to]
    return zip(times, times.dropFirst()).reduce(0) { sum, step in
      sum + entitled(tenant, model, at: step.0) * (step.1 - step.0)
    }
  }

  /// The components of a job; an ordinary one is its only one.
  func parts(_ id: Int) -> [Job] {
    guard let own = world.jobs[id].components else { return [world.jobs[id]] }
    return world.components[own].list.map { world.jobs[id].part($0) }
  }

  /// A tenant and everyone above it, the root included.
  func path(_ tenant: ID<Tenant>) -> [ID<Tenant>] {
    [tenant] + (world.tenants[tenant].parent.map { path($0) } ?? [])
  }

  /// The jobs of a tenant and of everyone below it.
  func jobs(of tenant: ID<Tenant>) -> [Int] {
    world.jobs.indices.filter { path(world.jobs[$0].tenant).contains(tenant) }
  }

  /// Devices × run.
  func work(_ id: Int) -> Int64 {
    Int64(world.jobs[id].gpus) * world.jobs[id].run.milliseconds
  }

  /// The groups of measured jobs, by what they are grouped by.
  var groups: [(key: String, groups: [Group])] {
    let tree = world.tenants
    var tenants: [Group] = []
    for tenant in tree.ids where tenant != Tenants.root {
      let members = ids.filter { path(world.jobs[$0].tenant).contains(tenant) }
      let isBusyTop = tree[tenant].parent == Tenants.root && !members.isEmpty
      guard tree[tenant].isDeclared || isBusyTop else { continue }
      let names = path(tenant).dropLast().reversed().map { tree[$0].name }
      tenants.append(Group(name: names.joined(separator: "/"), members: members, tenant: tenant))
    }
    func side(_ names: [String], _ group: (Int) -> Int?) -> [Group] {
      names.enumerated().map { place, name in
        Group(name: name, members: ids.filter { group($0) == place })
      }
      .filter { !$0.members.isEmpty }
    }
    let classes = side(measured.classes.names) { id in
      measured.classes.ofJob.isEmpty ? nil : Int(measured.classes.ofJob[id])
    }
    let sizes = side(["0", "1", "2-8", "9-64", "65+"]) { id in
      let gpus = world.jobs[id].gpus
      return gpus == 0 ? 0 : gpus == 1 ? 1 : gpus <= 8 ? 2 : gpus <= 64 ? 3 : 4
    }
    let models = side(world.cluster.models.elements.map(\.name)) { id in
      let last = Set(stories[id].attempts.last?.models ?? [])
      return world.jobs[id].gpus > 0 && last.count == 1 ? last.first : nil
    }
    return [("tenants", tenants), ("classes", classes), ("sizes", sizes), ("models", models)]
  }

  /// What is said of the whole.
  func whole(_ accounts: NaiveAccounts) -> [String: FigureValue] {
    var values = service(of: ids)
    let everything = dropped { _ in true }
    values["left_out"] = leftOut(ids, dropped: everything)
    values.merge(machine()) { $1 }
    values.merge(outages(utilization: values["utilization"])) { $1 }
    values.merge(interruptions(of: ids)) { $1 }
    values.merge(preemptions(of: Array(world.jobs.indices))) { $1 }
    values["fairness"] = accounts.fairness
    values.merge(coreHours(of: Array(world.jobs.indices), isWhole: true)) { $1 }
    return values
  }

  /// What is said of a group.
  func entry(_ group: Group, _ accounts: NaiveAccounts) -> [String: FigureValue] {
    var values = service(of: group.members)
    values["jobs"] = .count(group.members.count)
    values.merge(interruptions(of: group.members)) { $1 }
    guard let tenant = group.tenant else {
      values["left_out"] = leftOut(group.members, dropped: nil)
      return values
    }
    let lost = dropped { $0.tenant.map { path($0).contains(tenant) } ?? false }
    values["left_out"] = leftOut(group.members, dropped: lost)
    values.merge(preemptions(of: jobs(of: tenant))) { $1 }
    values.merge(promises(of: tenant, group.members)) { $1 }
    values["gpu_hours"] = accounts.hours(of: tenant)
    values.merge(coreHours(of: jobs(of: tenant), isWhole: false)) { $1 }
    return values
  }
}
