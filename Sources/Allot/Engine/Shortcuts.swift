/// What a replay may leave out because of what its jobs, its machine and its policy are like.
///
/// All of it must hold for every job that will ever come.
struct Shortcuts {
  /// The fewest devices that a job asks for, one at most.
  let leastGPUs: Int
  let usesNodeShapes: Bool
  /// True when jobs ask for devices alone: a larger gang then fits only where a smaller one does.
  let jobsArePacked: Bool
  /// True where nothing but cores is asked for beside devices, and there is one pool of nodes.
  let asksForCoresAlone: Bool
  /// True where a pass follows every arrival and may start the only waiting job without a slot.
  private(set) var startsAtOnce = false
  /// True where a job that could not start may become able to because another one has started.
  private(set) var startsMatterToOthers = false

  init(
    _ world: World,
    _ policy: Policy,
    _ traits: PolicyTraits,
    _ books: Books,
    _ pools: [MachinePool]
  ) {
    let parts = books.gangs.flatMap(\.parts)
    leastGPUs = [world.jobs, parts].contains { $0.contains { $0.gpus == 0 } } ? 0 : 1
    usesNodeShapes = [world.jobs, parts].contains { Self.usesNodeShapes($0, world.cluster) }
    jobsArePacked =
      !usesNodeShapes && parts.isEmpty
      && world.jobs.allSatisfy { $0.gpus > 0 && $0.cores == 0 && $0.memory == 0 }
    asksForCoresAlone =
      !usesNodeShapes && parts.isEmpty && pools.count == 1
      && world.jobs.allSatisfy { $0.memory == 0 }
    renew(policy, traits, books, pools)
  }

  /// Finds out again what depends on the tenants' terms.
  mutating func renew(
    _ policy: Policy,
    _ traits: PolicyTraits,
    _ books: Books,
    _ pools: [MachinePool]
  ) {
    startsMatterToOthers =
      books.hasLimits || traits.reclaims || traits.readsHoldings || !books.gangs.isEmpty
      || !pools.allSatisfy(\.kind.isPlain)
    startsAtOnce =
      [.pass, .close, .reserve].contains(traits.head) && policy.interval == nil
      && !traits.divides && !traits.walksOverHeads && books.groups.first?.hasShares != true
  }

  /// True when the devices per node of some job differ from what packing would give it.
  private static func usesNodeShapes(_ jobs: [Job], _ cluster: Cluster) -> Bool {
    let kinds = cluster.pools.elements.map { NodeCapacity($0.kind) }
    return jobs.contains { job in
      guard job.gpusPerNode > 0 else { return false }
      var packed = job
      packed.gpusPerNode = 0
      return kinds.contains { GangShape(of: job, on: $0) != GangShape(of: packed, on: $0) }
    }
  }
}
