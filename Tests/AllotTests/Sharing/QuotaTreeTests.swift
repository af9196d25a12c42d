import Allot
import Testing

/// The quota tree against its definition, computed anew from the leaves after every change.
struct QuotaTreeTests {
  /// The definition: everything from quotas and what each node itself holds.
  private struct Naive {
    let parents: [Int?]
    let quotas: [QuotaTree.Quota?]
    var held: [Int64]

    func children(_ node: Int) -> [Int] { parents.indices.filter { parents[$0] == node } }
    func nominal(_ node: Int) -> Int64 { quotas[node]?.nominal ?? 0 }
    func subtree(_ node: Int) -> Int64 {
      let sum = children(node).reduce(nominal(node)) { $0 + subtree($1) - kept($1) }
      return parents[node] == nil ? max(0, sum) : sum
    }
    func kept(_ node: Int) -> Int64 {
      quotas[node]?.lending.map { max(0, subtree(node) - $0) } ?? 0
    }
    func used(_ node: Int) -> Int64 {
      children(node).reduce(held[node]) { $0 + max(0, used($1) - kept($1)) }
    }
    func available(_ node: Int) -> Int64 {
      guard let parent = parents[node] else { return subtree(node) - used(node) }
      var above = available(parent)
      if let borrowing = quotas[node]?.borrowing {
        let unused = subtree(node) - kept(node) - max(0, used(node) - kept(node))
        above = min(above, unused + borrowing)
      }
      return max(0, kept(node) - used(node)) + above
    }
    func potential(_ node: Int) -> Int64 {
      guard let parent = parents[node] else { return subtree(node) }
      let most = kept(node) + potential(parent)
      return quotas[node]?.borrowing.map { min(most, subtree(node) + $0) } ?? most
    }
  }

  private func world(_ random: inout RandomStream) -> Naive {
    let count = 1 + random.below(9)
    var parents: [Int?] = []
    for node in 0..<count {
      parents.append(node == 0 || random.chance(1, in: 8) ? nil : random.below(node))
    }
    // Parents need not come first.
    let shift = random.below(count)
    func moved(_ node: Int) -> Int { (node + shift) % count }
    var mixed = [Int?](repeating: nil, count: count)
    for node in 0..<count { mixed[moved(node)] = parents[node].map(moved) }
    let quotas = (0..<count).map { _ -> QuotaTree.Quota? in
      guard random.chance(3, in: 4) else { return nil }
      func limit() -> Int64? { random.chance(1, in: 2) ? nil : Int64(random.below(6)) }
      return QuotaTree.Quota(
        nominal: Int64(random.below(12)) - 3,
        borrowing: limit(),
        lending: limit()
      )
    }
    return Naive(parents: mixed, quotas: quotas, held: Array(repeating: 0, count: count))
  }

  @Test(arguments: 0..<200) func everythingFollowsTheDefinition(seed: Int) {
    var random = RandomStream("quota tree", seed: UInt64(seed))
    var naive = world(&random)
    var tree = QuotaTree(parents: naive.parents, quotas: naive.quotas.map { [$0] })
    for _ in 0..<30 {
      let node = random.below(tree.count)
      if random.chance(1, in: 3), naive.held[node] > 0 {
        let amount = 1 + Int64(random.below(Int(naive.held[node])))
        naive.held[node] -= amount
        tree.giveBack(amount, at: node, 0)
      } else {
        let amount = Int64(random.below(7))
        naive.held[node] += amount
        tree.take(amount, at: node, 0)
      }
      for node in 0..<tree.count {
        #expect(tree.subtreeQuota(of: node, 0) == naive.subtree(node))
        #expect(tree.usage(of: node, 0) == naive.used(node))
        #expect(tree.available(to: node, 0) == naive.available(node))
        #expect(tree.potentiallyAvailable(to: node, 0) == naive.potential(node))
        #expect(tree.borrows(node, 0, with: 2) == (naive.used(node) + 2 > naive.subtree(node)))
      }
    }
  }

  @Test func columnsDoNotMeet() {
    let quota = QuotaTree.Quota(nominal: 3, lending: 1)
    var tree = QuotaTree(parents: [nil, 0], quotas: [[nil, nil], [quota, nil]])
    tree.take(2, at: 1, 1)
    #expect(tree.usage(of: 0, 0) == 0)
    #expect(tree.usage(of: 0, 1) == 2)
    #expect(tree.available(to: 1, 0) == 3)
    #expect(tree.available(to: 1, 1) == -2)
    #expect(tree.isGoverned(0, 0) && !tree.isGoverned(0, 1))
  }

  @Test func theLowestSubtreeThatCoversARequest() {
    let quotas: [QuotaTree.Quota?] = [.init(nominal: 4), .init(nominal: 2), .init(nominal: 1), nil]
    var tree = QuotaTree(parents: [nil, 0, 1, 1], quotas: quotas.map { [$0] })
    func lowest(_ amount: Int64) -> [Int] {
      let found = tree.lowestSubtree(covering: amount, at: 2, 0)
      return [found.height, found.isPart ? 1 : 0]
    }
    #expect(lowest(1) == [0, 1])
    #expect(lowest(3) == [1, 1])
    #expect(lowest(4) == [2, 0])
    #expect(lowest(99) == [2, 0])
    tree.take(1, at: 3, 0)
    #expect(lowest(3) == [2, 0])
  }
}
