/// What one node of a pool can give, without the names that only reports need.
public struct NodeCapacity: Sendable, Equatable {
  /// Devices.
  public var gpus: Int
  /// Processor cores; 0 means that cores are not modelled.
  public var cores: Int
  /// Memory in MiB; 0 means that memory is not modelled.
  public var memory: Int
  /// True where it matters on which nodes jobs lie, whatever these have: some of them will be out.
  public var areNodesKept = false

  /// The capacity of a node of a kind.
  public init(_ kind: NodeKind) {
    gpus = kind.gpus
    cores = kind.cores
    memory = kind.memory
  }

  /// True for one-device nodes without cores and memory, which a gang takes as they come.
  var isPlain: Bool { gpus == 1 && cores == 0 && memory == 0 }

  /// True where it does not matter which nodes a job gets, so that they are merely counted.
  public var isCount: Bool { isPlain && !areNodesKept }
}
