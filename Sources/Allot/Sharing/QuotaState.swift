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
  private var holdingsOf: [[Int]]
  private var isOut: [Bool]
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
    holdingsOf[holding.node].append(place)
    take(holding)
    return place
  }

  /// Takes a job out for good; its place is given to another one.
  public mutating func discharge(_ holding: Int) {
    remove(holding)
    holdingsOf[holdings[holding].node].removeAll { $0 == holding }
    vacant.append(holding)
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
