/// What groups of jobs hold that share limits beside the tree, and who may start under these.
struct GroupHoldings {
  /// What a job asks for in some pools.
  struct Need {
    /// Devices in all.
    var gpus: Int64
    /// The model of all of them but those of ``others``.
    var model: Int
    /// What further components of a gang ask for of models, which may be the same.
    var others: [(model: Int, gpus: Int64)] = []
    var cores: Int64
    var memory: Int64
    var nodes: Int64
    var jobs: Int64 = 1

    /// What it asks for in one pool of a model.
    init(_ job: Job, model: Int, nodes: Int) {
      self.model = model
      self.nodes = Int64(nodes)
      gpus = Int64(job.gpus)
      cores = Int64(job.cores)
      memory = Int64(job.memory)
    }

    /// Adds what a further component of the same job asks for.
    mutating func add(_ other: Need) {
      gpus += other.gpus
      others.append((other.model, other.gpus))
      cores += other.cores
      memory += other.memory
      nodes += other.nodes
    }

    func gpus(of model: Int) -> Int64 {
      if others.isEmpty { return model == self.model ? gpus : 0 }
      let rest = others.reduce(0) { $0 + $1.gpus }
      return others.reduce(model == self.model ? gpus - rest : 0) {
        $0 + ($1.model == model ? $1.gpus : 0)
      }
    }
  }

  /// What is counted, behind devices of each model.
  private enum Count: Int, CaseIterable {
    case cores, memory, devices, jobs, nodes
  }

  private let models: Int
  private let columns: Int
  /// What tenants hold is given to questions in rows of so many resources.
  private let stride: Int
  /// The groups of each set, and the tenant of its jobs.
  private let sets: [LimitSet]
  /// The most of each group, by what is counted.
  let most: [Int64]
  private var held: [Int64]
  /// What users may hold of quotas, by group.
  private let shares: [UserShare?]
  /// The quotas by tenant and resource; nil where there is none.
  private let quotas: [Int64?]
  /// The waiting jobs of each group.
  private var waiting: [Int]
  /// The users of each tenant who want something, and what they hold of each model.
  private var users: [Int64] = []
  private var heldByUsers: [Int64] = []
  /// True where slots lie ahead: who is at a limit now is not passed over, but comes later.
  private let plans: Bool

  /// Nothing is held; quotas are by tenant and resource.
  init(_ world: World, _ policy: Policy, quotas: [Int64?]) {
    let limits = world.limitGroups
    models = world.cluster.models.count
    columns = models + Count.allCases.count
    stride = world.resources.count
    sets = limits.sets.elements
    plans = policy.fill.head.givesSlots
    most = limits.groups.elements.flatMap { Self.row(of: $0.limit, on: world.cluster) }
    held = most.map { _ in 0 }
    shares = plans ? [] : limits.groups.elements.map(\.share)
    self.quotas = quotas
    waiting = shares.map { _ in 0 }
    guard hasShares else { return }
    users = Array(repeating: 0, count: world.tenants.count)
    heldByUsers = Array(repeating: 0, count: world.tenants.count * models)
  }

  private static func row(of limit: UseLimit, on cluster: Cluster) -> [Int64] {
    func named(_ name: String) -> Int64 {
      limit.named.first { $0.resource == name }?.units ?? .max
    }
    let counts = Count.allCases.map { count in
      switch count {
      case .cores: named("cores")
      case .memory: named("memory")
      case .devices: limit.devices ?? .max
      case .jobs: limit.jobs ?? .max
      case .nodes: limit.nodes ?? .max
      }
    }
    return cluster.models.elements.map { named($0.name) } + counts
  }

  /// True where what users may hold depends on who waits.
  var hasShares: Bool { shares.contains { $0 != nil } }

  /// The limits of a set of groups of which something is asked for, as places in ``most``, with how
  /// much.
  func limits(of set: ID<LimitSet>?, _ need: Need) -> [(limit: Int, amount: Int64)] {
    guard let set else { return [] }
    return sets[Int(set.index)].groups.flatMap { group in
      (Int(group.index) * columns..<(Int(group.index) + 1) * columns)
        .filter { most[$0] != .max }
        .map { ($0, amount(of: $0 % columns, need)) }
        .filter { $0.1 > 0 }
    }
  }

  private func amount(of column: Int, _ need: Need) -> Int64 {
    guard column >= models else { return need.gpus(of: column) }
    switch Count(rawValue: column - models) {
    case .cores: return need.cores
    case .memory: return need.memory
    case .devices: return need.gpus
    case .jobs: return need.jobs
    case .nodes: return need.nodes
    case nil: return 0
    }
  }

  /// True where no limit of its groups stops a job now, where tenants hold so much.
  ///
  /// Where slots lie ahead, nobody is stopped now.
  func admit(_ set: ID<LimitSet>?, _ need: Need, held tenants: [Int64]) -> Bool {
    guard let set, !plans else { return true }
    for group in sets[Int(set.index)].groups {
      let row = Int(group.index) * columns
      for column in 0..<columns where most[row + column] != .max {
        let more = amount(of: column, need)
        if more > 0 && held[row + column] + more > most[row + column] { return false }
      }
      guard !shares.isEmpty else { continue }
      for model in 0..<models {
        let more = amount(of: model, need)
        if more > 0, standing(of: group, in: set, model, tenants)?.allows(more) == false {
          return false
        }
      }
    }
    return true
  }

  /// True where a job would be within the limits of its groups if none of them held anything.
  func couldEverHold(_ set: ID<LimitSet>?, _ need: Need) -> Bool {
    guard let set else { return true }
    for group in sets[Int(set.index)].groups {
      let row = Int(group.index) * columns
      for column in 0..<columns where amount(of: column, need) > most[row + column] {
        return false
      }
      guard !shares.isEmpty, let share = shares[Int(group.index)] else { continue }
      let tenant = Int(sets[Int(set.index)].tenant.index)
      for model in 0..<models {
        guard let quota = quotas[tenant * stride + model] else { continue }
        let asked = amount(of: model, need)
        if asked > share.most(of: max(quota, asked)) { return false }
      }
    }
    return true
  }

  /// The most devices of a model that a job of a set may ask for now, or more, where tenants hold
  /// so much; 0 where only those may start that ask for none, −1 where nobody may.
  func largest(_ set: ID<LimitSet>, model: Int, held tenants: [Int64]) -> Int32 {
    guard !plans else { return .max }
    var largest = Int64.max
    for group in sets[Int(set.index)].groups {
      let row = Int(group.index) * columns
      for column in [model, models + Count.devices.rawValue] where most[row + column] != .max {
        largest = min(largest, max(0, most[row + column] - held[row + column]))
      }
      let jobs = row + models + Count.jobs.rawValue
      if held[jobs] >= most[jobs] { return -1 }
      largest = min(largest, max(0, standing(of: group, in: set, model, tenants)?.largest ?? .max))
    }
    return Int32(clamping: largest)
  }

  // MARK: Shares of users

  /// How the user of a group stands with a model, where tenants hold so much; nil where it may hold
  /// anything.
  private func standing(
    of group: ID<LimitGroups.Group>,
    in set: ID<LimitSet>,
    _ model: Int,
    _ tenants: [Int64]
  ) -> UserStanding? {
    let tenant = Int(sets[Int(set.index)].tenant.index)
    guard !shares.isEmpty, let share = shares[Int(group.index)],
      let quota = quotas[tenant * stride + model]
    else { return nil }
    return UserStanding(
      share: share,
      own: held[Int(group.index) * columns + model],
      quota: quota,
      held: tenants[tenant * stride + model],
      wanted: heldByUsers[tenant * models + model],
      users: max(users[tenant], 1)
    )
  }

  // MARK: Changes

  /// Books what a job takes, or gives back with the sign −1.
  mutating func change(_ set: ID<LimitSet>?, _ need: Need, sign: Int64) {
    guard let set else { return }
    for group in sets[Int(set.index)].groups {
      let row = Int(group.index) * columns
      for column in 0..<columns { held[row + column] += sign * amount(of: column, need) }
      guard !shares.isEmpty, shares[Int(group.index)] != nil, waiting[Int(group.index)] > 0
      else { continue }
      let tenant = Int(sets[Int(set.index)].tenant.index)
      for model in 0..<models {
        heldByUsers[tenant * models + model] += sign * amount(of: model, need)
      }
    }
  }

  /// Books that a job begins to wait, or waits no more with the sign −1.
  mutating func want(_ set: ID<LimitSet>?, sign: Int) {
    guard let set, !shares.isEmpty else { return }
    for group in sets[Int(set.index)].groups where shares[Int(group.index)] != nil {
      let before = waiting[Int(group.index)]
      waiting[Int(group.index)] += sign
      guard before == 0 || before + sign == 0 else { continue }
      let tenant = Int(sets[Int(set.index)].tenant.index)
      users[tenant] += Int64(sign)
      for model in 0..<models {
        let own = held[Int(group.index) * columns + model]
        heldByUsers[tenant * models + model] += Int64(sign) * own
      }
    }
  }
}
