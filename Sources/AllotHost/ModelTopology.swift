internal import CHwloc

/// A described node, from an hwloc XML export or a synthetic string.
///
/// A pure value: the hwloc object lives only while it is read, and there is nothing to bind to,
/// because hwloc reports success for bindings on foreign topologies and does nothing.
public struct ModelTopology: Hashable, Sendable, Encodable {
  /// What was read: the file's path, the synthetic string, or the name given with a text.
  public let source: String
  /// The packages, NUMA nodes and cores.
  public let hardware: NodeHardware
  /// The GPUs in the order of their PCI addresses; always empty for synthetic strings.
  public let gpus: [ModelGPU]

  /// Reads an hwloc XML export of format 1.x or 2.x; throws a ``TopologyError`` naming the file.
  public init(xmlFile path: String) throws(TopologyError) {
    try self.init(xml: SystemFile.text(of: path), source: path)
  }

  /// Reads the text of an hwloc XML export of format 1.x or 2.x.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - source: What errors call it.
  /// - Throws: The ``TopologyError`` that says why it can not be read.
  public init(xml text: String, source: String) throws(TopologyError) {
    guard let version = Self.formatVersion(of: text) else {
      throw .notATopology(source: source)
    }
    // hwloc would say so on stderr only, and then load nothing.
    guard version.split(separator: ".").first == "1" || version.split(separator: ".").first == "2"
    else { throw .laterFormat(source: source, version: version) }
    // An unchecked failure would make the load below describe this machine instead.
    try self.init(source: source, failure: .notATopology(source: source)) { topology in
      let bytes = text.utf8CString
      return bytes.withUnsafeBufferPointer { buffer in
        hwloc_topology_set_xmlbuffer(topology, buffer.baseAddress, Int32(clamping: buffer.count))
      } == 0
    }
  }

  /// Builds a node from an hwloc synthetic string; throws a ``TopologyError`` naming the string.
  ///
  /// Such as `Package:2 [NUMANode(memory=1TiB)] Core:8 PU:2`; a memory in GB is decimal.
  public init(synthetic text: String) throws(TopologyError) {
    try self.init(source: text, failure: .badSyntheticString(text)) { topology in
      hwloc_topology_set_synthetic(topology, text) == 0
    }
  }

  private init(
    source: String,
    failure: TopologyError,
    describe: (hwloc_topology_t) -> Bool
  ) throws(TopologyError) {
    var loading: hwloc_topology_t?
    guard hwloc_topology_init(&loading) == 0, let topology = loading else { throw failure }
    defer { hwloc_topology_destroy(topology) }
    guard describe(topology),
      hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_IMPORTANT) == 0,
      hwloc_topology_load(topology) == 0
    else { throw failure }
    self.source = source
    hardware = HardwareReader(topology: topology).hardware()
    gpus = GPUReader(topology: topology).gpus()
  }

  /// The version in the `topology` element, `1.0` where it has none; nil without such an element.
  private static func formatVersion(of text: String) -> String? {
    let bytes = Array(text.utf8.prefix(4_096))
    guard let start = position(of: "<topology", in: bytes[...]) else { return nil }
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
    let key = "version=\""
    guard let attribute = position(of: key, in: bytes[start..<end]) else { return "1.0" }
    let value = bytes[(attribute + key.utf8.count)..<end].prefix { $0 != UInt8(ascii: "\"") }
    return String(decoding: value, as: UTF8.self)
  }

  private static func position(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.first { bytes[$0...].starts(with: text.utf8) }
  }
}
