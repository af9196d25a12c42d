import Allot
import AllotFiles
import Foundation
import Testing

/// Queue files in which something is wrong, and what only looks wrong.
extension QueueImportTests {
  @Test(arguments: [
    ("kind: Pod\napiVersion: v1", "q.yaml: these are no queues of a system that allot knows"),
    ("a: 1", "q.yaml:1: a document without 'kind' and 'apiVersion'"),
    (
      "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: a}\nspec: {parentQueue: b}",
      "q.yaml:1: 'a' is below 'b', which is not declared"
    ),
    (
      "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: a}\nspec: {parentQueue: a}",
      "q.yaml:1: 'a' stands above itself"
    ),
    (
      "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: a}\n"
        + "spec: {resources: {gpu: {quota: -2}}}",
      "q.yaml:4: spec.resources.gpu.quota is negative: '-2'; without limit is -1"
    ),
    (
      "apiVersion: scheduling.volcano.sh/v1beta1\nkind: Queue\nmetadata: {name: a}\n"
        + "spec: {deserved: {cpu: 4}}",
      "q.yaml:1: no resource is a GPU by its name; choose one: --resource cpu"
    ),
    (
      "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: a}\n"
        + "spec: {resources: {gpu: {quota: 4Gi}}}",
      "q.yaml:4: spec.resources.gpu.quota must be a plain number in KAI, not '4Gi'"
    ),
    (
      "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: a}\n"
        + "spec: {parentQueue: b}\n---\n"
        + "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: b}\n"
        + "spec: {parentQueue: c}\n---\n"
        + "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: c}\n"
        + "spec: {parentQueue: b}",
      "q.yaml:6: 'b' stands above itself"
    ),
    (
      "apiVersion: kueue.x-k8s.io/v1beta2\nkind: ClusterQueue\nmetadata: {name: a}",
      "q.yaml:1: no queue has a quota"
    ),
    (
      "apiVersion: scheduling.run.ai/v2\nkind: Project\nmetadata: {name: a}",
      "q.yaml: no queue is declared; give the queues, too; there are only Project"
    ),
    (
      "<configuration>\n<included/></configuration>",
      "q.yaml: these are no queues of a system that allot knows"
    ),
    (
      "<configuration><property><name>yarn.scheduler.capacity.root.queues</name></property>\n"
        + "<included/></configuration>",
      "q.yaml:2: a configuration holds properties, not 'included'; write <property>"
    ),
    (
      "<allocations><queue name='root'/><queue name='a'/></allocations>",
      "q.yaml:1: a queue 'root' stands alone at the top"
    ),
    (
      "<configuration><property></configuration>",
      "q.yaml:1: the file is not well-formed XML: <property> of line 1 is not closed before"
    ),
    (
      "<configuration>\n<a>b & c</a></configuration>",
      "q.yaml:2: the file is not well-formed XML: an '&' must be written '&amp;'"
    ),
    (
      "<configuration><property a=1/></configuration>",
      "q.yaml:1: the file is not well-formed XML: the value of an attribute is not in quotes"
    ),
    ("<allocations><queue/></allocations>", "q.yaml:1: a queue without a name"),
    (
      "<allocations><queue name='a'><minResources>4 GPUs</minResources></queue></allocations>",
      "q.yaml:1: minResources is '4 GPUs'"
    ),
    (
      "<allocations><queue name='a'><maxResources>vcores=50%, yarn.io/gpu=12</maxResources>"
        + "</queue></allocations>",
      "q.yaml:1: maxResources is 'vcores=50%, yarn.io/gpu=12', percentages and amounts in one"
    ),
    (
      "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: a}\n"
        + "spec: {resources: {gpu: {quota: 1, overQuotaWeight: 1e-7}}}\n",
      "q.yaml:4: spec.resources.gpu.overQuotaWeight has more than six decimals"
    ),
  ])
  func wrongFilesAreErrorsWithTheirLine(text: String, message: String) {
    let found = error(text)
    #expect(found.hasPrefix(message), "\(found)")
  }

  @Test func aQueueThatIsNamedTwiceIsAnErrorOfTheList() {
    let prefix = "yarn.scheduler.capacity.root."
    let twice = hadoop([(prefix + "queues", "a,b,a"), (prefix + "a.capacity", "50")])
    #expect(
      error(twice, as: "q.xml") == "q.xml:2: '\(prefix)queues' names 'a' twice; keep one of them"
    )
  }

  @Test func anEmptyTextIsAFieldThatIsLeftOut() throws {
    let queues = try load(
      "apiVersion: scheduling.run.ai/v2\nkind: Queue\nmetadata: {name: a}\n"
        + "spec: {parentQueue: '', resources: {gpu: {quota: 4, limit: -1, overQuotaWeight: 1}}}"
    )
    #expect(try tenant("a", of: queues).terms.quota == devices(4))
    #expect(!queues.notes.contains { $0.field.contains("parent") })
  }

  @Test func anIncludedFileIsToldOf() throws {
    let prefix = "yarn.scheduler.capacity.root."
    let text = hadoop([(prefix + "queues", "a"), (prefix + "a.capacity", "100")])
      .replacingOccurrences(
        of: "</configuration>",
        with: "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='b.xml'/>\n"
          + "</configuration>"
      )
    let queues = try load(text, as: "q.xml")
    #expect(
      queues.notes.contains {
        $0.consequence.hasPrefix("is not followed: give 'b.xml' beside this file")
      }
    )
  }

  @Test func aClusterQueueWithoutSelectorAdmitsNobodyThere() throws {
    func isTold(_ selector: String) throws -> Bool {
      try load(
        "apiVersion: kueue.x-k8s.io/v1beta2\nkind: ClusterQueue\nmetadata: {name: a}\nspec:\n"
          + selector
          + "  resourceGroups:\n  - coveredResources: [nvidia.com/gpu]\n"
          + "    flavors: [{name: f, resources: [{name: nvidia.com/gpu, nominalQuota: 4}]}]\n"
      ).notes.contains { $0.field == "spec.namespaceSelector" }
    }
    #expect(try isTold(""))
    #expect(try isTold("  namespaceSelector: null\n"))
    #expect(try !isTold("  namespaceSelector: {}\n"))
  }

  @Test func jobsFindQueuesOfTheFairSchedulerByTheirPaths() throws {
    let queues = try load(
      "<allocations><queue name='a'><queue name='b'/></queue></allocations>",
      as: "q.xml"
    )
    #expect(queues.text.contains("\"a/b\": [b, root.a.b, a.b]"))
  }

  @Test func amountsThatAreNotKeptAreTold() throws {
    let prefix = "yarn.scheduler.capacity.root."
    let queues = try load(
      hadoop([
        (prefix + "queues", "a,b"), (prefix + "a.capacity", "[memory=1024,yarn.io/gpu=8]"),
        (prefix + "b.capacity", "[vcores=4]"),
      ]),
      as: "q.xml"
    )
    let told = queues.notes.filter { $0.field == "capacity" }.map(\.consequence)
    #expect(told.contains { $0.contains("memory") } && told.contains { $0.contains("vcores") })
    #expect(told.contains { $0.contains("names no yarn.io/gpu") })
  }

  @Test func anUnknownVersionIsReadAsTheNewestKnown() throws {
    let queues = try load(
      "apiVersion: scheduling.run.ai/v9\nkind: Queue\nmetadata: {name: a}\n"
        + "spec: {resources: {gpu: {quota: 4, limit: -1, overQuotaWeight: 1}}}"
    )
    let note = queues.notes.first { $0.field == "apiVersion" }
    #expect(note?.consequence.hasSuffix("read as scheduling.run.ai/v2") == true)
  }

  /// What Volcano's own check of a hierarchy refuses is not this reader's to refuse.
  @Test func aHierarchyThatVolcanoRefusesIsTold() throws {
    func queue(_ name: String, _ spec: String) -> String {
      """
      apiVersion: scheduling.volcano.sh/v1beta1
      kind: Queue
      metadata: {name: \(name)}
      spec: {\(spec)}
      ---

      """
    }
    func faults(_ spec: String) throws -> [String] {
      try load(
        queue("p", spec)
          + queue("a", "parent: p, deserved: {gpu: 4}, guarantee: {resource: {gpu: 1}}")
          + queue("b", "parent: p, deserved: {gpu: 4}, capability: {gpu: 6}")
      ).notes.filter { $0.field == "the hierarchy" }.map { String($0.consequence.prefix(58)) }
    }
    let guarantee = "guarantee: {resource: {gpu: 1}}"
    #expect(try faults("deserved: {gpu: 8}, capability: {gpu: 8}, \(guarantee)") == [])
    #expect(
      try faults("deserved: {gpu: 5}, capability: {gpu: 5}") == [
        "it deserves 5, and its children 8 together: of such a hier",
        "it is guaranteed 0, and its children 1 together: of such a",
        "it may hold 5, and 'b' below it 6: of such a hierarchy Vol",
      ]
    )
  }

  @Test func oneFileHasQueuesOfOneSystem() {
    let found = error(
      """
      apiVersion: scheduling.volcano.sh/v1beta1
      kind: Queue
      metadata: {name: a}
      ---
      apiVersion: scheduling.run.ai/v2
      kind: Queue
      metadata: {name: b}
      """
    )
    #expect(
      found == "q.yaml: these are queues of kai and of volcano in one file; import one system at a "
        + "time"
    )
  }

  @Test func otherAmountsOfTheFairSchedulerAreTold() throws {
    let notes = try load(
      "<allocations><queue name='a'><minResources>vcores=4, yarn.io/gpu=2</minResources>"
        + "<maxResources>1024 mb, 4 vcores</maxResources></queue></allocations>",
      as: "q.xml"
    ).notes
    #expect(
      notes.map { "\($0.field): \($0.consequence)" }.filter { $0.contains("amounts of") } == [
        "maxResources: has amounts of memory-mb, vcores, which are ignored",
        "minResources: has amounts of vcores, which are ignored",
      ]
    )
  }
}
