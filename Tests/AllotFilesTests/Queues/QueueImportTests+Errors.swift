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
      "q.yaml:4: spec.resources.gpu.quota is negative or too large: '-2'"
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
      "<allocations><queue name='root'/><queue name='a'/></allocations>",
      "q.yaml:1: a queue 'root' stands alone at the top"
    ),
    ("<configuration><property></configuration>", "q.yaml:1: the file is not well-formed XML"),
    ("<allocations><queue/></allocations>", "q.yaml:1: a queue without a name"),
    (
      "<allocations><queue name='a'><minResources>4 GPUs</minResources></queue></allocations>",
      "q.yaml:1: minResources is '4 GPUs'"
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
}
