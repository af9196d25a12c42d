import Allot

/// The journal of a replay as it comes.
struct JournalRecorder: JournalConsumer {
  private(set) var batches: [JournalBatch] = []

  /// Every record in order.
  var entries: [JournalEntry] { batches.flatMap(\.entries) }

  /// The places of each record's job, one for each component.
  var places: [[NaiveFigures.Place]] {
    batches.flatMap { batch in
      func slots(_ range: Range<Int32>) -> [NodeSlot] {
        Array(batch.slots[Int(range.lowerBound)..<Int(range.upperBound)])
      }
      return batch.entries.map { entry in
        let components = batch.components(of: entry).map {
          NaiveFigures.Place(pool: $0.pool, slots: slots($0.slots))
        }
        let own = entry.pool.map { NaiveFigures.Place(pool: $0, slots: slots(entry.slots)) }
        return components.isEmpty ? [own].compactMap { $0 } : components
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
