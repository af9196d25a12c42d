/// How many jobs of a trace have come, which is in the order of their submits.
struct Arrivals {
  private var count = 0

  /// When the next one is submitted; nil when all have come.
  func next(in jobs: [Job]) -> SimTime? { count < jobs.count ? jobs[count].submit : nil }

  /// The next one, which has then come.
  mutating func take() -> ID<Job> {
    defer { count += 1 }
    return ID(count)
  }
}
