import AllotHost
import Foundation
import Testing

/// Exports of real machines, which lie beside the checkout and are not part of it.
@Suite struct RealNodeTests {
  struct Expected: Sendable, CustomTestStringConvertible {
    var name: String
    var packages: Int
    var numaNodes: Int
    var cores: Int
    var processingUnits: Int
    var gpus: Int
    var localTo: String

    var testDescription: String { name }
  }

  static let folder: String = {
    // Tests/AllotHostTests/RealNodeTests.swift is three levels below the package's root.
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.dropLast().joined(separator: "/") + "/shared/topologies"
  }()

  static let isPresent = FileManager.default.fileExists(atPath: folder)

  @Test(
    .enabled(if: isPresent, "../shared/topologies is absent"),
    arguments: [
      Expected(
        name: "nvidia-dgx2-16xV100",
        packages: 2,
        numaNodes: 2,
        cores: 4,
        processingUnits: 4,
        gpus: 16,
        localTo: "Package"
      ),
      Expected(
        name: "power8-4xP100-nvlink",
        packages: 2,
        numaNodes: 2,
        cores: 8,
        processingUnits: 16,
        gpus: 4,
        localTo: "Package"
      ),
      Expected(
        name: "coral-lassen-4xV100",
        packages: 2,
        numaNodes: 2,
        cores: 40,
        processingUnits: 160,
        gpus: 4,
        localTo: "Package"
      ),
      Expected(
        name: "cray-ex235a-4xMI250X",
        packages: 1,
        numaNodes: 4,
        cores: 64,
        processingUnits: 128,
        gpus: 8,
        localTo: "L3"
      ),
      Expected(
        name: "aws-g4dn-metal-8xT4",
        packages: 2,
        numaNodes: 2,
        cores: 48,
        processingUnits: 96,
        gpus: 8,
        localTo: "Package"
      ),
      Expected(
        name: "epyc-corona-8xMI50",
        packages: 2,
        numaNodes: 2,
        cores: 48,
        processingUnits: 96,
        gpus: 8,
        localTo: "Package"
      ),
    ]
  )
  func countsAreThoseOfTheMachine(expected: Expected) throws {
    let model = try ModelTopology(xmlFile: "\(Self.folder)/\(expected.name).xml")
    #expect(model.hardware.packages == expected.packages)
    #expect(model.hardware.numaNodes.count == expected.numaNodes)
    #expect(model.hardware.cores.count == expected.cores)
    #expect(model.hardware.processingUnitCount == expected.processingUnits)
    #expect(model.gpus.count == expected.gpus)
    #expect(model.gpus.allSatisfy { $0.locality.kind == expected.localTo })
    #expect(model.gpus.allSatisfy { $0.numaNode != nil })
    #expect(model.hardware.numaNodes.allSatisfy { $0.memoryBytes > 0 })
    #expect(Set(model.gpus.map(\.busID)).count == expected.gpus)
  }

  @Test(.enabled(if: isPresent, "../shared/topologies is absent"))
  func nodeNumbersWithGaps() throws {
    let model = try ModelTopology(xmlFile: Self.folder + "/coral-lassen-4xV100.xml")
    #expect(model.hardware.numaNodes.map(\.osIndex) == [0, 8])
    #expect(model.gpus.map(\.numaNode) == [0, 0, 8, 8])
    let workers = WorkerPlacement(cores: model.hardware.cores).workers
    #expect(workers.count == 40)
    #expect(workers.prefix(4).map(\.numaNode) == [0, 8, 0, 8])
  }

  @Test(.enabled(if: isPresent, "../shared/topologies is absent"))
  func everyChipIsLocalToItsOwnCache() throws {
    let model = try ModelTopology(xmlFile: Self.folder + "/cray-ex235a-4xMI250X.xml")
    #expect(Set(model.gpus.map(\.locality.index)) == Set(0..<8))
    let loads = (0..<4).map { node in model.gpus.count { $0.numaNode == node } }
    #expect(loads == [2, 2, 2, 2])
    // One worker per core, not per PU.
    #expect(WorkerPlacement(cores: model.hardware.cores).workers.count == 64)
  }

  @Test(.enabled(if: isPresent, "../shared/topologies is absent"))
  func reportOfAFileListsGPUsAndNoNames() throws {
    let model = try ModelTopology(xmlFile: Self.folder + "/coral-lassen-4xV100.xml")
    let text = TopologyReport(model: model).text
    #expect(text.contains("GPUs: 4\n"))
    #expect(text.contains("node 8"))
    #expect(text.contains("Tesla V100-SXM2-16GB"))
    #expect(!text.contains("Serial") && !text.contains("UUID"))
  }
}
