/// A job that may not start before another one has ended.
public struct JobDependency: Sendable, Equatable {
  /// The job that waits.
  public var job: ID<Job>
  /// The job that it waits for.
  public var preceding: ID<Job>
  /// How long after the end of that job it comes, such as the time in which its user thinks.
  public var think: SimDuration
  /// What the preceding job must have come to.
  public var condition: Condition

  /// When a preceding job lets those behind it go on, by the words of Slurm.
  public enum Condition: String, Sendable, CaseIterable {
    /// However it ended, and also when it was rejected.
    case any = "afterany"
    /// Only when it did what it had to do; else those behind it can never run.
    case ok = "afterok"
  }

  /// A job behind another one.
  public init(
    job: ID<Job>,
    preceding: ID<Job>,
    think: SimDuration = .zero,
    condition: Condition = .any
  ) {
    self.job = job
    self.preceding = preceding
    self.think = think
    self.condition = condition
  }

  /// Jobs that wait for each other, in their order; nil where there are none.
  ///
  /// Linear in jobs and dependencies.
  public static func circle(in dependencies: [JobDependency], jobs: Int) -> [ID<Job>]? {
    var missing = Array(repeating: 0, count: jobs)
    var followers: [[Int]] = Array(repeating: [], count: dependencies.isEmpty ? 0 : jobs)
    for dependency in dependencies {
      missing[Int(dependency.job.index)] += 1
      followers[Int(dependency.preceding.index)].append(Int(dependency.job.index))
    }
    guard !dependencies.isEmpty else { return nil }
    var free = missing.indices.filter { missing[$0] == 0 }
    var next = 0
    while next < free.count {
      for follower in followers[free[next]] {
        missing[follower] -= 1
        if missing[follower] == 0 { free.append(follower) }
      }
      next += 1
    }
    guard var at = missing.firstIndex(where: { $0 > 0 }) else { return nil }
    // Whoever still waits is on a circle or behind one: upwards from it the circle is found.
    let above = Dictionary(grouping: dependencies.filter { missing[Int($0.preceding.index)] > 0 }) {
      Int($0.job.index)
    }
    var path: [Int] = []
    while !path.contains(at) {
      path.append(at)
      guard let up = above[at]?.first else { return nil }
      at = Int(up.preceding.index)
    }
    return path[(path.firstIndex(of: at) ?? 0)...].reversed().map { ID($0) }
  }
}
