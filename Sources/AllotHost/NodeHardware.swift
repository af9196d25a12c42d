/// What one machine is made of: packages, NUMA nodes with their memory, cores and PUs.
///
/// A pure value, the same for this machine and for a modelled node; it holds no hwloc object. All
/// lists are in hwloc's logical order, which follows the hardware.
public struct NodeHardware: Hashable, Sendable, Encodable {
  /// One core and the PUs (hardware threads) that may be used on it.
  public struct Core: Hashable, Sendable, Encodable {
    /// The position in logical order, counted over the whole machine.
    public var logicalIndex: Int
    /// The logical index of the package that holds the core.
    public var package: Int
    /// The operating system's index of the closest NUMA node; nil when hwloc names none.
    ///
    /// These indexes have gaps on some machines (0 and 8 on POWER9): never index an array with one.
    public var numaNode: Int?
    /// The operating system's indexes of the core's PUs, ascending, at least one.
    public var processingUnits: [Int]

    /// A core as described.
    public init(logicalIndex: Int, package: Int, numaNode: Int?, processingUnits: [Int]) {
      precondition(!processingUnits.isEmpty, "a core has at least one PU")
      self.logicalIndex = logicalIndex
      self.package = package
      self.numaNode = numaNode
      self.processingUnits = processingUnits
    }
  }

  /// One NUMA node: memory that some cores reach faster than others.
  public struct NUMANode: Hashable, Sendable, Encodable {
    /// The operating system's index, with gaps on some machines.
    public var osIndex: Int
    /// The memory of the node in bytes; 0 when unknown.
    public var memoryBytes: UInt64

    /// A node as described.
    public init(osIndex: Int, memoryBytes: UInt64) {
      self.osIndex = osIndex
      self.memoryBytes = memoryBytes
    }
  }

  /// The number of processor packages (sockets).
  public var packages: Int
  /// The NUMA nodes.
  public var numaNodes: [NUMANode]
  /// The cores; where hwloc sees no cores, as on some virtual machines, one per PU.
  public var cores: [Core]

  /// A machine as described.
  public init(packages: Int, numaNodes: [NUMANode], cores: [Core]) {
    self.packages = packages
    self.numaNodes = numaNodes
    self.cores = cores
  }

  /// The number of PUs of all cores.
  public var processingUnitCount: Int {
    cores.reduce(0) { $0 + $1.processingUnits.count }
  }

  /// The memory of all NUMA nodes in bytes.
  public var memoryBytes: UInt64 {
    numaNodes.reduce(0) { $0 + $1.memoryBytes }
  }

  /// The number of cores whose closest NUMA node has this operating system's index.
  public func coreCount(ofNUMANode osIndex: Int) -> Int {
    cores.count { $0.numaNode == osIndex }
  }
}
