internal import Allot

/// Cluster queues and cohorts as a tree with the quotas of one resource.
struct KueueQueueTree {
  private var queues: [KueueQueue]
  private let device: String
  /// Every flavor that has a quota of the device, in the order of the files.
  private(set) var flavors: [String] = []

  init(_ queues: [KueueQueue], device: String) {
    self.queues = queues
    self.device = device
    for queue in queues {
      guard let cohort = queue.cohort else { continue }
      let isDeclared = self.queues.contains { $0.isCohort && $0.name == cohort }
      if !isDeclared { self.queues.append(KueueQueue(cohort: cohort, namedAt: queue.place)) }
    }
    flavors = flavors(of: device)
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
      /// Of every flavor of the device, and of the other resources in all their flavors together.
      func allowance(_ amount: (String, String) -> Int64?) -> Allowance? {
        let amounts = flavors.compactMap { flavor in
          amount(device, flavor).map { (flavor: flavor, count: $0) }
        }
        let isOnly = flavors.count == 1
        let devices = amounts.isEmpty ? nil : context.allowance(amounts, isOnly: isOnly)
        let others = context.others.compactMap { other -> Allowance.Named? in
          let amounts = flavors(of: other.name).map { amount(other.name, $0) }
          guard !amounts.isEmpty, !amounts.contains(nil) else { return nil }
          let sum = amounts.reduce(0) { $0 + ($1 ?? 0) }
          return Allowance.Named(resource: other.resource, amount: .units(sum / other.unit))
        }
        return ImportContext.join(devices, others)
      }
      draft.terms = TenantTerms(
        quota: allowance { subtree(of: queue, $0, $1, depth: 0) },
        borrow: allowance { borrowing(of: queue, $0, $1) },
        lend: allowance { quota(of: queue, $0, $1)?.lending },
        isStrict: queue.isStrict,
        rights: queue.rights
      )
      return draft
    }
  }

  private func flavors(of resource: String) -> [String] {
    queues.flatMap(\.quotas).filter { $0.resource == resource }.map(\.flavor)
      .withoutRepeats()
  }

  private func quota(
    of queue: KueueQueue,
    _ resource: String,
    _ flavor: String
  ) -> KueueQueue.Quota? {
    queue.quotas.first { $0.resource == resource && $0.flavor == flavor }
  }

  /// The nominal quota of a queue, or of a cohort and everybody below it.
  private func subtree(
    of queue: KueueQueue,
    _ resource: String,
    _ flavor: String,
    depth: Int
  ) -> Int64 {
    let own = quota(of: queue, resource, flavor)?.nominal ?? 0
    // Whoever stands above itself is told when the tree is built.
    guard queue.isCohort, depth < queues.count else { return own }
    return queues.filter { $0.cohort == queue.name }
      .reduce(own) { $0 + subtree(of: $1, resource, flavor, depth: depth + 1) }
  }

  /// What a queue may borrow: nothing at the top of a tree, and nothing of a flavor of which a
  /// cluster queue has no quota.
  private func borrowing(
    of queue: KueueQueue,
    _ resource: String,
    _ flavor: String
  ) -> Int64? {
    if queue.cohort == nil { return 0 }
    guard let quota = quota(of: queue, resource, flavor) else { return queue.isCohort ? nil : 0 }
    return quota.borrowing
  }
}
