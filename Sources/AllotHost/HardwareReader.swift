internal import CHwloc

/// Turns a loaded hwloc topology into values.
struct HardwareReader {
  let topology: hwloc_topology_t

  func hardware() -> NodeHardware {
    NodeHardware(
      packages: objects(of: HWLOC_OBJ_PACKAGE).count,
      numaNodes: objects(of: HWLOC_OBJ_NUMANODE).map { node in
        NodeHardware.NUMANode(
          osIndex: Int(node.pointee.os_index),
          memoryBytes: node.pointee.attr?.pointee.numanode.local_memory ?? 0
        )
      },
      cores: cores()
    )
  }

  /// Objects of one type in logical order; empty when the type is absent or on several levels.
  func objects(of type: hwloc_obj_type_t) -> [hwloc_obj_t] {
    let count = hwloc_get_nbobjs_by_type(topology, type)
    guard count > 0 else { return [] }
    return (0..<UInt32(count)).compactMap { hwloc_get_obj_by_type(topology, type, $0) }
  }

  /// The set bits, ascending; empty for no bitmap and for one without end.
  static func indexes(of bitmap: hwloc_const_bitmap_t?) -> [Int] {
    guard let bitmap, hwloc_bitmap_weight(bitmap) > 0 else { return [] }
    var indexes: [Int] = []
    var index = hwloc_bitmap_first(bitmap)
    while index >= 0 {
      indexes.append(Int(index))
      index = hwloc_bitmap_next(bitmap, index)
    }
    return indexes
  }

  private func cores() -> [NodeHardware.Core] {
    var objects = objects(of: HWLOC_OBJ_CORE)
    if objects.isEmpty { objects = self.objects(of: HWLOC_OBJ_PU) }
    var cores: [NodeHardware.Core] = []
    for object in objects {
      let processingUnits = Self.indexes(of: object.pointee.cpuset)
      if processingUnits.isEmpty { continue }
      let package = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_PACKAGE, object)
      // Cores with fast and large memory side by side have several local nodes; the lowest index
      // is the ordinary memory on the machines known to do so.
      cores.append(
        NodeHardware.Core(
          logicalIndex: Int(object.pointee.logical_index),
          package: package.map { Int($0.pointee.logical_index) } ?? 0,
          numaNode: Self.indexes(of: object.pointee.nodeset).first,
          processingUnits: processingUnits
        )
      )
    }
    return cores
  }
}
