/// The waiting jobs with slots that they keep until they start, in queue order.
struct KeptSlots {
  /// A waiting job and its slot.
  struct Entry {
    var waiting: WaitingJob
    var slot: Timetable.Slot
    /// Moves with every change of a slot: the order in which older simulators start jobs.
    fileprivate(set) var change: UInt64 = 0
  }

  private var entries: [Entry] = []
  /// The first start among them.
  private(set) var next: SimTime?
  private var nextChange: UInt64 = 0
  /// True when a job has ended since slots moved last.
  private(set) var mayImprove = false

  /// How many jobs have slots.
  var count: Int { entries.count }
  /// All of them, by position.
  var indices: Range<Int> { entries.indices }

  /// A job with its slot.
  subscript(index: Int) -> Entry { entries[index] }

  /// When each slot ends, but for one.
  func ends(except index: Int? = nil) -> [SimTime] {
    entries.indices.lazy.filter { $0 != index }.map { entries[$0].slot.end }
  }

  /// Gives a job a slot.
  mutating func add(_ waiting: WaitingJob, _ slot: Timetable.Slot) {
    var at = entries.count
    while at > 0 && waiting < entries[at - 1].waiting { at -= 1 }
    entries.insert(Entry(waiting: waiting, slot: slot, change: nextChange), at: at)
    nextChange += 1
    noteNext(slot.start)
  }

  /// Gives the job at a position another slot, which counts as a change only where it is `earlier`.
  mutating func move(_ index: Int, to slot: Timetable.Slot, isEarlier: Bool) {
    entries[index].slot = slot
    guard isEarlier else { return }
    entries[index].change = nextChange
    nextChange += 1
  }

  /// Says that a job has ended, so that slots may move forward.
  mutating func noteEnd() { mayImprove = true }

  /// Says that slots have moved forward as far as they can.
  mutating func noteImproved() {
    mayImprove = false
    next = nil
    for entry in entries { noteNext(entry.slot.start) }
  }

  /// Takes out the jobs whose slots begin at an instant, in queue order.
  mutating func takeDue(at now: SimTime) -> [Entry] {
    var due: [Entry] = []
    next = nil
    var kept = 0
    for index in entries.indices {
      if entries[index].slot.start == now {
        due.append(entries[index])
        continue
      }
      noteNext(entries[index].slot.start)
      if kept < index { entries.swapAt(kept, index) }
      kept += 1
    }
    entries.removeLast(entries.count - kept)
    return due
  }

  private mutating func noteNext(_ start: SimTime) { next = min(next ?? start, start) }
}
