/// One breach of a rule, as a test prints it.
struct Finding: CustomStringConvertible {
  var path: String
  var line: Int
  var message: String

  init(_ path: String, _ line: Int = 1, _ message: String) {
    self.path = path
    self.line = line
    self.message = message
  }

  var description: String { "\(path):\(line): \(message)" }
}

extension [Finding] {
  /// The findings one below the other; empty without any.
  var report: String { map(\.description).joined(separator: "\n") }
}
