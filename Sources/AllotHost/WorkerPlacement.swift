/// Where the workers of a campaign run on a machine: a pure function of cores, quota and wish.
///
/// Workers are dealt to the NUMA nodes in turn, the nodes of different packages alternating, and
/// lie evenly spaced over the cores of their node, so that few workers share as little cache as
/// possible. Results of replays never depend on the placement.
public struct WorkerPlacement: Hashable, Sendable, Encodable {
  /// One worker and its place.
  public struct Worker: Hashable, Sendable, Encodable {
    /// The position among the workers, from 0.
    public let index: Int
    /// The core's position in logical order.
    public let core: Int
    /// The operating system's index of the core's first PU, the one that the worker uses.
    public let processingUnit: Int
    /// The operating system's index of the core's NUMA node; nil when unknown.
    public let numaNode: Int?
    /// Whether the worker's thread is to be bound; false when cores are shared or binding is off.
    public let isBound: Bool
  }

  /// What decided on the number of workers.
  public enum CountReason: String, Hashable, Sendable, Encodable {
    /// The number was asked for.
    case requested
    /// One worker per core.
    case cores
    /// The cgroup's CPU quota allows fewer processors than there are cores.
    case quota
  }

  /// The workers in the order of their indexes.
  public let workers: [Worker]
  /// What decided on their number.
  public let countReason: CountReason
  /// The number of cores that workers could be placed on.
  public let coreCount: Int

  /// Whether there are more workers than cores, which are then shared in turn, without binding.
  public var sharesCores: Bool { workers.count > coreCount }

  /// Places workers on cores.
  ///
  /// - Parameters:
  ///   - cores: The cores that may be used, at least one, in logical order.
  ///   - quota: The limit on CPU time; it lowers the default number, not a requested one.
  ///   - requested: The number of workers wanted, at least 1; nil for one per core.
  ///   - binds: Whether workers are to be bound where each has a core of its own.
  public init(
    cores: [NodeHardware.Core],
    quota: CPUQuota? = nil,
    requested: Int? = nil,
    binds: Bool = true
  ) {
    precondition(!cores.isEmpty, "workers need at least one core")
    precondition(requested ?? 1 >= 1, "the number of workers is at least 1")
    let allowed = quota?.processors ?? cores.count
    let count = requested ?? min(cores.count, allowed)
    countReason = requested != nil ? .requested : allowed < cores.count ? .quota : .cores
    coreCount = cores.count
    let places = Self.spread(count: min(count, cores.count), over: cores)
    workers = (0..<count).map { index in
      let core = places[index % places.count]
      return Worker(
        index: index,
        core: core.logicalIndex,
        processingUnit: core.processingUnits[0],
        numaNode: core.numaNode,
        isBound: binds && count <= cores.count
      )
    }
  }

  /// Places workers on this machine, under the quota of the process's cgroup.
  public init(host: HostTopology, requested: Int? = nil, binds: Bool = true) {
    self.init(
      cores: host.hardware.cores,
      quota: CPUQuota.current(),
      requested: requested,
      binds: binds
    )
  }

  /// The cores of the first, second, … worker: nodes in turn, evenly spaced within each.
  private static func spread(
    count: Int,
    over cores: [NodeHardware.Core]
  ) -> [NodeHardware.Core] {
    let groups = groupsByNode(cores)
    var shares = groups.map { _ in 0 }
    var deals: [(group: Int, turn: Int)] = []
    var group = 0
    while deals.count < count {
      if shares[group] < groups[group].count {
        deals.append((group, shares[group]))
        shares[group] += 1
      }
      group = (group + 1) % groups.count
    }
    return deals.map { deal in
      let members = groups[deal.group]
      return members[deal.turn * members.count / shares[deal.group]]
    }
  }

  /// The cores by NUMA node; the first nodes of all packages, then the second ones, and so on.
  private static func groupsByNode(_ cores: [NodeHardware.Core]) -> [[NodeHardware.Core]] {
    var groups: [[NodeHardware.Core]] = []
    for core in cores {
      if let known = groups.firstIndex(where: { $0[0].numaNode == core.numaNode }) {
        groups[known].append(core)
      } else {
        groups.append([core])
      }
    }
    var seen: [Int: Int] = [:]
    let ranked = groups.map { group in
      let package = group[0].package
      let rank = seen[package, default: 0]
      seen[package] = rank + 1
      return (rank: rank, package: package, cores: group)
    }
    return ranked.sorted { ($0.rank, $0.package) < ($1.rank, $1.package) }.map(\.cores)
  }
}
