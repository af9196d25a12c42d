/// The records of a replay on their way to a consumer, and the digest of its decisions.
///
/// A pass may start a job and take it back in a later cycle of the same instant. Nobody could see
/// such a start, so it is none: an instant is final after its last pass, and only then do its
/// records count. ``finishInstant()`` drops each start that the instant has taken back, together
/// with the eviction, and puts the evictions that are left before the starts: what is left of the
/// order of cycles would otherwise show places held twice.
struct Journal {
  private var batch = JournalBatch()
  private(set) var digest = Digest()
  /// Who preempts each other, in the order of the instants.
  var preemptionRounds: [PreemptionRound] = []
  /// Where the records of the current instant begin.
  private var firstOfInstant = 0
  private var hasEvictions = false
  /// The job of the trace by the engine's id, where the engine gives ids of its own.
  private var traceIDs: [ID<Job>] = []

  /// Says which job of the trace the engine's next id is.
  mutating func add(traceID: ID<Job>) { traceIDs.append(traceID) }

  /// The job of the trace that an id of the engine stands for.
  func traceID(of job: ID<Job>) -> ID<Job> {
    traceIDs.isEmpty ? job : traceIDs[Int(job.index)]
  }

  /// Adds a record of the current instant.
  mutating func record(
    _ kind: JournalEntry.Kind,
    _ job: ID<Job>,
    at now: SimTime,
    pool: ID<Pool>?,
    kept: SimDuration,
    slots: [NodeSlot],
    components: [(pool: ID<Pool>, slots: [NodeSlot])] = []
  ) {
    let first = Int32(batch.slots.count)
    if !slots.isEmpty { batch.slots.append(contentsOf: slots) }
    let firstComponent = Int32(batch.components.count)
    for component in components {
      let own = Int32(batch.slots.count)
      batch.slots += component.slots
      batch.components.append(
        PlacedComponent(pool: component.pool, slots: own..<Int32(batch.slots.count))
      )
    }
    batch.entries.append(
      JournalEntry(
        time: now,
        kind: kind,
        job: traceID(of: job),
        pool: pool,
        kept: kept,
        slots: first..<Int32(batch.slots.count),
        components: firstComponent..<Int32(batch.components.count)
      )
    )
    if kind == .evict { hasEvictions = true }
  }

  /// Tells the consumer of jobs that a closed loop submits.
  mutating func add(_ jobs: [Job]) { batch.jobs += jobs }

  /// Makes the records of the current instant final.
  mutating func finishInstant() {
    if hasEvictions { settleEvictions() }
    // By position: a slice of the records would be retained and released at every instant.
    for index in firstOfInstant..<batch.entries.count where batch.entries[index].kind != .submit {
      digest.add(batch.entries[index].time.milliseconds)
      let kind = UInt64(batch.entries[index].kind.rawValue)
      digest.add(kind << 32 | UInt64(UInt32(batch.entries[index].job.index)))
    }
    firstOfInstant = batch.entries.count
  }

  /// Drops starts that were taken back and puts evictions before starts.
  ///
  /// A victim does not start again in the pass that evicts it, so an eviction that follows a start
  /// of the same job takes back just that start. Who is interrupted has run before the instant.
  private mutating func settleEvictions() {
    hasEvictions = false
    var (others, evictions, starts): ([JournalEntry], [JournalEntry], [JournalEntry]) = ([], [], [])
    var dismissals: [JournalEntry] = []
    for entry in batch.entries[firstOfInstant...] {
      switch entry.kind {
      case .start: starts.append(entry)
      case .evict:
        if let phantom = starts.firstIndex(where: { $0.job == entry.job }) {
          starts.remove(at: phantom)
        } else {
          evictions.append(entry)
        }
      case .dismiss: dismissals.append(entry)
      case .submit, .reject, .end, .interrupt: others.append(entry)
      }
    }
    let entries = others + evictions + dismissals + starts
    batch.entries.replaceSubrange(firstOfInstant..., with: entries)
  }

  /// Gives the records of finished instants to a consumer, once there are many or at the end.
  mutating func flush(to consumer: inout some JournalConsumer, isLast: Bool) {
    guard isLast || batch.entries.count >= 4_096 else { return }
    consumer.receive(batch)
    batch.entries.removeAll(keepingCapacity: true)
    batch.slots.removeAll(keepingCapacity: true)
    batch.components.removeAll(keepingCapacity: true)
    batch.jobs.removeAll(keepingCapacity: true)
    firstOfInstant = 0
  }
}
