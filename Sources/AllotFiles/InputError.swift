/// What is wrong with an input: the file, the line, the field, and what to do about it.
///
/// The command line prints it and exits with 65.
public struct InputError: Error, Equatable, CustomStringConvertible {
  /// The file as the user named it.
  public var file: String
  /// The line, counted from one; nil where the whole file is meant.
  public var line: Int?
  /// What is wrong, in one sentence that names the field.
  public var message: String
  /// What the user can do about it; may be empty.
  public var remedy: String

  /// An error at a place in a file.
  public init(file: String, line: Int? = nil, _ message: String, remedy: String = "") {
    self.file = file
    self.line = line
    self.message = message
    self.remedy = remedy
  }

  /// The error as `file:line: message; remedy`.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return remedy.isEmpty ? "\(place): \(message)" : "\(place): \(message); \(remedy)"
  }
}
