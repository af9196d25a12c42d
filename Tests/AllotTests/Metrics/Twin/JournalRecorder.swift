import Allot

/// The journal of a replay as it comes.
struct JournalRecorder: JournalConsumer {
  private(set) var batches: [JournalBatch] = []

  /// Every record in order.
  var entries: [JournalEntry] { batches.flatMap(\.entries) }

  /// The pools of each record's job, one for each component.
  var pools: [[ID<Pool>]] {
    batches.flatMap { batch in
      batch.entries.map { entry in
        let components = batch.components(of: entry).map(\.pool)
        return components.isEmpty ? [entry.pool].compactMap { $0 } : components
      }
    }
  }

  /// The same in as many batches as there are instants.
  var instants: [JournalBatch] {
    batches.flatMap { batch in
      var pieces: [JournalBatch] = []
      for entry in batch.entries {
        if pieces.last?.entries.last?.time != entry.time {
          var piece = JournalBatch()
          piece.slots = batch.slots
          piece.components = batch.components
          pieces.append(piece)
        }
        pieces[pieces.count - 1].entries.append(entry)
      }
      return pieces
    }
  }

  mutating func receive(_ batch: JournalBatch) { batches.append(batch) }
}
