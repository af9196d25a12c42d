import AllotHost
import Testing

@Suite struct ModelTopologyTests {
  @Test(arguments: [
    (
      "Package:2 [NUMANode(memory=1099511627776)] L3Cache:1(size=110100480) Core:56 PU:2",
      [2, 2, 112, 224], 1_099_511_627_776 as UInt64
    ),
    (
      "Package:2 Group:4 [NUMANode(memory=137438953472)] L3Cache:4(size=16777216) Core:4 PU:2",
      [2, 8, 128, 256], 137_438_953_472
    ),
    (
      "pack:2 [numa(memory=1099511627776)] l3:8 core:8 pu:2",
      [2, 2, 128, 256], 1_099_511_627_776
    ),
  ])
  func syntheticNodes(text: String, counts: [Int], memory: UInt64) throws {
    let model = try ModelTopology(synthetic: text)
    #expect(counted(model.hardware) == counts)
    #expect(model.hardware.numaNodes.allSatisfy { $0.memoryBytes == memory })
    #expect(model.gpus.isEmpty)
    #expect(model.source == text)
  }

  @Test(arguments: [
    "group:4 node:4 core:2", "node:2 node:2 pu:2", "", "Package:2 Core:2", "nonsense",
  ])
  func badSyntheticStringIsNamed(text: String) {
    #expect(throws: TopologyError.badSyntheticString(text)) {
      try ModelTopology(synthetic: text)
    }
    #expect(TopologyError.badSyntheticString(text).description.contains("'\(text)'"))
  }

  @Test func formatThreeIsRefusedInWords() {
    let text = "<?xml version=\"1.0\"?>\n<topology version=\"3.0\">\n</topology>\n"
    #expect(throws: TopologyError.laterFormat(source: "new.xml", version: "3.0")) {
      try ModelTopology(xml: text, source: "new.xml")
    }
    let words = TopologyError.laterFormat(source: "new.xml", version: "3.0").description
    #expect(words.contains("new.xml") && words.contains("3.0") && words.contains("2.x"))
  }

  /// A failed import must never describe this machine instead.
  @Test(arguments: [
    "", "not XML", "<system></system>", "<topology", "<topology version=\"2.0\">",
    "<topology version=\"2.0\"></topology>", "<topology version=\"2.0\"><object type=\"Mach",
  ])
  func damagedTextIsRefused(text: String) {
    #expect(throws: TopologyError.notATopology(source: "damaged.xml")) {
      try ModelTopology(xml: text, source: "damaged.xml")
    }
  }

  @Test func missingFileIsNamed() throws {
    let error = try #require(throws: TopologyError.self) {
      try ModelTopology(xmlFile: "/nowhere/node.xml")
    }
    #expect(error.description.hasPrefix("/nowhere/node.xml: "))
    #expect(throws: TopologyError.self) { try ModelTopology(xmlFile: "/") }
  }

  @Test func formatOneIsRead() throws {
    let model = try ModelTopology(xml: Self.formatOne, source: "one.xml")
    #expect(counted(model.hardware) == [2, 2, 2, 4])
    #expect(model.hardware.cores.map(\.numaNode) == [0, 1])
    #expect(model.hardware.cores.map(\.package) == [0, 1])
    #expect(model.hardware.cores.map(\.processingUnits) == [[0, 1], [2, 3]])
  }

  private func counted(_ hardware: NodeHardware) -> [Int] {
    [
      hardware.packages, hardware.numaNodes.count, hardware.cores.count,
      hardware.processingUnitCount,
    ]
  }

  private static let formatOne: String = {
    func sets(_ cpus: String, _ nodes: String) -> String {
      ["cpuset", "complete_cpuset", "online_cpuset", "allowed_cpuset"]
        .map { "\($0)=\"\(cpus)\" " }.joined()
        + ["nodeset", "complete_nodeset", "allowed_nodeset"]
        .map { "\($0)=\"\(nodes)\" " }.joined()
    }
    func object(_ type: String, _ index: Int, _ sets: String, _ content: String) -> String {
      "<object type=\"\(type)\" os_index=\"\(index)\" \(sets)>\(content)</object>\n"
    }
    let nodes = (0...1).map { node -> String in
      let own = sets(node == 0 ? "0x00000003" : "0x0000000c", node == 0 ? "0x1" : "0x2")
      let units = (2 * node...2 * node + 1).map { unit in
        object("PU", unit, sets("0x\(1 << unit)", node == 0 ? "0x1" : "0x2"), "")
      }
      let core = object("Core", node, own, units.joined())
      return object("NUMANode", node, own, object("Socket", node, own, core))
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE topology SYSTEM \"hwloc.dtd\">\n"
      + "<topology>\n" + object("Machine", 0, sets("0x0000000f", "0x3"), nodes.joined())
      + "</topology>\n"
  }()
}
