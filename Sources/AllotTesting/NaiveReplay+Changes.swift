import Allot

/// Terms that change, by definition: from an instant on everything is asked of other tenants and of
/// another cluster.
extension NaiveReplay {
  /// When terms change next.
  var nextChange: Int64? { world.changes.dropFirst(changed).first?.time.milliseconds }

  /// Gives tenants the terms that begin now, if some do.
  mutating func changeTerms() {
    guard nextChange == now else { return }
    world.change(to: world.changes[changed])
    changed += 1
    // Slots are given anew, and everybody is looked at again.
    slots = []
    aside = []
    preemptors = []
    let lost = admitted.map(\.job).filter { assignments($0).isEmpty }
    admitted.removeAll { lost.contains($0.job) }
    for job in waiting.sorted() where assignments(job).isEmpty && !couldRunLater(job) {
      waiting.removeAll { $0 == job }
      dismiss(job)
    }
  }

  /// Says that a job that has waited or run can never run any more.
  mutating func dismiss(_ job: Int) {
    note(.dismiss, job)
    refuse(job)
  }

  /// Whether a job could run under terms that begin later.
  func couldRunLater(_ job: Int) -> Bool {
    world.changes.dropFirst(changed).contains { change in
      var later = self
      later.world.change(to: change)
      return !later.assignments(job).isEmpty
    }
  }

  /// Whether a job could run under some terms.
  func couldEverRun(_ job: Int) -> Bool { !assignments(job).isEmpty || couldRunLater(job) }

  /// False for a job that can not run under the terms of the moment, and waits for others.
  func couldStart(_ job: Int) -> Bool { world.changes.isEmpty || !assignments(job).isEmpty }
}
