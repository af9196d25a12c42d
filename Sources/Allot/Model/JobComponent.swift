/// One part of a heterogeneous job: a gang of its own shape that lies whole inside one pool.
public struct JobComponent: Sendable, Equatable {
  /// Devices of the part; 0 where it needs none.
  public var gpus: Int32
  /// Devices on each node when the trace gives them, else 0: packed.
  public var gpusPerNode: Int32
  /// Processor cores of the part; 0 when the trace gives none.
  public var cores: Int32
  /// Memory of the part in MiB; 0 when the trace gives none.
  public var memory: Int32
  /// The device models that it accepts.
  public var models: AcceptedModels

  /// A part with the given wishes.
  public init(
    gpus: Int,
    gpusPerNode: Int = 0,
    cores: Int = 0,
    memory: Int = 0,
    models: AcceptedModels = .any
  ) {
    self.gpus = Int32(gpus)
    self.gpusPerNode = Int32(gpusPerNode)
    self.cores = Int32(cores)
    self.memory = Int32(memory)
    self.models = models
  }
}

/// The components of one job, which all start and end together or not at all.
///
/// Each lies whole inside one pool; several may share a pool and its nodes. They are placed one
/// behind the other, each by best fit beside those before it. Of all ways to give each component a
/// pool, the first in which every component has its place is taken: the pools of the first
/// component count most, in the order of the cluster, then those of the second, and so on.
public struct JobComponents: Sendable, Equatable {
  /// The components in the order of the trace.
  public let list: [JobComponent]

  /// The most components of a job.
  public static let most = 64

  /// The components of a job, at least two.
  public init(_ list: [JobComponent]) {
    precondition(list.count >= 2, "a job of one component is an ordinary job")
    precondition(list.count <= Self.most, "a job has at most \(Self.most) components")
    self.list = list
  }
}

extension Job {
  /// The same job made of components: it asks for their sums, and each has models of its own.
  public func made(of components: JobComponents, id: ID<JobComponents>) -> Job {
    var job = self
    job.gpus = components.list.reduce(0) { $0 + $1.gpus }
    job.cores = components.list.reduce(0) { $0 + $1.cores }
    job.memory = components.list.reduce(0) { $0 + $1.memory }
    job.gpusPerNode = 0
    job.models = .any
    job.components = id
    return job
  }

  /// An ordinary job that asks for one component only.
  public func part(_ component: JobComponent) -> Job {
    var job = self
    job.gpus = component.gpus
    job.gpusPerNode = component.gpusPerNode
    job.cores = component.cores
    job.memory = component.memory
    job.models = component.models
    job.components = nil
    return job
  }
}
