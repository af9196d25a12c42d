public import Allot

/// The highest priority of the trace first, ties by submit time.
public struct PriorityOrder: JobOrder {
  /// By priority.
  public init() {}

  /// `priority`.
  public var name: String { "priority" }

  /// The priority, turned around.
  public func key(of job: JobView) -> Double { -Double(job.priority) }
}
