/// Why a topology could not be had; every case says what was read and what to do.
public enum TopologyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file could not be read.
  case unreadable(file: String, reason: String)
  /// The text is no hwloc topology, or a damaged one.
  case notATopology(source: String)
  /// The export was written by a later major version of hwloc than the installed one can read.
  case laterFormat(source: String, version: String)
  /// hwloc refused the synthetic string.
  case badSyntheticString(String)
  /// hwloc could not describe this machine.
  case hostUnknown(reason: String)

  /// One sentence of cause and one of remedy.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(file): can not be read: \(reason)"
    case .notATopology(let source):
      "\(source): is no hwloc XML topology. Export one with: lstopo --of xml FILE.xml"
    case .laterFormat(let source, let version):
      "\(source): has hwloc XML format \(version), and only 1.x and 2.x can be read. Export it "
        + "with hwloc 2.x, or with: lstopo --export-xml-flags v2 --of xml FILE.xml"
    case .badSyntheticString(let text):
      "'\(text)': is no synthetic topology. The last level is PU, and NUMA nodes stand in brackets "
        + "behind the level they belong to: Package:2 [NUMANode(memory=1TiB)] Core:8 PU:2"
    case .hostUnknown(let reason):
      "this machine's topology can not be read: \(reason)"
    }
  }
}
