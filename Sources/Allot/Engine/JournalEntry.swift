/// One record of what was decided or what happened; every metric is a function of these.
public struct JournalEntry: Sendable, Equatable {
  /// What a record says.
  public enum Kind: UInt8, Sendable {
    /// The job was submitted and waits.
    case submit
    /// The job was submitted and can never run.
    case reject
    /// The job started.
    case start
    /// The job ran to its end.
    case end
    /// The job was preempted and waits again.
    case evict
    /// The job has waited, or has just been preempted, and can never run any more under the terms
    /// that hold now or later.
    case dismiss
    /// A node has failed under the job, which waits again.
    case interrupt
  }

  /// When.
  public var time: SimTime
  /// What.
  public var kind: Kind
  /// Whom it concerns.
  public var job: ID<Job>
  /// The pool of the cluster that the job, or its first component, starts in or leaves; nil while
  /// it waits.
  public var pool: ID<Pool>?
  /// The work of this attempt that an evicted or interrupted job keeps.
  public var kept = SimDuration.zero
  /// The nodes of a start, those of all components, as positions in the batch's slots; empty in
  /// pools that are mere counts.
  public var slots: Range<Int32> = 0..<0
  /// Where the components of a job that starts or ends lie, in their order, as positions in the
  /// batch's components; empty for an ordinary job.
  public var components: Range<Int32> = 0..<0
}

/// Where one component of a job lies.
public struct PlacedComponent: Sendable, Equatable {
  /// The pool of the cluster.
  public var pool: ID<Pool>
  /// The nodes of a start, as positions in the batch's slots; empty in pools that are mere counts.
  public var slots: Range<Int32>
}

/// A part of the journal as consumers receive it.
public struct JournalBatch: Sendable {
  /// The records in order.
  public var entries: [JournalEntry] = []
  /// The slots that the starts among the records refer to.
  public var slots: [NodeSlot] = []
  /// The components that records of jobs with several refer to.
  public var components: [PlacedComponent] = []

  /// The jobs that were submitted, in a closed loop; else empty, because the world has them all.
  ///
  /// The first has the id after the last of the batch before.
  public var jobs: [Job] = []

  /// The components of a record's job in their order; none for an ordinary one.
  public func components(of entry: JournalEntry) -> ArraySlice<PlacedComponent> {
    components[Int(entry.components.lowerBound)..<Int(entry.components.upperBound)]
  }

  /// An empty batch.
  public init() {}
}

/// Something that is told the journal while it is written.
public protocol JournalConsumer {
  /// Takes the next records; batches end at the end of an instant.
  mutating func receive(_ batch: JournalBatch)
}

/// Several consumers, each of which is told everything.
extension [any JournalConsumer]: JournalConsumer {
  /// Gives the next records to every consumer.
  public mutating func receive(_ batch: JournalBatch) {
    for index in indices { self[index].receive(batch) }
  }
}
