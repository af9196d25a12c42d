/// A cluster whose pools grow and shrink: which nodes it ever has, and when each is not there.
///
/// Nodes that are added lie behind all that the pool has ever had; those that are removed are the
/// last ones that it has.
public struct ClusterOverTime: Sendable, Equatable {
  /// The cluster after the changes so far: what shares are parts of.
  public var commissioned: Cluster { steps[steps.count - 1].cluster }
  /// The cluster with all nodes that it ever has.
  public private(set) var machine: Cluster
  /// When nodes of the machine are not there; from the distant past on until they are added.
  public private(set) var absences: [NodeOutage] = []
  /// What is commissioned from when on, in order; the first for ever before.
  private var steps: [Step]
  /// When each node of each pool is commissioned.
  private var times: [[Range<SimTime>]]

  private struct Step: Equatable {
    var from: SimTime
    var cluster: Cluster
  }

  /// A cluster that has not changed yet.
  public init(_ cluster: Cluster) {
    steps = [Step(from: .distantPast, cluster: cluster)]
    machine = cluster
    times = cluster.pools.elements.map { pool in
      Array(repeating: .distantPast ..< .distantFuture, count: pool.nodes)
    }
  }

  /// When a node of the machine is commissioned, from then on until it is removed.
  public func time(of node: Int32, in pool: ID<Pool>) -> Range<SimTime> {
    times[Int(pool.index)][Int(node)]
  }

  /// True where nothing ever changes.
  public var isConstant: Bool { steps.count == 1 }

  /// What is commissioned at an instant.
  public func cluster(at time: SimTime) -> Cluster {
    (steps.last { $0.from <= time } ?? steps[0]).cluster
  }

  /// What is commissioned of something from one instant to another, times milliseconds.
  public func commissioned(
    _ amount: (Cluster) -> Int,
    from start: SimTime,
    to end: SimTime
  ) -> Int128 {
    var sum = Int128(0)
    for (place, step) in steps.enumerated() {
      let until = place + 1 < steps.count ? min(end, steps[place + 1].from) : end
      let from = max(start, step.from)
      if from < until { sum += Int128(amount(step.cluster)) * Int128((until - from).milliseconds) }
    }
    return sum
  }

  /// Lets a pool have more nodes from an instant on, or fewer.
  private mutating func change(_ pool: ID<Pool>, by nodes: Int, at time: SimTime) {
    precondition(time >= steps[steps.count - 1].from, "changes come in order")
    if steps[steps.count - 1].from < time { steps.append(Step(from: time, cluster: commissioned)) }
    steps[steps.count - 1].cluster.pools[pool].nodes += nodes
  }

  /// Adds nodes to a pool.
  ///
  /// - Precondition: changes come in the order of their instants.
  public mutating func add(_ nodes: Int, to pool: ID<Pool>, at time: SimTime) {
    let first = machine.pools[pool].nodes
    machine.pools[pool].nodes += nodes
    change(pool, by: nodes, at: time)
    for node in Int32(first)..<Int32(first + nodes) {
      times[Int(pool.index)].append(time..<SimTime.distantFuture)
      absences.append(
        NodeOutage(pool, node: node, from: .distantPast, until: time, running: .drain)
      )
    }
  }

  /// Removes nodes of a pool, on which nobody starts any more.
  ///
  /// Who runs there runs on or is interrupted, where a grace is given once it is over.
  ///
  /// - Precondition: the pool has so many, and changes come in the order of their instants.
  public mutating func remove(
    _ nodes: Int,
    of pool: ID<Pool>,
    at time: SimTime,
    running: NodeOutage.Running = .drain,
    grace: SimDuration = .zero
  ) {
    precondition(nodes <= commissioned.pools[pool].nodes, "more nodes are removed than there are")
    change(pool, by: -nodes, at: time)
    let there = times[Int(pool.index)].indices.filter {
      times[Int(pool.index)][$0].upperBound == .distantFuture
    }
    for node in there.suffix(nodes) {
      times[Int(pool.index)][node] = times[Int(pool.index)][node].lowerBound..<time
      func leave(at time: SimTime, _ running: NodeOutage.Running) {
        absences.append(
          NodeOutage(pool, node: Int32(node), from: time, until: .distantFuture, running: running)
        )
      }
      if running == .drain || grace > .zero { leave(at: time, .drain) }
      if running == .requeue { leave(at: time + grace, .requeue) }
    }
  }

  /// The same machine with cores as its devices.
  var ofCores: ClusterOverTime {
    var same = self
    same.steps = steps.map { Step(from: $0.from, cluster: $0.cluster.ofCores) }
    same.machine = machine.ofCores
    return same
  }
}
