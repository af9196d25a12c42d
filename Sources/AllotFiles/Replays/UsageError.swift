/// Options that can not be used together, or one that is missing; the command line exits with 64.
public struct UsageError: Error, CustomStringConvertible {
  /// What is wrong and what to do, in one sentence.
  public var description: String

  /// An error in one sentence.
  public init(_ description: String) {
    self.description = description
  }
}
