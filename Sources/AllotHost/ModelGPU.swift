/// One accelerator of a modelled node, as its PCI device tells.
public struct ModelGPU: Hashable, Sendable, Encodable {
  /// The closest part of the processor side that the GPU hangs below.
  public struct Locality: Hashable, Sendable, Encodable, CustomStringConvertible {
    /// hwloc's name of the type of part: `Package`, `L3`, `Group0`, `NUMANode` or `Machine`.
    public var kind: String
    /// The logical index among the parts of this type.
    public var index: Int

    /// Kind and index, as in `L3 5`.
    public var description: String { "\(kind) \(index)" }
  }

  /// Domain, bus, device and function: `0000:18:00.0`.
  public var busID: String
  /// The name recorded in the file, else vendor and device number: `10de:1db8`.
  public var model: String
  /// The PCI vendor, as 0x10de for NVIDIA and 0x1002 for AMD.
  public var vendor: Int
  /// The PCI device number of the vendor.
  public var device: Int
  /// What the GPU is local to.
  public var locality: Locality
  /// The operating system's indexes of the NUMA nodes of that part, ascending.
  public var numaNodes: [Int]

  /// The NUMA node that the GPU is local to; nil when the machine does not tell one from another.
  public var numaNode: Int? {
    numaNodes.count == 1 ? numaNodes.first : nil
  }
}
