/// Which jobs of a tenant are never preempted, whatever their priority.
public enum NonPreemptibleJobs: Sendable, Equatable {
  /// All of them.
  case all
  /// Those of some classes; with none, no job.
  case classes([String])

  /// True for a job of a class.
  public func include(class name: String) -> Bool {
    switch self {
    case .all: true
    case .classes(let names): names.contains(name)
    }
  }
}
