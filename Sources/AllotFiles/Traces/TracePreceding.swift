public import Allot

/// The jobs of a trace that have to end before a job comes, and how long its user then thinks.
public struct TracePreceding: Sendable, Equatable {
  /// One of those jobs.
  public struct Preceding: Sendable, Equatable {
    /// Its name in the trace, which need not have it.
    public var name: TraceRow.Name
    /// What it must have come to.
    public var condition: JobDependency.Condition

    /// A job by its name.
    public init(_ name: TraceRow.Name, _ condition: JobDependency.Condition = .any) {
      self.name = name
      self.condition = condition
    }
  }

  /// All of them.
  public var jobs: [Preceding]
  /// The time from the last of their ends until the job comes.
  public var think: SimDuration

  /// Some jobs and a time.
  public init(_ jobs: [Preceding], think: SimDuration = .zero) {
    self.jobs = jobs
    self.think = think
  }

  /// What stands between two jobs in the native table.
  static let separator: Character = "|"

  /// The jobs as the native table lists them: `12|afterok:13`; nil where a name is missing.
  static func jobs(in text: String, _ texts: inout TextTable) -> [Preceding]? {
    var jobs: [Preceding] = []
    for part in text.split(separator: separator, omittingEmptySubsequences: false) {
      var name = part
      var condition = JobDependency.Condition.any
      for word in JobDependency.Condition.allCases where part.hasPrefix(word.rawValue + ":") {
        name = part.dropFirst(word.rawValue.count + 1)
        condition = word
      }
      guard !name.isEmpty else { return nil }
      // As the column of names: only what a number would be written as is one.
      let number = Int64(name).flatMap { String($0) == name ? $0 : nil }
      let isOf = number.map { TraceRow.Name.number($0) } ?? .text(texts.id(of: String(name)))
      jobs.append(Preceding(isOf, condition))
    }
    return jobs
  }

  /// The jobs as ``jobs(in:_:)`` reads them.
  func text(in texts: TextTable) -> String {
    jobs.map { job in
      (job.condition == .any ? "" : job.condition.rawValue + ":") + job.name.text(in: texts)
    }.joined(separator: String(Self.separator))
  }
}
