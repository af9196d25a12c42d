public import Allot

/// What figures are told before a replay begins: the world, the window, and what only reports know
/// of its jobs.
public struct MeasuredWorld: Sendable {
  /// The machine, the tenants and the jobs.
  public var world: World
  /// The time over which shares are accounted; jobs submitted in it are the measured jobs.
  public var window: MeasurementWindow
  /// The classes that the trace gives its jobs; none in a closed loop, which gives ids anew.
  public var classes: JobClasses
  /// What the trace calls its jobs; nil where it does not, and in a closed loop.
  public var names: (any JobNames)?
  /// What cleaning has left out of the trace.
  public var dropped: [DroppedWork]
  /// How many levels of declared tenants tables by the hour show.
  public var depthOfTenants: Int

  /// A world and what is measured of it; by default over all submits, without classes.
  public init(
    world: World,
    window: MeasurementWindow? = nil,
    classes: JobClasses = JobClasses(),
    names: (any JobNames)? = nil,
    dropped: [DroppedWork] = [],
    depthOfTenants: Int = 2
  ) {
    self.world = world
    self.window = window ?? MeasurementWindow(of: world)
    self.classes = world.resubmitsUntil == nil ? classes : JobClasses()
    self.names = world.resubmitsUntil == nil ? names : nil
    self.dropped = dropped
    self.depthOfTenants = depthOfTenants
  }

  /// The same as figures are told it: in cores where work is counted in them.
  public var weighed: MeasuredWorld {
    var weighed = self
    weighed.world = world.weighed
    guard weighed.world.cluster.unit != world.cluster.unit else { return self }
    for place in dropped.indices {
      weighed.dropped[place].work = dropped[place].otherWork
      weighed.dropped[place].otherWork = dropped[place].work
    }
    return weighed
  }

  /// True where some work is in cores that hours of devices do not show: of jobs without devices,
  /// or on nodes without.
  public var hasCoresBeside: Bool {
    world.cluster.unit == .gpu && world.resubmitsUntil == nil
      && (world.cluster.isMixed || world.jobs.contains { $0.gpus == 0 && $0.cores > 0 })
  }
}

/// What a trace calls its jobs.
public protocol JobNames: Sendable {
  /// The name of a job in the trace, as `jobs.csv` has it.
  func name(of job: ID<Job>) -> String
}

/// The classes of the jobs of a world, such as `training`.
public struct JobClasses: Sendable {
  /// Their names, in the order of the trace.
  public var names: [String]
  /// The position of each job's class among the names; −1 for a job without one.
  public var ofJob: [Int32]

  /// Classes by job; by default none.
  public init(names: [String] = [], ofJob: [Int32] = []) {
    self.names = names
    self.ofJob = ofJob
  }
}

/// Rows of a trace that a reason has left out, of one tenant or of nobody known.
public struct DroppedWork: Sendable, Equatable {
  /// Why, such as `limit_missing`.
  public var reason: String
  /// Whose they are; nil where nobody knows.
  public var tenant: ID<Tenant>?
  /// How many there are.
  public var jobs: Int
  /// Their devices × run times, in device-milliseconds; on a machine of cores, of their cores.
  public var work: Int64
  /// The cores of those without devices × run times; on a machine of cores, the devices of rows.
  public var otherWork: Int64

  /// Rows of a reason.
  public init(
    reason: String,
    tenant: ID<Tenant>?,
    jobs: Int,
    work: Int64,
    otherWork: Int64 = 0
  ) {
    self.reason = reason
    self.tenant = tenant
    self.jobs = jobs
    self.work = work
    self.otherWork = otherWork
  }
}
