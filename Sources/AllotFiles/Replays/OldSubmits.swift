public import Allot

/// A few submits long before all others, which stretch the window from the first to the last.
///
/// An export of what ran in some week lists jobs whenever they were submitted, such as a service
/// that was submitted a year before. They are told where the time before the others is at least a
/// day and half of the whole, the others come fifty times as densely, and there are five of them
/// for each early one.
public struct OldSubmits: Equatable, Sendable {
  /// How many jobs come before the others.
  public let count: Int
  /// From the first submit to the first of the others.
  public let before: SimDuration
  /// From the first to the last submit of the others, in whole seconds around them.
  public let others: ClosedRange<SimTime>

  private static let shortest = SimDuration(seconds: 86_400)
  private static let density = 50.0

  /// The submits that stretch the window of jobs in submit order; nil where none do.
  public init?(_ jobs: [Job]) {
    guard let first = jobs.first?.submit, let last = jobs.last?.submit else { return nil }
    let span = (last - first).milliseconds
    var best: (count: Int, density: Double)?
    for count in 1..<max(1, jobs.count / 6 + 1) {
      let before = jobs[count].submit - first
      guard before >= Self.shortest, before.milliseconds >= span - before.milliseconds else {
        continue
      }
      let rest = Double(max(1, span - before.milliseconds))
      let density =
        Double(jobs.count - count) / rest * Double(before.milliseconds) / Double(count)
      if density >= Self.density, density > best?.density ?? 0 { best = (count, density) }
    }
    guard let count = best?.count else { return nil }
    self.count = count
    before = jobs[count].submit - first
    let from = Self.second(jobs[count].submit, upwards: false)
    let to = max(Self.second(last, upwards: true), from + SimDuration(seconds: 1))
    others = from...to
  }

  private static func second(_ time: SimTime, upwards: Bool) -> SimTime {
    let rest = (time.milliseconds % 1_000 + 1_000) % 1_000
    let floor = time.milliseconds - rest
    return SimTime(milliseconds: upwards && rest > 0 ? floor + 1_000 : floor)
  }

  /// The sentence about them, with the window to type; dates where those of time zero are known.
  func remark(of total: Int, zero: SimTime, epoch: Int64?) -> String {
    let words = count == 1 ? "1 of \(total) jobs was" : "\(count) of \(total) jobs were"
    let span = before + (others.upperBound - others.lowerBound)
    return "\(words) submitted \(Self.days(before)) before the others, which stretches the window "
      + "of the accounts to \(Self.days(span)); leave that time out with --measure "
      + window(zero: zero, epoch: epoch)
  }

  /// The window as `--measure` takes it.
  func window(zero: SimTime, epoch: Int64?) -> String {
    let ends = [others.lowerBound, others.upperBound].map { $0 - zero }
    if let epoch, ends[0].milliseconds / 1_000 + epoch >= 0 {
      return ends.map { CalendarText.text(ofUnixSeconds: epoch + $0.milliseconds / 1_000) }
        .joined(separator: "..")
    }
    return "'" + ends.map { DurationText.format($0) }.joined(separator: "..") + "'"
  }

  private static func days(_ length: SimDuration) -> String {
    let tenths = (length.milliseconds + 4_320_000) / 8_640_000
    return "\(tenths / 10).\(tenths % 10) days"
  }
}
