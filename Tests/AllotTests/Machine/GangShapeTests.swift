import Allot
import Testing

@Suite struct GangShapeTests {
  private let node = NodeCapacity(
    NodeKind(name: "n", gpus: 8, model: ID(0), cores: 112, memory: 2_048)
  )

  private func gang(gpus: Int, perNode: Int = 0, cores: Int = 0, memory: Int = 0) -> GangShape? {
    GangShape(
      of: Job(
        submit: .zero,
        run: SimDuration(seconds: 1),
        limit: SimDuration(seconds: 1),
        gpus: gpus,
        gpusPerNode: perNode,
        cores: cores,
        memory: memory,
        tenant: ID(0)
      ),
      on: node
    )
  }

  @Test func packsWholeNodesAndARest() throws {
    let shape = try #require(gang(gpus: 20))
    #expect(shape.count == 2)
    #expect(shape.chunk.gpus == 8)
    #expect(shape.rest?.gpus == 4)
    #expect(shape.nodes == 3)
  }

  @Test func smallGangsLieOnOneNode() throws {
    let shape = try #require(gang(gpus: 5))
    #expect(shape.count == 1)
    #expect(shape.chunk.gpus == 5)
    #expect(shape.rest == nil)
  }

  @Test func devicesPerNodeAreHonoured() throws {
    let shape = try #require(gang(gpus: 10, perNode: 4))
    #expect(shape.count == 2)
    #expect(shape.chunk.gpus == 4)
    #expect(shape.rest?.gpus == 2)
    #expect(gang(gpus: 18, perNode: 9) == nil)
  }

  @Test func coresAndMemoryFollowTheDevices() throws {
    let shape = try #require(gang(gpus: 12, cores: 100, memory: 1_000))
    #expect(shape.chunk.cores == 67)
    #expect(shape.chunk.memory == 667)
    #expect(shape.rest?.cores == 34)
    #expect(gang(gpus: 1, cores: 113) == nil)
    #expect(gang(gpus: 1, memory: 2_049) == nil)
  }

  @Test func jobsWithoutDevicesArePackedByCores() throws {
    let shape = try #require(gang(gpus: 0, cores: 120))
    #expect(shape.count == 1)
    #expect(shape.chunk.cores == 112)
    #expect(shape.rest?.cores == 8)
  }

  @Test func jobsWithMemoryAloneTakeOneNode() throws {
    let shape = try #require(gang(gpus: 0, memory: 2_048))
    #expect(shape.nodes == 1)
    #expect(shape.chunk.memory == 2_048)
    #expect(gang(gpus: 0, memory: 2_049) == nil)
  }
}
