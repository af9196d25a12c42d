public import Allot

/// One decision of a replay, for comparing two replays record by record.
public struct Decision: Equatable, Sendable, CustomStringConvertible {
  /// When.
  public var time: SimTime
  /// What.
  public var kind: JournalEntry.Kind
  /// Whom it concerns.
  public var job: ID<Job>
  /// The pool of a start.
  public var pool: ID<Pool>?
  /// The pool of each component of a start; empty for an ordinary job.
  public var pools: [ID<Pool>] = []
  /// The nodes of a start; empty in counted pools.
  public var nodes: [Int32] = []

  /// The decision in a few words.
  public var description: String {
    "\(time.milliseconds) \(kind) job \(job.index)"
      + (pool.map { " pool \($0.index) nodes \(nodes)" } ?? "")
      + (pools.isEmpty ? "" : " pools \(pools.map(\.index))")
  }
}

/// Collects the decisions of a replay.
public struct DecisionRecorder: JournalConsumer {
  /// Everything but submissions, in order.
  public private(set) var decisions: [Decision] = []

  /// No decisions.
  public init() {}

  /// Takes the next records.
  public mutating func receive(_ batch: JournalBatch) {
    for entry in batch.entries where entry.kind != .submit {
      let components = batch.components(of: entry)
      let slots = batch.slots[Int(entry.slots.lowerBound)..<Int(entry.slots.upperBound)]
      let isStart = entry.kind == .start
      decisions.append(
        Decision(
          time: entry.time,
          kind: entry.kind,
          job: entry.job,
          pool: isStart ? entry.pool : nil,
          pools: isStart ? components.map(\.pool) : [],
          nodes: slots.map(\.node)
        )
      )
    }
  }
}
