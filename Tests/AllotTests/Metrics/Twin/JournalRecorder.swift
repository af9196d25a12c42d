import Allot

/// The journal of a replay as it comes.
struct JournalRecorder: JournalConsumer {
  private(set) var batches: [JournalBatch] = []

  /// Every record in order.
  var entries: [JournalEntry] { batches.flatMap(\.entries) }

  /// The same in as many batches as there are instants.
  var instants: [JournalBatch] {
    batches.flatMap { batch in
      var pieces: [JournalBatch] = []
      for entry in batch.entries {
        if pieces.last?.entries.last?.time != entry.time {
          var piece = JournalBatch()
          piece.slots = batch.slots
          pieces.append(piece)
        }
        pieces[pieces.count - 1].entries.append(entry)
      }
      return pieces
    }
  }

  mutating func receive(_ batch: JournalBatch) { batches.append(batch) }
}
