internal import CHwloc
internal import Glibc

/// This machine as the calling process may use it.
///
/// Only PUs in the process's cpuset (cgroup) and in the CPU affinity of any of its threads at the
/// time of loading are seen. It owns the loaded hwloc topology, which is never changed afterwards,
/// so that any thread may use it. For a modelled node, see ``ModelTopology``, which can bind
/// nothing.
public final class HostTopology: Sendable {
  /// The packages, NUMA nodes and cores with at least one allowed PU.
  public let hardware: NodeHardware
  /// The PUs on which the process may run.
  public let allowedProcessingUnits: CPUList
  /// hwloc only reads a loaded topology in the calls made here, and documents that as safe.
  private nonisolated(unsafe) let topology: hwloc_topology_t

  /// Loads the topology of this machine; throws ``TopologyError/hostUnknown(reason:)``.
  public init() throws(TopologyError) {
    var loading: hwloc_topology_t?
    guard hwloc_topology_init(&loading) == 0, let loading else {
      throw .hostUnknown(reason: SystemError.text(errno))
    }
    // hwloc honours cgroups by itself, but an affinity set by taskset or a batch system only by
    // flag.
    let flags =
      HWLOC_TOPOLOGY_FLAG_RESTRICT_TO_CPUBINDING.rawValue
      | HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM.rawValue
    guard
      hwloc_topology_set_flags(loading, UInt(flags)) == 0, hwloc_topology_load(loading) == 0
    else {
      let reason = SystemError.text(errno)
      hwloc_topology_destroy(loading)
      throw .hostUnknown(reason: reason)
    }
    let hardware = HardwareReader(topology: loading).hardware()
    guard !hardware.cores.isEmpty else {
      hwloc_topology_destroy(loading)
      throw .hostUnknown(reason: "hwloc found no core")
    }
    topology = loading
    self.hardware = hardware
    allowedProcessingUnits = CPUList(
      HardwareReader.indexes(of: hwloc_topology_get_allowed_cpuset(loading))
    )
  }

  deinit {
    hwloc_topology_destroy(topology)
  }

  /// Binds the calling thread to one PU; the errno value of a refusal.
  func bindThread(toProcessingUnit osIndex: Int) -> Int32? {
    guard let set = hwloc_bitmap_alloc() else { return ENOMEM }
    defer { hwloc_bitmap_free(set) }
    guard
      hwloc_bitmap_only(set, UInt32(osIndex)) == 0,
      hwloc_set_cpubind(topology, set, Int32(HWLOC_CPUBIND_THREAD.rawValue)) == 0
    else { return errno }
    return nil
  }
}
