import Allot
import AllotFiles
import AllotPolicies
import Testing

/// Queues that never yield, and queues that come before others.
extension QueueImportTests {
  @Test func queuesOfVolcanoMayNeverYieldAndHavePriorities() throws {
    func queue(_ name: String, _ spec: String) -> String {
      """
      apiVersion: scheduling.volcano.sh/v1beta1
      kind: Queue
      metadata: {name: \(name)}
      spec: {deserved: {nvidia.com/gpu: 4}\(spec)}
      ---

      """
    }
    // What a parent says holds for its own jobs, of which it has none.
    let queues = try load(
      queue("a", ", reclaimable: false") + queue("b", ", parent: a, priority: 7")
        + queue("c", ", parent: a, reclaimable: false") + queue("d", ", reclaimable: true")
    )
    #expect(queues.notes.isEmpty)
    #expect(queues.tenants.isReclaimable(try #require(queues.tenants.find(path: "a/b"))))
    #expect(!queues.tenants.isReclaimable(try #require(queues.tenants.find(path: "a/c"))))
    #expect(queues.tenants.isReclaimable(try #require(queues.tenants.find(path: "d"))))
    #expect(try tenant("a/b", of: queues).priority == 7)
    #expect(try tenant("d", of: queues).priority == 0)
  }

  private static let yarn = "yarn.scheduler.capacity.root."

  private func yarn(_ more: [(String, String)]) throws -> QueueImport {
    let names = ["a", "b", "a.x", "a.y"]
    let queues =
      [("queues", "a,b"), ("a.queues", "x,y")] + names.map { ("\($0).capacity", "50") }
      + ["b", "a.x", "a.y"].map { ("\($0).user-limit-factor", "100") }
    return try load(hadoop(queues.map { (Self.yarn + $0.0, $0.1) } + more), as: "q.xml")
  }

  @Test func queuesOfYarnMayNeverYield() throws {
    let on = ("yarn.resourcemanager.scheduler.monitor.enable", "true")
    let queues = try yarn([
      on, (Self.yarn + "disable_preemption", "true"),
      (Self.yarn + "a.disable_preemption", "false"),
      (Self.yarn + "a.y.disable_preemption", "true"),
    ])
    let yielding = ["a", "b", "a/x", "a/y"].map { path in
      queues.tenants.find(path: path).map { queues.tenants.isReclaimable($0) }
    }
    #expect(yielding == [true, false, true, false])
    #expect(!queues.notes.contains { $0.field.contains("preemption") })
    // Where nothing is taken back it says nothing, and is told.
    let off = try yarn([(Self.yarn + "a.disable_preemption", "true")])
    #expect(off.notes.contains { $0.field == "disable_preemption" })
  }

  @Test func queuesOfYarnHavePrioritiesUnderTheirPolicyAlone() throws {
    let priority = (Self.yarn + "b.priority", "3")
    let plain = try yarn([priority])
    #expect(plain.policy.order is QuotaUseOrder)
    #expect(try tenant("b", of: plain).priority == 0)
    #expect(plain.notes.contains { $0.field == "priority" })
    let queues = try yarn([
      priority, (Self.yarn + "a.x.priority", "5"),
      (Self.yarn + "ordering-policy", "priority-utilization"),
    ])
    #expect(queues.policy.order is PriorityThenQuotaUseOrder)
    #expect(try tenant("b", of: queues).priority == 3)
    // Below 'a' they are compared by what they hold there, which is told.
    #expect(try tenant("a/x", of: queues).priority == 0)
    let orders = queues.notes.filter { $0.field == "ordering-policy" }
    #expect(orders.map(\.subjects) == [["root.a"]])
    #expect(queues.notes.contains { $0.field == "priority" })
  }
}
