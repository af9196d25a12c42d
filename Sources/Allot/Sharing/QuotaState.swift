/// A quota tree with the jobs that hold it: what decisions about quota look at, and change while
/// they try what would be.
public struct QuotaState: Sendable {
  /// The quotas and what is held of them.
  public private(set) var tree: QuotaTree
  /// The weight of each node when shares are compared.
  public let weights: [Double]
  /// The resource of each column; several device models of one resource have several columns.
  public let resources: [Int]
  /// The rights of nodes that have their own, by node; empty where all have the policy's.
  public let rights: [PreemptionRights?]
  /// The jobs that hold something, and those that were taken out and may come back.
  public private(set) var holdings: [Holding]
  /// The jobs of each node by their places, who is preempted first last.
  private var holdingsOf: [[Int]]
  private var isOut: [Bool]
  /// The most units that one job of each node holds, by node and column.
  private var largest: [Int64]
  /// The lowest priority of each node's jobs.
  private var lowest: [Int]
  /// Places in ``holdings`` of jobs that have gone for good.
  private var vacant: [Int] = []

  /// A state in which nobody holds anything.
  public init(
    tree: QuotaTree,
    weights: [Double],
    resources: [Int],
    rights: [PreemptionRights?] = []
  ) {
    self.tree = tree
    self.rights = rights
    self.weights = weights
    self.resources = resources
    holdings = []
    holdingsOf = Array(repeating: [], count: tree.count)
    isOut = []
    largest = Array(repeating: 0, count: tree.count * tree.columns)
    lowest = Array(repeating: .max, count: tree.count)
  }

  /// Adds a job that holds what it says, and gives its place in ``holdings``.
  @discardableResult
  public mutating func admit(_ holding: Holding) -> Int {
    let place = vacant.popLast() ?? holdings.count
    if place < holdings.count {
      holdings[place] = holding
      isOut[place] = false
    } else {
      holdings.append(holding)
      isOut.append(false)
    }
    let jobs = holdingsOf[holding.node]
    let behind = jobs.lastIndex { holding.yields(before: holdings[$0]) }
    holdingsOf[holding.node].insert(place, at: behind.map { $0 + 1 } ?? 0)
    survey(holding)
    take(holding)
    return place
  }

  /// Takes a job out for good; its place is given to another one.
  public mutating func discharge(_ holding: Int) {
    remove(holding)
    let node = holdings[holding].node
    holdingsOf[node].removeAll { $0 == holding }
    vacant.append(holding)
    lowest[node] = .max
    for column in 0..<tree.columns { largest[node * tree.columns + column] = 0 }
    for other in holdingsOf[node] { survey(holdings[other]) }
  }

  private mutating func survey(_ holding: Holding) {
    lowest[holding.node] = min(lowest[holding.node], holding.priority)
    for amount in holding.amounts {
      let cell = holding.node * tree.columns + amount.column
      largest[cell] = max(largest[cell], amount.units)
    }
  }

  /// What a node loses of a column until it holds no more than its quota of it, if its jobs go in
  /// the order in which they are preempted.
  public func surplus(of node: Int, _ column: Int) -> Int64 {
    var over = tree.usage(of: node, column) - tree.subtreeQuota(of: node, column)
    var sum: Int64 = 0
    for place in holdingsOf[node].reversed() where over > 0 && !isOut[place] {
      for amount in holdings[place].amounts where amount.column == column {
        sum += amount.units
        over -= amount.units
      }
    }
    return sum
  }

  /// The lowest priority of a node's jobs, those that are taken out included.
  public func lowestPriority(at node: Int) -> Int { lowest[node] }

  /// The most units of a column that one of a node's jobs holds, those that are taken out included.
  public func largestJob(at node: Int, _ column: Int) -> Int64 {
    largest[node * tree.columns + column]
  }

  /// The places in ``holdings`` of a node's own jobs that are not taken out.
  public func holdings(at node: Int) -> [Int] { holdingsOf[node].filter { !isOut[$0] } }

  /// Takes a job out, as if it had left.
  public mutating func remove(_ holding: Int) {
    isOut[holding] = true
    giveBack(holdings[holding])
  }

  /// Puts a job back that was taken out.
  public mutating func putBack(_ holding: Int) {
    isOut[holding] = false
    take(holdings[holding])
  }

  /// Books a request as if it were held.
  public mutating func take(_ holding: Holding) {
    for amount in holding.amounts { tree.take(amount.units, at: holding.node, amount.column) }
  }

  /// Books a holding as if it were given back.
  public mutating func giveBack(_ holding: Holding) {
    for amount in holding.amounts { tree.giveBack(amount.units, at: holding.node, amount.column) }
  }

  /// True where a request could be held now, without borrowing unless that is allowed.
  public func fits(_ request: Holding, mayBorrow: Bool = true) -> Bool {
    request.amounts.allSatisfy { amount in
      (mayBorrow || !tree.borrows(request.node, amount.column, with: amount.units))
        && amount.units <= tree.available(to: request.node, amount.column)
    }
  }

  /// True where a node holds no more than its subtree's quota of any of the columns.
  public func isWithinQuota(_ node: Int, _ columns: [Int]) -> Bool {
    !columns.contains { tree.borrows(node, $0) }
  }

  /// The dominant share of a node now.
  public func share(of node: Int) -> DominantShare {
    tree.dominantShare(of: node, weight: weights[node], resources: resources)
  }
}
