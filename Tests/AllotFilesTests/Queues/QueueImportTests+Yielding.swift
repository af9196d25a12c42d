import Allot
import AllotFiles
import AllotPolicies
import Foundation
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
    // What a parent says holds for its own jobs, of which it has none; its children deserve 8.
    let queues = try load(
      queue("a", ", reclaimable: false") + queue("b", ", parent: a, priority: 7")
        + queue("c", ", parent: a, reclaimable: false") + queue("d", ", reclaimable: true")
    )
    #expect(
      queues.notes.map(\.field) == ["the hierarchy", "volcano-scheduler.conf", "spec.reclaimable"]
    )
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

  /// What jobs call a queue leads to it, and YARN's mappings behind that, or before it where they
  /// override queues.
  @Test func jobsFindTheirQueues() throws {
    let name = "yarn.scheduler.capacity.queue-mappings"
    let mappings = (name, "u:kim:x,u:lee:y,u:kim:b,g:lab:root.b")
    let text = try yarn([mappings]).text
    let assign = try #require(text.range(of: "assign:\n")).lowerBound
    #expect(
      text[assign...] == """
        assign:
          - {by: tenant, optional: true}
          - by: queue
            optional: true
            map:
              b: [b, root.b]
              "a/x": [x, root.a.x]
              "a/y": ["y", root.a.y]
          - by: user
            optional: true
            map:
              "a/x": [kim]
              "a/y": [lee]
          - by: group
            optional: true
            map:
              b: [lab]

        """
    )
    let override = ("yarn.scheduler.capacity.queue-mappings-override.enable", "true")
    let overriding = try yarn([mappings, override]).text
    let user = try #require(overriding.range(of: "by: user")).lowerBound
    #expect(try #require(overriding.range(of: "by: queue")).lowerBound > user)
    let group = ("yarn.scheduler.capacity.queue-mappings", "u:%user:%user")
    #expect(try yarn([group]).notes.contains { $0.field == "queue-mappings" })
    #expect(throws: InputError.self) {
      try yarn([("yarn.scheduler.capacity.queue-mappings", "u:kim:z")])
    }
    let path = try yarn([("yarn.scheduler.capacity.queue-mappings", "u:kim:a.x")]).text
    #expect(path.contains("\"a/x\": [kim]"))
    #expect(throws: InputError.self) {
      try yarn([("yarn.scheduler.capacity.queue-mappings", "u:kim:a")])
    }
    let prefix = "yarn.scheduler.capacity.root."
    let twice = [(prefix + "b.queues", "x"), (prefix + "b.x.capacity", "100")]
    let error = #expect(throws: InputError.self) { try yarn(twice + [(name, "u:kim:x")]) }
    #expect("\(error, default: "")".hasSuffix("name one by its path: root.a.x, root.b.x"))
  }

  @Test func ofAnOwnFileItIsToldWhatWasOtherwise() throws {
    let queues = try load(
      """
      tenants:
        a:
          share: 60%
          borrow: 0
          children:
            x: {cap: 50%}
        b: {share: 40%}
      """,
      as: "own.yaml"
    )
    #expect(queues.system == "allot")
    #expect(queues.text.hasPrefix("tenants:\n  a:"))
    #expect(
      queues.notes.map { "\($0.lines) \($0.field) of \($0.subjects.joined(separator: ", "))" }
        == ["[2, 7] share of 'a', 'b'", "[2] borrow of 'a'", "[6] cap of 'x'"]
    )
  }

  @Test func usersOfYarnHaveSharesOfTheirQueue() throws {
    let queues = try yarn([
      (Self.yarn + "b.minimum-user-limit-percent", "25"), (Self.yarn + "b.user-limit-factor", "-1"),
      (Self.yarn + "a.x.user-limit-factor", "2.5"),
      ("yarn.scheduler.capacity.minimum-user-limit-percent", "12.5"),
    ])
    let shares = try ["a", "b", "a/x", "a/y"].map { path in
      queues.tenants.terms(of: try #require(queues.tenants.find(path: path))).perUser?.share
    }
    #expect(queues.notes.isEmpty)
    let eighth = Share(millionths: 125_000)
    #expect(
      shares == [
        nil, UserShare(minimum: Share(percent: 25), factor: nil),
        UserShare(minimum: eighth, factor: Share(percent: 250)), UserShare(minimum: eighth),
      ]
    )
    #expect(throws: InputError.self) {
      try yarn([(Self.yarn + "b.minimum-user-limit-percent", "101")])
    }
    #expect(throws: InputError.self) { try yarn([(Self.yarn + "b.user-limit-factor", "all")]) }
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
