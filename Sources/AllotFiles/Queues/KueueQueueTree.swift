internal import Allot

/// Cluster queues and cohorts as a tree with the quotas of one resource.
struct KueueQueueTree {
  private var queues: [KueueQueue]
  private let device: String
  /// Every flavor that has a quota of the device, in the order of the files.
  let flavors: [String]

  init(_ queues: [KueueQueue], device: String) {
    self.queues = queues
    self.device = device
    for queue in queues {
      guard let cohort = queue.cohort else { continue }
      let isDeclared = self.queues.contains { $0.isCohort && $0.name == cohort }
      if !isDeclared { self.queues.append(KueueQueue(cohort: cohort, namedAt: queue.place)) }
    }
    flavors = queues.flatMap(\.quotas).filter { $0.resource == device }.map(\.flavor)
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// A tenant for each queue and cohort.
  func drafts(_ context: ImportContext) -> [QueueDraft] {
    queues.map { queue in
      var draft = QueueDraft(
        name: queue.name,
        key: queue.key,
        parent: queue.cohort.map { KueueQueue.cohortKey($0) },
        place: queue.place
      )
      draft.weight = queue.weight
      func allowance(_ amount: (String) -> Int64?) -> Allowance? {
        let amounts = flavors.compactMap { flavor in
          amount(flavor).map { (flavor: flavor, count: $0) }
        }
        let isOnly = flavors.count == 1
        return amounts.isEmpty ? nil : context.allowance(amounts, isOnly: isOnly)
      }
      draft.terms = TenantTerms(
        quota: allowance { subtree(of: queue, $0, depth: 0) },
        borrow: allowance { borrowing(of: queue, $0) },
        lend: allowance { quota(of: queue, $0)?.lending },
        isStrict: queue.isStrict,
        rights: queue.rights
      )
      return draft
    }
  }

  private func quota(of queue: KueueQueue, _ flavor: String) -> KueueQueue.Quota? {
    queue.quotas.first { $0.resource == device && $0.flavor == flavor }
  }

  /// The nominal quota of a queue, or of a cohort and everybody below it.
  private func subtree(of queue: KueueQueue, _ flavor: String, depth: Int) -> Int64 {
    let own = quota(of: queue, flavor)?.nominal ?? 0
    // Whoever stands above itself is told when the tree is built.
    guard queue.isCohort, depth < queues.count else { return own }
    return queues.filter { $0.cohort == queue.name }
      .reduce(own) { $0 + subtree(of: $1, flavor, depth: depth + 1) }
  }

  /// What a queue may borrow: nothing at the top of a tree, and nothing of a flavor of which a
  /// cluster queue has no quota.
  private func borrowing(of queue: KueueQueue, _ flavor: String) -> Int64? {
    if queue.cohort == nil { return 0 }
    guard let quota = quota(of: queue, flavor) else { return queue.isCohort ? nil : 0 }
    return quota.borrowing
  }
}
