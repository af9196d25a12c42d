/// What is wrong with a short text that a user wrote, such as a duration, in one plain sentence.
public struct UnreadableText: Error, Equatable, CustomStringConvertible {
  /// What is wrong, and what would be right.
  public var message: String

  /// An error with its sentence.
  public init(_ message: String) {
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
