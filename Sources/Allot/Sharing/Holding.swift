/// What one job holds of a quota tree, or asks for.
public struct Holding: Sendable, Equatable {
  /// A number of units of one column.
  public struct Amount: Sendable, Equatable {
    /// The column of the quota tree.
    public var column: Int
    /// The units of it.
    public var units: Int64

    /// So many units of a column.
    public init(column: Int, units: Int64) {
      self.column = column
      self.units = units
    }
  }

  /// The node that holds it.
  public var node: Int
  /// Higher is more urgent.
  public var priority: Int
  /// When the job was submitted.
  public var submit: SimTime
  /// When it got what it holds; nothing of meaning while it waits.
  public var start: SimTime
  /// True for a job that was told to leave and has not left yet.
  public var isLeaving: Bool
  /// Settles what nothing else does: the lower goes first.
  public var rank: Int
  /// What it holds or asks for, each column once.
  public var amounts: [Amount]

  /// A job's holding or request.
  public init(
    node: Int,
    priority: Int,
    submit: SimTime,
    start: SimTime,
    isLeaving: Bool = false,
    rank: Int,
    amounts: [Amount]
  ) {
    self.node = node
    self.priority = priority
    self.submit = submit
    self.start = start
    self.isLeaving = isLeaving
    self.rank = rank
    self.amounts = amounts
  }

  /// True where it holds or asks for some of the given columns.
  public func uses(_ columns: [Int]) -> Bool {
    amounts.contains { columns.contains($0.column) }
  }

  /// True where a job is preempted before another one of its node: who leaves already, less urgent,
  /// later started, lower rank.
  public func yields(before other: Holding) -> Bool {
    if isLeaving != other.isLeaving { return isLeaving }
    if priority != other.priority { return priority < other.priority }
    return start != other.start ? start > other.start : rank < other.rank
  }

  /// True where a job goes before another one of equal standing: priority, submit time, rank.
  public func isMoreUrgent(than other: Holding) -> Bool {
    if priority != other.priority { return priority > other.priority }
    if submit != other.submit { return submit < other.submit }
    return rank < other.rank
  }
}
