/// A time in which nobody starts on a node: it has failed, it is maintained, or it is not there.
///
/// It changes what can be used, and nothing of what tenants are entitled to.
///
/// One that is announced is known before it begins: nobody starts on the node who might still run
/// then. Any other is known from its beginning on. Both are known with when they will be over.
public struct NodeOutage: Sendable, Equatable {
  /// What becomes of who runs on the node when its outage begins.
  public enum Running: UInt8, Sendable {
    /// It runs on.
    case drain
    /// It is interrupted and waits again, with all its nodes.
    case requeue
  }

  /// The pool of the cluster.
  public var pool: ID<Pool>
  /// The position of the node in it.
  public var node: Int32
  /// The first instant at which nobody starts there.
  public var from: SimTime
  /// The instant at which it is there again; the distant future where it never is.
  public var until: SimTime
  /// What becomes of who runs there.
  public var running: Running
  /// From when on it is known.
  public var known: SimTime

  /// An outage of one node; one that nobody announces is known when it begins.
  public init(
    _ pool: ID<Pool>,
    node: Int32,
    from: SimTime,
    until: SimTime,
    running: Running,
    known: SimTime? = nil
  ) {
    self.pool = pool
    self.node = node
    self.from = from
    self.until = until
    self.running = running
    self.known = known ?? from
  }

  /// True where it is known before it begins.
  var isAnnounced: Bool { known < from }

  /// True for an outage of a node that a cluster has, known when it begins.
  func isPossible(on cluster: Cluster) -> Bool {
    known <= from && Int(pool.index) < cluster.pools.count && node >= 0
      && Int(node) < cluster.pools[pool].nodes
  }

  /// The device-milliseconds that nodes are out until an instant, from another on.
  ///
  /// A node that is out for two reasons is out once.
  public static func deviceTime(
    of outages: [NodeOutage],
    on cluster: Cluster,
    from start: SimTime = .distantPast,
    until end: SimTime
  ) -> Int128 {
    let byNode = outages.sorted {
      ($0.pool.index, $0.node, $0.from) < ($1.pool.index, $1.node, $1.from)
    }
    var sum = Int128(0)
    var (last, reached): (NodeOutage?, SimTime) = (nil, start)
    for outage in byNode {
      if last?.pool != outage.pool || last?.node != outage.node { reached = start }
      let (from, until) = (max(outage.from, reached), min(outage.until, end))
      if from < until {
        let gpus = cluster.pools[outage.pool].kind.gpus
        sum += Int128(gpus) * Int128((until - from).milliseconds)
        reached = until
      }
      last = outage
    }
    return sum
  }

  /// The same outages in the order of their beginnings, those that go on from each other as one.
  ///
  /// Ties go by pool and node. Of two that overlap and differ in ``running``, or in when they were
  /// announced, both stay: a node that is drained may fail.
  static func joined(_ outages: [NodeOutage]) -> [NodeOutage] {
    let byNode = outages.filter { $0.from < $0.until }.sorted {
      ($0.pool.index, $0.node, $0.running.rawValue, $0.from, $0.until)
        < ($1.pool.index, $1.node, $1.running.rawValue, $1.from, $1.until)
    }
    var joined: [NodeOutage] = []
    for outage in byNode {
      if let last = joined.last, last.pool == outage.pool, last.node == outage.node,
        last.running == outage.running, outage.from <= last.until,
        last.known == outage.known || !last.isAnnounced && !outage.isAnnounced
      {
        joined[joined.count - 1].until = max(last.until, outage.until)
      } else {
        joined.append(outage)
      }
    }
    return joined.sorted {
      ($0.from, $0.pool.index, $0.node, $0.running.rawValue)
        < ($1.from, $1.pool.index, $1.node, $1.running.rawValue)
    }
  }
}
