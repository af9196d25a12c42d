/// A job of several components as the engine sees it.
struct Gang {
  /// An ordinary job for each component.
  let parts: [Job]
  /// The pools in which each component alone could start on an empty machine, one bit each.
  var pools: [UInt64]
  /// False where there is no way to place all of them on an empty machine.
  var isAdmissible = false
  /// Where the components lie while they run.
  var places: [Place] = []
  /// The same by pool.
  var shares: [Share] = []
  /// The slots that its components keep while it waits, where the fill gives them.
  var slots: [Timetable.Slot] = []

  /// The place of one component.
  struct Place {
    /// The machine pool.
    var pool: Int
    /// Its nodes; none in a pool that is a mere count.
    var slots: [NodeSlot]
  }

  /// What the components in one pool hold together.
  struct Share {
    var pool: Int
    /// An ordinary job that asks for their sums.
    var job: Job
    var slots: [NodeSlot]
  }

  /// What components hold of each device model.
  struct Amounts {
    /// The models of their pools, one bit each.
    var models: UInt64 = 0
    var gpus: [Int64]

    /// What they hold of a resource in all, given what the whole job asks for; nil where they are
    /// in no pool that has it.
    func amount(of column: Int, _ resource: Resource, _ job: Job) -> Int64? {
      guard case .devices = resource else { return job.amount(of: resource) }
      return models >> UInt64(column) & 1 == 1 ? gpus[column] : nil
    }
  }

  /// A gang of which nothing is known yet but its components.
  init(_ parts: [Job]) {
    self.parts = parts
    pools = parts.map { _ in 0 }
  }

  /// The devices of all components.
  var gpus: Int32 { parts.reduce(0) { $0 + $1.gpus } }

  /// Every pool that some component could lie in; none where the job could never start.
  var union: UInt64 { isAdmissible ? pools.reduce(0, |) : 0 }

  /// The devices of the largest component: no less must be free in some pool for a start.
  var largest: Int32 { parts.reduce(0) { max($0, $1.gpus) } }

  /// The pools in which each component alone could start, in order.
  var poolsOfParts: [[Int]] {
    pools.map { bits in (0..<64).filter { bits >> UInt64($0) & 1 == 1 } }
  }

  /// Calls `body` for every choice of one element of each list, until it returns true; the first
  /// list counts most.
  static func hasChoice(among lists: [[Int]], _ body: ([Int]) -> Bool) -> Bool {
    func choose(_ chosen: [Int]) -> Bool {
      guard chosen.count < lists.count else { return body(chosen) }
      return lists[chosen.count].contains { choose(chosen + [$0]) }
    }
    return choose([])
  }

  /// What it asks for under the limits of its groups, where each component has a pool: it is one
  /// job.
  func need(in pools: [Int], _ frames: [PoolFrame]) -> GroupHoldings.Need {
    var need = frames[pools[0]].need(of: parts[0])
    for (part, pool) in zip(parts, pools).dropFirst() { need.add(frames[pool].need(of: part)) }
    return need
  }

  /// What places hold, pool by pool in the order in which they name them.
  func shares(of places: [Place]) -> [Share] {
    var shares: [Share] = []
    for (part, place) in zip(parts, places) {
      if let known = shares.firstIndex(where: { $0.pool == place.pool }) {
        shares[known].job.gpus += part.gpus
        shares[known].job.cores += part.cores
        shares[known].job.memory += part.memory
        shares[known].slots += place.slots
      } else {
        shares.append(Share(pool: place.pool, job: part, slots: place.slots))
      }
    }
    return shares
  }

  /// What the components hold in one pool of a resource.
  func amount(of resource: Resource, in pool: Int) -> Int64 {
    shares.first { $0.pool == pool }?.job.amount(of: resource) ?? 0
  }
}

/// The search for the first way to give every component of a gang a pool.
///
/// Components are placed one behind the other by best fit. Where one has no place, the one before
/// it goes to its next pool.
///
/// - Complexity: the ways to give pools to components, at worst; equal neighbours are not permuted.
struct GangSearch {
  private let gang: Gang
  private let frames: [PoolFrame]
  /// The pools that each component may lie in, one bit each.
  private let pools: [UInt64]
  /// What is free in each pool; a search leaves it as it was.
  var free: [FreeMap]
  private var places: [Gang.Place] = []

  /// A search in those of the gang's pools that are open, one bit each.
  init(_ gang: Gang, frames: [PoolFrame], free: [FreeMap], open: UInt64 = .max) {
    self.gang = gang
    self.frames = frames
    self.free = free
    pools = gang.pools.map { $0 & open }
  }

  /// A search in the pools of given places only.
  init(_ gang: Gang, at places: [Gang.Place], frames: [PoolFrame], free: [FreeMap]) {
    self.gang = gang
    self.frames = frames
    self.free = free
    pools = places.map { 1 << UInt64($0.pool) }
  }

  /// The first places, in the order of pools, that are accepted; nil where none are.
  mutating func first(where isAccepted: ([Gang.Place]) -> Bool = { _ in true }) -> [Gang.Place]? {
    places.removeAll(keepingCapacity: true)
    return place(from: 0, isAccepted)
  }

  private mutating func place(
    from index: Int,
    _ isAccepted: ([Gang.Place]) -> Bool
  ) -> [Gang.Place]? {
    guard index < gang.parts.count else { return isAccepted(places) ? places : nil }
    let part = gang.parts[index]
    var bits = pools[index]
    if index > 0 && part == gang.parts[index - 1] && bits == pools[index - 1] {
      bits &= .max << UInt64(places[index - 1].pool)
    }
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      var slots: [NodeSlot] = []
      guard let shape = frames[pool].shape(of: part), free[pool].place(shape, into: &slots)
      else { continue }
      free[pool].occupy(slots, gpus: Int(part.gpus))
      places.append(Gang.Place(pool: pool, slots: slots))
      let found = place(from: index + 1, isAccepted)
      places.removeLast()
      free[pool].release(slots, gpus: Int(part.gpus))
      if let found { return found }
    }
    return nil
  }
}
