public import Allot

/// Worlds of any size for measuring: Poisson arrivals, lognormal run times, any gang size.
///
/// Run times have a median of 30 min and a sigma of 1.7, from 10 s to 5 d; limits are 1 to 5 times
/// as long, rounded up to 15 min. A third of the jobs have one device, the others any number up to
/// 1,024, log-uniform. Users are skewed inside organisations, and these inside classes of 50, 30
/// and 20 %.
public struct SyntheticWorkload: Sendable {
  /// How many jobs.
  public var jobs = 1_000_000
  /// The part of the machine that the work would fill, once the backlog is there.
  public var load = 0.95
  /// How many of the jobs are there from the start.
  public var backlog = 0
  /// Nodes of eight devices; 0 for 10,000 devices as a mere count.
  public var nodes = 0
  /// Cores of a node, where jobs ask for them as well: for any number on each of their nodes,
  /// whatever their devices; 0 where they do not.
  public var cores = 0
  /// Organisations in each of the three classes.
  public var organisations = 20
  /// Users in each organisation.
  public var users = 50
  /// What the random numbers grow from.
  public var seed: UInt64 = 1

  /// A million jobs on 10,000 devices at a load of 0.95.
  public init() {}

  /// The world.
  public func world() -> World {
    let (tenants, leaves) = tenants()
    let cluster = cluster()
    var random = RandomStream("synthetic jobs", seed: seed)
    var drawn: [Job] = []
    drawn.reserveCapacity(jobs)
    var work = 0.0
    for _ in 0..<jobs {
      var job = job(&random, leaves: leaves, largest: min(1_024, cluster.gpus))
      var part = Double(job.gpus)
      if cores > 0 {
        let perNode = Int32(random.within(1...cores))
        job.cores = max(1, job.gpus < 8 ? perNode : job.gpus * perNode / 8)
        part = max(part, 8 * Double(job.cores) / Double(cores))
      }
      work += part * Double(job.run.milliseconds)
      drawn.append(job)
    }
    arrive(&drawn, span: work / (load * Double(cluster.gpus)))
    return World(cluster: cluster, tenants: tenants, jobs: drawn)
  }

  /// Spreads submissions over a span, in milliseconds, with exponential gaps.
  private func arrive(_ drawn: inout [Job], span: Double) {
    var random = RandomStream("synthetic arrivals", seed: seed)
    let gap = span / Double(max(1, jobs)) * 0.6931471805599453
    var now = 0.0
    for index in drawn.indices.dropFirst(backlog) {
      now -= gap * Elementary.log2(1 - random.unit())
      drawn[index].submit = SimTime(milliseconds: Int64(now))
    }
  }

  private func job(_ random: inout RandomStream, leaves: [[[ID<Tenant>]]], largest: Int) -> Job {
    let octaves = 1.7 * 1.4426950408889634 * random.normal()
    let run = min(max(1_800 * Elementary.exp2(octaves), 10), 432_000)
    let quarters = Int64(run * (1 + 4 * random.unit()) / 900) + 1
    let gpus = random.chance(35, in: 100) ? 1 : Int(Elementary.exp2(10 * random.unit()))
    let share = random.below(10)
    let organisations = leaves[share < 5 ? 0 : share < 8 ? 1 : 2]
    let users = organisations[skewed(&random, organisations.count)]
    return Job(
      submit: .zero,
      run: SimDuration(seconds: Int64(run)),
      limit: SimDuration(seconds: quarters * 900),
      gpus: min(gpus, largest),
      tenant: users[skewed(&random, users.count)]
    )
  }

  private func skewed(_ random: inout RandomStream, _ count: Int) -> Int {
    let unit = random.unit()
    return Int(unit * unit * Double(count))
  }

  private func tenants() -> (Tenants, [[[ID<Tenant>]]]) {
    var tenants = Tenants()
    var leaves: [[[ID<Tenant>]]] = []
    for (name, percent) in [("national", 50), ("enterprise", 30), ("university", 20)] {
      let own = tenants.add(name, below: Tenants.root, share: Share(percent: Int64(percent)))
      leaves.append(
        (0..<organisations).map { organisation in
          let parent = tenants.add("o\(organisation)", below: own)
          return (0..<users).map { tenants.add("u\($0)", below: parent) }
        }
      )
    }
    return (tenants, leaves)
  }

  private func cluster() -> Cluster {
    guard nodes > 0 else { return Cluster(processors: 10_000) }
    let kind = NodeKind(name: "node", gpus: 8, model: ID(0), cores: cores)
    return Cluster(
      name: "nodes",
      models: Table([DeviceModel(name: "A")]),
      pools: Table([Pool(name: "pool", nodes: nodes, kind: kind)])
    )
  }
}
