import Allot
import AllotFiles
import AllotPolicies
import Testing

/// What the configuration of a scheduler says beside its queues decides about the policy.
@Suite struct SchedulerConfigurationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let volcanoQueues = ["a", "b"].map { name in
    """
    ---
    apiVersion: scheduling.volcano.sh/v1beta1
    kind: Queue
    metadata: {name: \(name)}
    spec: {\(name == "b" ? "parent: a, " : "")deserved: {nvidia.com/gpu: 4}}

    """
  }.joined()

  private func volcano(_ configuration: String) throws -> QueueImport {
    try QueueImport([
      folder.write("queues.yaml", Self.volcanoQueues),
      folder.write("volcano-scheduler.conf", configuration),
    ])
  }

  private func plugins(_ capacity: String) -> String {
    "tiers:\n- plugins:\n  - {name: gang, enablePreemptable: false}\n  - {name: priority}\n"
      + "- plugins:\n  - \(capacity)\n"
  }

  private func notes(_ queues: QueueImport) -> [String] {
    queues.notes.map { "\($0.field): \($0.lines)" }
  }

  @Test func withoutOneItIsToldWhatIsTaken() throws {
    let queues = try QueueImport([folder.write("queues.yaml", Self.volcanoQueues)])
    #expect(queues.policy.name == "volcano-capacity")
    #expect(
      queues.notes.map(\.consequence) == [
        "is not given: taken as if its actions were allocate and reclaim, of which Volcano's own "
          + "has not the second"
      ]
    )
  }

  /// Volcano's own actions take nothing back, and its gate is the first of the differences.
  @Test func actionsSayWhatIsTakenBack() throws {
    let tree = "{name: capacity, enableHierarchy: true}"
    let usual = try volcano("actions: \"enqueue, allocate, backfill\"\n" + plugins(tree))
    #expect(usual.policy.name == "volcano-capacity-without-reclaim")
    #expect(usual.policy.reclaim == nil)
    #expect(
      notes(usual) == ["action enqueue: [1]", "action backfill: [1]", "plugin gang: [4]"]
    )
    let reclaims = try volcano("actions: allocate,reclaim\n" + plugins(tree))
    #expect(reclaims.policy.name == "volcano-capacity")
    let both = try volcano("actions: allocate, preempt, reclaim\n" + plugins(tree))
    #expect(both.policy.name == "volcano-capacity-reclaim-preempt")
    #expect(both.policy.reclaim?.terms.ownQueue == true)
    let own = try volcano("actions: allocate, preempt\n" + plugins(tree)).policy.reclaim
    #expect(own?.claimable(TenantStanding(held: 0, nominal: 4, share: 4)) == 0)
    #expect(own?.terms.ownQueue == true)
  }

  @Test func thePluginSaysHowQueuesShare() throws {
    let flat = try volcano("actions: allocate, reclaim\n" + plugins("{name: capacity}"))
    #expect(flat.tenants.find(path: "b") != nil)
    #expect(notes(flat).contains("spec.parent: [7]"))
    let levels = "{name: capacity, enableHierarchy: true, arguments: {ancestorReclaimLevel: 2}}"
    let deep = try volcano("actions: allocate, reclaim\n" + plugins(levels))
    #expect((deep.policy.reclaim as? DeservedReclaim)?.ancestors == 2)
    #expect(deep.tenants.find(path: "a/b") != nil)
    let weighed = try volcano("actions: allocate, reclaim\n" + plugins("{name: proportion}"))
    #expect(weighed.policy.name == "volcano-proportion-reclaim")
    #expect(weighed.policy.surplus?.name == "weight")
    #expect(weighed.policy.reclaim is UntilShareReclaim)
    #expect(weighed.tenants.find(path: "b") != nil)
    #expect(
      notes(weighed) == ["plugin gang: [4]", "spec.deserved: [5, 10]", "spec.parent: [7]"]
    )
    #expect(throws: InputError.self) {
      try volcano("actions: allocate\n" + plugins("{name: capacity}\n  - {name: proportion}"))
    }
    #expect(throws: InputError.self) {
      try volcano("actions: allocate\n" + plugins("{name: capacity, enableHierarchy: maybe}"))
    }
    let idle = try volcano("tiers: []\n")
    #expect(notes(idle).prefix(2) == ["actions: [1]", "plugins: [1]"])
  }

  /// A switch takes the vote of the plugin that shares; without the plugin priority, its order.
  @Test func switchesAndPluginsThatAreAbsentCount() throws {
    let deaf = "{name: proportion, enableReclaimable: false}"
    #expect(try volcano("actions: allocate, reclaim\n" + plugins(deaf)).policy.reclaim == nil)
    let text = "actions: allocate\ntiers:\n- plugins: [{name: capacity}]\n"
    #expect(try volcano(text).notes.contains { $0.consequence.contains("without priority") })
  }

  /// The configuration is found in its ConfigMap, and is written back where it says something.
  @Test func itIsFoundInItsConfigMapAndWrittenBack() throws {
    let text = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: volcano-scheduler-configmap, namespace: volcano-system}
      data:
        volcano-scheduler.conf: |
          actions: "allocate, reclaim, preempt"
          tiers:
          - plugins:
            - name: capacity
              enableHierarchy: true
              arguments: {ancestorReclaimLevel: 1}

      """
    let queues = try QueueImport([folder.write("all.yaml", text + Self.volcanoQueues)])
    #expect(queues.policy.name == "volcano-capacity-reclaim-preempt")
    let mine = try folder.write("mine.yaml", queues.text)
    let export = try QueueExport(path: mine, for: "volcano")
    #expect(export.notes.isEmpty)
    let back = try QueueImport([folder.write("back.yaml", export.text)])
    #expect(back.text == queues.text)
  }

  @Test func strategiesOfKueueAreKept() throws {
    func kueue(_ strategies: String) throws -> QueueImport {
      let text = """
        apiVersion: config.kueue.x-k8s.io/v1beta1
        kind: Configuration
        fairSharing: {enable: true, preemptionStrategies: [\(strategies)]}
        ---
        apiVersion: kueue.x-k8s.io/v1beta1
        kind: ClusterQueue
        metadata: {name: q}
        spec:
          resourceGroups:
          - coveredResources: [nvidia.com/gpu]
            flavors:
            - {name: h100, resources: [{name: nvidia.com/gpu, nominalQuota: 4}]}

        """
      return try QueueImport([folder.write("kueue.yaml", text)])
    }
    let one = try kueue("LessThanInitialShare")
    #expect(one.policy.name == "kueue-initial-share")
    #expect(one.text.contains("strategies: initial-share"))
    let mine = try folder.write("mine.yaml", one.text)
    let back = try QueueExport(path: mine, for: "kueue").text
    #expect(try QueueImport([folder.write("back.yaml", back)]).text == one.text)
    let usual = "LessThanOrEqualToFinalShare, LessThanInitialShare"
    #expect(try kueue(usual).policy.name == "kueue-fair")
    #expect(throws: InputError.self) {
      try kueue("LessThanInitialShare, LessThanOrEqualToFinalShare")
    }
    #expect(throws: InputError.self) { try kueue("Fairest") }
  }

  // MARK: Preemption of the Fair Scheduler

  private func fair(_ properties: [(String, String)], _ terms: String) throws -> QueueImport {
    let lines = properties.map {
      "<property><name>yarn.scheduler.fair.\($0.0)</name><value>\($0.1)</value></property>\n"
    }
    let queues =
      "<queue name=\"a\"><allowPreemptionFrom>false</allowPreemptionFrom>"
      + "<queue name=\"b\"/></queue><queue name=\"c\"><weight>2</weight></queue>"
    return try QueueImport([
      folder.write("yarn-site.xml", "<configuration>\n\(lines.joined())</configuration>\n"),
      folder.write("fair-scheduler.xml", "<allocations>\(terms)\(queues)</allocations>\n"),
    ])
  }

  private static let timeout =
    "<defaultFairSharePreemptionTimeout>60</defaultFairSharePreemptionTimeout>"

  /// Who says so yields nothing, nor do those below it.
  @Test func fairSharesAreTakenBackWherePreemptionIsOn() throws {
    let threshold =
      "<defaultFairSharePreemptionThreshold>0.8</defaultFairSharePreemptionThreshold>"
    let queues = try fair(
      [("preemption", "true"), ("waitTimeBeforeKill", "5000"), ("sizebasedweight", "true")],
      Self.timeout + threshold
    )
    #expect(queues.policy.name == "yarn-fair-preempting")
    #expect(queues.policy.surplus?.name == "minimum-share")
    let reclaim = try #require(queues.policy.reclaim as? FairShareReclaim)
    #expect(reclaim.threshold == Share(percent: 80))
    #expect(reclaim.terms.grace == SimDuration(seconds: 5))
    #expect(!queues.tenants.isReclaimable(try #require(queues.tenants.find(path: "a/b"))))
    #expect(queues.tenants.isReclaimable(try #require(queues.tenants.find(path: "c"))))
    #expect(
      queues.notes.map(\.field) == ["sizebasedweight", "defaultFairSharePreemptionTimeout"]
    )
  }

  /// A queue starves there only after a time that it has been given.
  @Test func withoutTimeoutsNothingIsTakenBack() throws {
    let queues = try fair([("preemption", "true")], "")
    #expect(queues.policy.name == "yarn-fair")
    #expect(
      queues.notes.map(\.consequence) == [
        "ignored: preemption is on, but no queue starves without a fairSharePreemptionTimeout or a "
          + "minSharePreemptionTimeout"
      ]
    )
    // Up to its minimum share a queue takes back whatever the threshold says.
    let minimum = "<defaultMinSharePreemptionTimeout>60</defaultMinSharePreemptionTimeout>"
    let starving = try fair([("preemption", "true")], minimum).policy.reclaim
    #expect(starving?.claimable(TenantStanding(held: 1, nominal: 4, share: 8)) == 3)
    let off = try fair([("preemption", "false")], Self.timeout)
    #expect(off.policy.reclaim == nil)
    #expect(throws: InputError.self) {
      try fair([("preemption", "true"), ("waitTimeBeforeKill", "soon")], Self.timeout)
    }
  }

  // MARK: Node labels

  private func yarn(_ properties: [(String, String)], models: [(String, String)] = []) throws
    -> QueueImport
  {
    let prefix = "yarn.scheduler.capacity.root."
    let all = [("queues", "a,b"), ("a.capacity", "50"), ("b.capacity", "50")] + properties
    let lines = all.map {
      "<property><name>\(prefix)\($0.0)</name><value>\($0.1)</value></property>\n"
    }
    let text = "<configuration>\n\(lines.joined())</configuration>\n"
    return try QueueImport(
      [folder.write("capacity-scheduler.xml", text)],
      models: models.map { (name: $0.0, model: $0.1) }
    )
  }

  private static let labels = "accessible-node-labels"

  /// A quarter of the nodes labelled h100 are a's, who lends nothing of b's; b has a part of each.
  @Test func capacitiesOfLabelsAreQuotasOfModels() throws {
    let properties = [
      (Self.labels + ".big.capacity", "100"),
      ("a.\(Self.labels)", "big"), ("a.\(Self.labels).big.capacity", "25"),
      ("a.\(Self.labels).big.maximum-capacity", "40"),
      ("b.\(Self.labels)", "*"), ("b.\(Self.labels).big.capacity", "75"),
      ("b.queues", "x,y"), ("b.x.capacity", "50"), ("b.y.capacity", "50"),
      ("b.x.\(Self.labels).big.capacity", "100"), ("b.y.\(Self.labels)", " "),
    ]
    let queues = try yarn(properties, models: [("big", "H100")])
    func terms(_ path: String) throws -> TenantTerms {
      queues.tenants.terms(of: try #require(queues.tenants.find(path: path)))
    }
    func quota(_ others: Int64, _ named: Int64) -> Allowance {
      let amount = Allowance.Amount.part(Share(percent: named))
      return Allowance(
        .part(Share(percent: others)),
        named: [Allowance.Named(resource: "H100", amount: amount)]
      )
    }
    #expect(try terms("a").quota == quota(50, 25))
    let cap = Allowance.Named(resource: "H100", amount: .part(Share(percent: 40)))
    #expect(try terms("a").cap == Allowance(nil, named: [cap]))
    #expect(try terms("b/x").quota == quota(25, 75))
    #expect(try terms("b/y").quota == quota(25, 0))
    let nothing = Allowance.Named(resource: "H100", amount: .units(0))
    #expect(try terms("b/y").cap == Allowance(nil, named: [nothing]))
    // A maximum without a label is not one of the label's.
    let capped = try yarn(properties + [("b.maximum-capacity", "75")], models: [("big", "H100")])
    let b = capped.tenants.terms(of: try #require(capped.tenants.find(path: "b")))
    let all = Allowance.Named(resource: "H100", amount: .part(.whole))
    #expect(b.cap == Allowance(.part(Share(percent: 75)), named: [all]))
    #expect(queues.notes.isEmpty)
    #expect(throws: InputError.self) { try yarn(properties, models: [("", "H100")]) }
    #expect(throws: InputError.self) { try yarn([("a.\(Self.labels).big.capacity", "60")]) }
    #expect(throws: InputError.self) { try yarn([("a.\(Self.labels).big.capacity", "2w")]) }
  }

  /// Access alone gives no capacity, and is told.
  @Test func accessWithoutCapacityIsTold() throws {
    let queues = try yarn([("a.\(Self.labels)", "big")])
    #expect(queues.notes.map(\.field) == [Self.labels])
  }
}
