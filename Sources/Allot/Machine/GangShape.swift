/// What a gang needs inside one pool: equal chunks on different nodes and perhaps a smaller rest.
///
/// A shape exists only for a job that could run on an empty pool of that node kind, if the pool had
/// enough nodes.
public struct GangShape: Sendable, Equatable {
  /// The resources of one node that one part of a gang takes.
  public struct Chunk: Sendable, Equatable {
    /// Devices.
    public var gpus: Int32
    /// Processor cores; 0 where cores are not modelled or not asked for.
    public var cores: Int32
    /// Memory in MiB; 0 where memory is not modelled or not asked for.
    public var memory: Int32

    /// A part with the given resources.
    public init(gpus: Int32, cores: Int32, memory: Int32) {
      self.gpus = gpus
      self.cores = cores
      self.memory = memory
    }

    /// True when it takes nothing at all.
    var isNothing: Bool { gpus == 0 && cores == 0 && memory == 0 }

    /// What is left of each resource once another chunk is taken from it, never below nothing.
    func less(_ other: Chunk) -> Chunk {
      Chunk(
        gpus: max(0, gpus - other.gpus),
        cores: max(0, cores - other.cores),
        memory: max(0, memory - other.memory)
      )
    }
  }

  /// How many nodes take a full chunk.
  public var count: Int32
  /// What each of these nodes gives.
  public var chunk: Chunk
  /// What one more node gives, or nil where the chunks are everything.
  public var rest: Chunk?

  /// The number of nodes that the gang lies on.
  public var nodes: Int { Int(count) + (rest == nil ? 0 : 1) }

  /// The shape of a job on nodes of a kind, or nil where one node can not hold one chunk.
  ///
  /// The trace's devices per node are honoured; without them a gang is packed: whole nodes and a
  /// rest. Cores and memory are split in proportion to devices, rounded up. A job without devices
  /// is packed by cores, and one with memory alone takes it on one node. One-device nodes without
  /// cores and memory are devices and no boundaries, so devices per node do not matter there.
  public init?(of job: Job, on kind: NodeCapacity) {
    if kind.isPlain {
      // Who asks for no devices lies on some node, where nodes matter.
      let isOnNode = job.gpus == 0 && kind.areNodesKept
      count = isOnNode ? 1 : job.gpus
      chunk = Chunk(gpus: isOnNode ? 0 : 1, cores: 0, memory: 0)
      rest = nil
      return
    }
    let whole = job.gpus > 0 ? job.gpus : job.cores
    let capacity = Int32(job.gpus > 0 ? kind.gpus : kind.cores)
    if job.gpus == 0 && (kind.cores == 0 || job.cores == 0) {
      count = 1
      chunk = Self.chunk(of: job, part: 1, whole: 1, on: kind)
      rest = nil
    } else {
      let perNode = job.gpus > 0 && job.gpusPerNode > 0 ? job.gpusPerNode : capacity
      let part = min(perNode, whole)
      guard part > 0, part <= capacity else { return nil }
      count = whole / part
      chunk = Self.chunk(of: job, part: part, whole: whole, on: kind)
      let left = whole % part
      rest = left > 0 ? Self.chunk(of: job, part: left, whole: whole, on: kind) : nil
    }
    guard Self.fits(chunk, kind) else { return nil }
  }

  private static func chunk(of job: Job, part: Int32, whole: Int32, on kind: NodeCapacity) -> Chunk
  {
    func portion(_ amount: Int32) -> Int32 {
      Int32((Int64(amount) * Int64(part) + Int64(whole) - 1) / Int64(whole))
    }
    return Chunk(
      gpus: portion(job.gpus),
      cores: kind.cores > 0 ? portion(job.cores) : 0,
      memory: kind.memory > 0 ? portion(job.memory) : 0
    )
  }

  private static func fits(_ chunk: Chunk, _ kind: NodeCapacity) -> Bool {
    Int(chunk.gpus) <= kind.gpus && (kind.cores == 0 || Int(chunk.cores) <= kind.cores)
      && (kind.memory == 0 || Int(chunk.memory) <= kind.memory)
  }
}
