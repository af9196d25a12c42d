import Allot
import AllotFiles
import AllotPolicies
import Foundation
import Testing

/// Queues of other systems become tenants and a policy, and nothing of them is lost silently.
@Suite struct QueueImportTests {
  private static let folder: String = {
    let file = URL(fileURLWithPath: #filePath)
    return file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path + "/docs/examples/queues/"
  }()

  func load(_ text: String, as name: String = "q.yaml") throws -> QueueImport {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try QueueImport([path])
  }

  func error(_ text: String, as name: String = "q.yaml") -> String {
    do {
      _ = try load(text, as: name)
      return "no error"
    } catch {
      let text = "\(error)"
      return text.range(of: name).map { String(text[$0.lowerBound...]) } ?? text
    }
  }

  func tenant(_ path: String, of queues: QueueImport) throws -> Tenant {
    queues.tenants[try #require(queues.tenants.find(path: path), "\(path) is missing")]
  }

  func devices(_ count: Int64) -> Allowance { Allowance(.units(count)) }

  @Test(arguments: [
    ("kueue.yaml", "kueue", "kueue-fair", 9), ("kai.yaml", "kai", "kai", 6),
    ("volcano.yaml", "volcano", "volcano-capacity", 6),
    ("capacity-scheduler.xml", "yarn-capacity", "yarn-capacity-preempting", 5),
    ("fair-scheduler.xml", "yarn-fair", "yarn-fair", 6),
  ])
  func examplesAreReadBackAsTheyAreWritten(
    file: String,
    system: String,
    policy: String,
    count: Int
  ) throws {
    let queues = try QueueImport([Self.folder + file])
    #expect(queues.system == system)
    #expect(queues.policy.name == policy)
    #expect(queues.tenants.count == count + 1)
    let sections = try StrictYAML.readSections(queues.text, file: "text")
    #expect(try TenantsFile.read(sections.required("tenants")) == queues.tenants)
    let read = try PolicyFile.read(sections.required("policy"))
    #expect(PolicyFile.text(of: read) == PolicyFile.text(of: queues.policy))
  }

  @Test func cohortsHaveTheQuotasOfAllBelow() throws {
    let queues = try QueueImport([Self.folder + "kueue.yaml"])
    let root = try tenant("gpu-programme", of: queues)
    #expect(root.terms.quota == devices(100))
    #expect(root.terms.borrow == devices(0))
    let research = try tenant("gpu-programme/public-research", of: queues)
    #expect(research.terms.quota == devices(70))
    #expect(research.terms.lend == devices(60))
    let labs = try tenant("gpu-programme/public-research/university-labs", of: queues)
    #expect(labs.weight == 500_000)
    #expect(labs.terms.rights?.ownQueue == .lowerOrNewerEqual)
    #expect(labs.terms.rights?.otherQueues == .lowerPriority)
    #expect(!labs.terms.isStrict)
    let models = try tenant("gpu-programme/public-research/national-models", of: queues)
    #expect(models.terms.isStrict)
    #expect(models.children.count == 1)
  }

  @Test func flavorsBecomeModelsAndMissingOnesAreNotBorrowed() throws {
    func queue(_ name: String, _ flavors: [(String, Int)]) -> String {
      let rows = flavors.map { flavor, quota in
        "{name: \(flavor), resources: [{name: nvidia.com/gpu, nominalQuota: \(quota)}]}"
      }
      return """
        apiVersion: kueue.x-k8s.io/v1beta1
        kind: ClusterQueue
        metadata: {name: \(name)}
        spec:
          cohort: all
          resourceGroups:
          - coveredResources: [nvidia.com/gpu]
            flavors: [\(rows.joined(separator: ", "))]
        """
    }
    let text = [queue("a", [("h200", 8), ("b200", 4)]), queue("b", [("h200", 2)])]
      .joined(separator: "\n---\n")
    let queues = try load(text)
    let quota = try #require(try tenant("all/a", of: queues).terms.quota)
    #expect(quota.amount(of: "b200", whole: 0) == 4)
    let b = try tenant("all/b", of: queues)
    #expect(b.terms.borrow?.amount(of: "b200", whole: 0) == 0)
    #expect(b.terms.borrow?.amount(of: "h200", whole: 0) == nil)
    let all = try tenant("all", of: queues)
    #expect(all.terms.quota?.amount(of: "h200", whole: 0) == 10)
    #expect(queues.policy.name == "kueue")
  }

  @Test func whatKaiLeavesOutIsZero() throws {
    let queues = try load(
      """
      apiVersion: scheduling.run.ai/v2
      kind: Queue
      metadata: {name: a}
      spec:
        reclaimMinRuntime: 1h30m
        resources: {gpu: {quota: 2.5}}
      """
    )
    let a = try tenant("a", of: queues)
    // A quota counts up to the limit, which is left out.
    #expect(a.terms.quota == devices(0))
    #expect(a.terms.cap == devices(0))
    #expect(a.weight == 0)
    #expect(a.priority == 100)
    // Processors and memory that are left out are limits of 0 there.
    #expect(queues.notes.count == 6)
    #expect(a.terms.protection == SimDuration(seconds: 5_400))
  }

  @Test func whatAVolcanoQueueDeservesLiesBetweenGuaranteeAndCapability() throws {
    func queue(_ name: String, _ spec: String) -> String {
      "apiVersion: scheduling.volcano.sh/v1beta1\nkind: Queue\nmetadata: {name: \(name)}\n"
        + "spec: {\(spec)}"
    }
    let queues = try load(
      [
        queue("a", "deserved: {nvidia.com/gpu: 9}, capability: {nvidia.com/gpu: 6}"),
        queue("b", "guarantee: {resource: {nvidia.com/gpu: 3}}"),
        queue("c", "weight: 4"),
      ].joined(separator: "\n---\n")
    )
    #expect(try tenant("a", of: queues).terms.quota == devices(6))
    let notes = queues.notes.map { "\($0.field): \($0.consequence)" }
    let most = "6: what a queue deserves is at most its capability"
    #expect(
      notes.dropFirst() == [
        "nvidia.com/gpu of spec.deserved: \(most)",
        "spec.weight: ignored: queues share by what they deserve, not by weight",
      ]
    )
    #expect(try tenant("b", of: queues).terms.quota == devices(3))
    #expect(try tenant("b", of: queues).terms.reserve == devices(3))
    #expect(try tenant("c", of: queues).terms.quota == devices(0))
    let weights = try load(
      [queue("a", "weight: 2"), queue("b", "")].joined(separator: "\n---\n")
    )
    #expect(weights.policy.name == "volcano-proportion")
    #expect(try tenant("a", of: weights).share == Share(millionths: 666_667))
  }

  func hadoop(_ properties: [(String, String)]) -> String {
    let rows = properties.map { name, value in
      "<property><name>\(name)</name><value>\(value)</value></property>\n"
    }
    return "<configuration>\n\(rows.joined())</configuration>\n"
  }

  @Test func capacitiesAreOfThreeForms() throws {
    let prefix = "yarn.scheduler.capacity.root."
    func queues(_ a: String, _ b: String) throws -> QueueImport {
      try load(
        hadoop([
          (prefix + "queues", "a, b"), (prefix + "a.capacity", a), (prefix + "b.capacity", b),
        ]),
        as: "q.xml"
      )
    }
    #expect(try tenant("a", of: queues("62.5", "37.5")).share == Share(millionths: 625_000))
    #expect(try tenant("b", of: queues("1w", "3w")).share == Share(millionths: 750_000))
    let absolute = try queues("[memory=1024,yarn.io/gpu=6]", "[memory=1,yarn.io/gpu=2]")
    #expect(try tenant("a", of: absolute).terms.quota == devices(6))
    let mixed = hadoop([
      (prefix + "queues", "a,b"), (prefix + "a.capacity", "50"), (prefix + "b.capacity", "2w"),
    ])
    #expect(error(mixed, as: "q.xml").hasPrefix("q.xml:4: 'b' has its capacity in another form"))
    let short = hadoop([(prefix + "queues", "a"), (prefix + "a.capacity", "50")])
    #expect(error(short, as: "q.xml").hasPrefix("q.xml:2: the capacities of 'a' sum to 50.0, not"))
  }

  @Test func attributesAndFractionsOfFairQueuesAreTold() throws {
    let queues = try load(
      """
      <allocations>
        <queue name='a' type='parent' colour='red'>
          <weight unit='x'>2</weight>
          <minResources>vcores=2.5, yarn.io/gpu=4.5</minResources>
          <maxResources>yarn.io/gpu=8</maxResources>
        </queue>
        <queue name='b'>
          <minResources>1024 mb, 4 vcores</minResources>
        </queue>
      </allocations>
      """,
      as: "q.xml"
    )
    #expect(try tenant("a", of: queues).terms.quota == devices(4))
    let notes = queues.notes.map {
      "\($0.lines[0]): \($0.field) of \($0.subjects[0]): \($0.consequence)"
    }
    #expect(
      notes == [
        "2: queue colour= of 'a': ignored: not an attribute of it there",
        "2: queue type= of 'a': ignored: who has queues below it is a parent",
        "3: weight unit= of 'a': ignored: not an attribute of it there",
        "4: minResources of 'a': has fractions of a unit, which are cut off",
        "4: minResources of 'a': has amounts of vcores, which are ignored",
        "8: minResources of 'b': ignored: it has no yarn.io/gpu",
        "8: minResources of 'b': has amounts of memory-mb, vcores, which are ignored",
      ]
    )
  }

  @Test func theMonitorTakesBackUnlessItIsOffOrOnlyObserves() throws {
    let prefix = "yarn.scheduler.capacity.root."
    func policy(_ more: [(String, String)]) throws -> Policy {
      let queues = [(prefix + "queues", "a"), (prefix + "a.capacity", "100")]
      return try load(hadoop(queues + more), as: "q.xml").policy
    }
    let on = ("yarn.resourcemanager.scheduler.monitor.enable", "True")
    let monitor = "yarn.resourcemanager.monitor.capacity.preemption."
    #expect(try policy([]).reclaim == nil)
    #expect(try policy([on, (monitor + "observe_only", "true")]).reclaim == nil)
    let terms = try policy([on, (monitor + "max_wait_before_kill", "2000")]).reclaim?.terms
    var expected = IdealReclaim().terms
    expected.grace = SimDuration(seconds: 2)
    #expect(terms == expected)
  }

  private static let twoFlavors = """
    apiVersion: kueue.x-k8s.io/v1beta1
    kind: ClusterQueue
    metadata: {name: a}
    spec:
      cohort: all
      resourceGroups:
      - coveredResources: [nvidia.com/gpu]
        flavors:
        - {name: h200, resources: [{name: nvidia.com/gpu, nominalQuota: 8}]}
        - {name: b200, resources: [{name: nvidia.com/gpu, nominalQuota: 4}]}
    """

  @Test func whatHadoopOverridesOrTakesForFalseIsTold() throws {
    let prefix = "yarn.scheduler.capacity.root."
    let monitor = "yarn.resourcemanager.scheduler.monitor.enable"
    let queues = try load(
      hadoop([
        (prefix + "queues", "a"), (prefix + "a.capacity", "50"), (prefix + "a.capacity", "100"),
        (monitor, "yes"),
      ]),
      as: "q.xml"
    )
    #expect(queues.policy.reclaim == nil)
    #expect(
      queues.notes.map { "\($0.field): \($0.consequence)" } == [
        "\(prefix)a.capacity: ignored: it is said again, and the last one counts",
        "\(monitor): false: 'yes' is neither true nor false",
      ]
    )
  }

  /// What only one of Kueue's two ways to share reads is told under the other.
  @Test(arguments: [true, false])
  func whatTheOtherWayToShareReadsIsTold(isFair: Bool) throws {
    let queues = try load(
      """
      apiVersion: kueue.x-k8s.io/v1beta1
      kind: ClusterQueue
      metadata: {name: a}
      spec:
        cohort: all
        fairSharing: {weight: 2}
        preemption:
          reclaimWithinCohort: Any
          borrowWithinCohort: {policy: LowerPriority}
        resourceGroups:
        - coveredResources: [nvidia.com/gpu, cpu]
          flavors:
          - name: h100
            resources:
            - {name: nvidia.com/gpu, nominalQuota: 8}
            - {name: cpu, nominalQuota: 500m}
      ---
      apiVersion: config.kueue.x-k8s.io/v1beta1
      kind: Configuration
      fairSharing: {enable: \(isFair)}
      """
    )
    #expect(queues.policy.name == (isFair ? "kueue-fair" : "kueue"))
    let told = queues.notes.map(\.field)
    #expect(told.contains("spec.fairSharing.weight") != isFair)
    #expect(told.contains("spec.preemption.borrowWithinCohort") == isFair)
    #expect(queues.notes.contains { $0.consequence.hasPrefix("rounded up to whole cores") })
  }

  @Test func oneModelOrOneForEachFlavor() throws {
    let kai = Self.folder + "kai.yaml"
    let only = try QueueImport([kai], models: [("", "H100")])
    let quota = try tenant("industry", of: only).terms.quota
    #expect(quota?.amount(of: "H100", whole: 0) == 30)
    #expect(quota?.amount(of: "A100", whole: 0) == nil)
    #expect(throws: InputError.self) {
      try QueueImport([Self.folder + "kueue.yaml"], models: [("h200", "H200")])
    }
    let flavors = try TemporaryFolder()
    try Self.twoFlavors.write(toFile: flavors.path + "/q.yaml", atomically: true, encoding: .utf8)
    let error = #expect(throws: InputError.self) {
      try QueueImport([flavors.path + "/q.yaml"], models: [("", "H200")])
    }
    #expect(error?.message == "there are 2 flavors")
    let cores = #expect(throws: InputError.self) {
      try QueueImport([flavors.path + "/q.yaml"], models: [("h200", "cores")])
    }
    #expect(cores?.message.hasPrefix("the flavor 'h200' would be 'cores'") == true)
  }

  @Test func aConfigurationMayLieInItsConfigMap() throws {
    let text = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: kueue-manager-config}
      data:
        controller_manager_config.yaml: |
          apiVersion: config.kueue.x-k8s.io/v1beta2
          kind: Configuration
          fairSharing: {preemptionStrategies: [LessThanInitialShare]}
      ---
      apiVersion: kueue.x-k8s.io/v1beta2
      kind: ClusterQueue
      metadata: {name: a}
      spec:
        namespaceSelector: {}
        resourceGroups:
        - coveredResources: [gpu]
          flavors: [{name: f, resources: [{name: gpu, nominalQuota: 1e1}]}]
      """
    let queues = try load(text)
    #expect(queues.policy.name == "kueue-initial-share")
    #expect(queues.notes.isEmpty)
    #expect(try tenant("a", of: queues).terms.quota == devices(10))
  }

  @Test func limitsWithoutACohortAreRefused() {
    let text = """
      apiVersion: kueue.x-k8s.io/v1beta2
      kind: ClusterQueue
      metadata: {name: a}
      spec:
        resourceGroups:
        - coveredResources: [gpu]
          flavors:
          - name: f
            resources: [{name: gpu, nominalQuota: 4, lendingLimit: 2}]
      """
    #expect(error(text).contains("limits borrowing or lending, but belongs to no cohort"))
  }

  @Test func everyFieldThatIsNotReadIsTold() throws {
    let queues = try load(
      """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: scheduling.volcano.sh/v1beta1
        kind: Queue
        metadata: {name: a, annotations: {volcano.sh/hierarchy: root/a}}
        spec: {weight: 1, reclaimable: false, colour: red}
        status: {state: Closed}
      - apiVersion: scheduling.volcano.sh/v1beta1
        kind: Queue
        metadata: {name: b}
        spec: {weight: 1, colour: blue}
      """
    )
    let fields = queues.notes.map { "\($0.field) \($0.lines)" }
    #expect(
      fields == [
        "status.state [4]", "volcano.sh/hierarchy [6]", "spec.colour [7, 12]",
      ]
    )
  }
}
