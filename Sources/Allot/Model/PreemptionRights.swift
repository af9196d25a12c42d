/// Whose jobs a queue may preempt to get back quota or to place its more urgent jobs.
///
/// Source: kubernetes-sigs/kueue at ff69552e, the field `preemption` of cluster queues.
public struct PreemptionRights: Sendable, Equatable {
  /// Which jobs may be preempted by their urgency.
  public enum Whom: String, Sendable, CaseIterable {
    /// Nobody's.
    case never = "Never"
    /// Less urgent ones.
    case lowerPriority = "LowerPriority"
    /// Less urgent ones, and equally urgent ones that were submitted later.
    case lowerOrNewerEqual = "LowerOrNewerEqualPriority"
    /// Anybody's.
    case any = "Any"

    /// The word in policy files.
    public var word: String {
      switch self {
      case .never: "never"
      case .lowerPriority: "lower-priority"
      case .lowerOrNewerEqual: "lower-or-newer-equal"
      case .any: "any"
      }
    }
  }

  /// The least urgent jobs of others may be preempted even while the queue itself borrows.
  public struct WhileBorrowing: Sendable, Equatable {
    /// The most urgent job that may be preempted so; nil for any that is less urgent.
    public var highestPriority: Int?

    /// The word in policy files: a priority, or `lower-priority` without one.
    public var word: String { highestPriority.map { "\($0)" } ?? "lower-priority" }

    /// Preemption while borrowing, of jobs up to a priority.
    public init(highestPriority: Int? = nil) {
      self.highestPriority = highestPriority
    }
  }

  /// Jobs of the same queue.
  public var ownQueue: Whom
  /// Jobs of other queues that hold more than their quota.
  public var otherQueues: Whom
  /// Whether others' jobs may be preempted while the queue borrows.
  public var whileBorrowing: WhileBorrowing?

  /// Rights, by default none.
  public init(
    ownQueue: Whom = .never,
    otherQueues: Whom = .never,
    whileBorrowing: WhileBorrowing? = nil
  ) {
    self.ownQueue = ownQueue
    self.otherQueues = otherQueues
    self.whileBorrowing = whileBorrowing
  }
}

extension PreemptionRights {
  /// The rights of each node of a tree.
  public struct Table: Sendable, Equatable {
    private let rows: [PreemptionRights]

    /// The same rights for every node.
    public init(_ all: PreemptionRights) { rows = [all] }

    /// Rights node by node.
    ///
    /// - Precondition: there is a row for every node.
    public init(_ rows: [PreemptionRights]) { self.rows = rows }

    /// The rights of a node.
    public subscript(node: Int) -> PreemptionRights { rows.count == 1 ? rows[0] : rows[node] }

    /// The table in which nodes that have rights of their own have those.
    public func with(_ own: [PreemptionRights?]) -> Table {
      own.allSatisfy { $0 == nil } ? self : Table(own.indices.map { own[$0] ?? self[$0] })
    }
  }
}
