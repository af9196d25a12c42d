internal import CHwloc

/// Finds the GPUs among the PCI devices of a loaded hwloc topology.
///
/// One GPU is one PCI device, however many OS devices (`cuda0`, `nvml0`, `card1`, …) hang below it.
struct GPUReader {
  let topology: hwloc_topology_t

  /// The GPUs in the order of their bus addresses.
  func gpus() -> [ModelGPU] {
    HardwareReader(topology: topology).objects(of: HWLOC_OBJ_PCI_DEVICE)
      .compactMap { gpu($0) }
      .sorted { $0.busID < $1.busID }
  }

  private func gpu(_ object: hwloc_obj_t) -> ModelGPU? {
    guard let attributes = object.pointee.attr?.pointee.pcidev else { return nil }
    let softwareDevices = Self.softwareDevices(below: object)
    guard Self.isGPU(attributes, softwareDevices: softwareDevices) else { return nil }
    let part = hwloc_get_non_io_ancestor_obj(topology, object)
    return ModelGPU(
      busID: Self.hexadecimal(attributes.domain, digits: 4) + ":"
        + Self.hexadecimal(attributes.bus, digits: 2) + ":"
        + Self.hexadecimal(attributes.dev, digits: 2) + "."
        + Self.hexadecimal(attributes.func, digits: 1),
      model: Self.model(of: object, softwareDevices: softwareDevices)
        ?? Self.hexadecimal(attributes.vendor_id, digits: 4) + ":"
        + Self.hexadecimal(attributes.device_id, digits: 4),
      vendor: Int(attributes.vendor_id),
      device: Int(attributes.device_id),
      locality: part.map { Self.locality($0) } ?? ModelGPU.Locality(kind: "Machine", index: 0),
      numaNodes: HardwareReader.indexes(of: part?.pointee.nodeset)
    )
  }

  private static let nvidia: UInt16 = 0x10de
  private static let amd: UInt16 = 0x1002

  /// Tells compute GPUs from the console's graphics chip, which has the same class as some of them.
  private static func isGPU(
    _ attributes: hwloc_pcidev_attr_s,
    softwareDevices: [hwloc_obj_t]
  ) -> Bool {
    switch (attributes.class_id, attributes.vendor_id) {
    case (0x0302, _), (0x0380, _): true  // 3D controller, display controller without a display
    case (0x0300, nvidia): true  // VGA, but no server console is NVIDIA's
    case (0x0300, amd):
      // AMD also made console chips: it counts only if a compute library found it.
      softwareDevices.contains { name(of: $0)?.hasPrefix("rsmi") ?? false }
    case (0x1200, amd): true  // processing accelerator: MI300 and later
    default: false
    }
  }

  private static func softwareDevices(below object: hwloc_obj_t) -> [hwloc_obj_t] {
    var devices: [hwloc_obj_t] = []
    var child = object.pointee.io_first_child
    while let device = child {
      devices.append(device)
      child = device.pointee.next_sibling
    }
    return devices
  }

  private static func model(of object: hwloc_obj_t, softwareDevices: [hwloc_obj_t]) -> String? {
    for device in softwareDevices {
      if let name = hwloc_obj_get_info_by_name(device, "GPUModel") { return String(cString: name) }
    }
    return hwloc_obj_get_info_by_name(object, "PCIDevice").map { String(cString: $0) }
  }

  private static func locality(_ part: hwloc_obj_t) -> ModelGPU.Locality {
    var buffer = [CChar](repeating: 0, count: 64)
    let length = hwloc_obj_type_snprintf(&buffer, buffer.count, part, 0)
    let bytes = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
    return ModelGPU.Locality(
      kind: String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self),
      index: Int(part.pointee.logical_index)
    )
  }

  private static func name(of object: hwloc_obj_t) -> String? {
    object.pointee.name.map { String(cString: $0) }
  }

  private static func hexadecimal(_ number: some FixedWidthInteger, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
