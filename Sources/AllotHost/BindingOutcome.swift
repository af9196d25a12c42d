/// What became of one attempt to bind a thread; a refusal is told here and is never a failure.
public struct BindingOutcome: Hashable, Sendable, Encodable {
  /// What became of one part of the attempt.
  public enum Step: Hashable, Sendable, Encodable, CustomStringConvertible {
    /// It worked.
    case done
    /// It was not tried, with the reason.
    case skipped(String)
    /// The system refused, with its reason.
    case refused(String)

    /// The outcome in words: `done`, `skipped: …` or `refused: …`.
    public var description: String {
      switch self {
      case .done: "done"
      case .skipped(let reason): "skipped: \(reason)"
      case .refused(let reason): "refused: \(reason)"
      }
    }

    /// Encodes the words.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(description)
    }
  }

  /// Binding the thread to the worker's PU.
  public var thread: Step
  /// Preferring the memory of the worker's NUMA node.
  public var memory: Step
  /// Putting back what was there before, of both.
  public var restoration: Step

  /// An outcome part by part.
  public init(thread: Step, memory: Step, restoration: Step) {
    self.thread = thread
    self.memory = memory
    self.restoration = restoration
  }

  /// The outcome of a worker that is not bound, for this reason.
  static func skipped(_ reason: String) -> BindingOutcome {
    BindingOutcome(
      thread: .skipped(reason),
      memory: .skipped(reason),
      restoration: .skipped(reason)
    )
  }
}
