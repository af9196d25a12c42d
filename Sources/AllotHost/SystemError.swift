internal import Glibc

/// Names errno values for people.
enum SystemError {
  /// The C library's text, as in `Operation not permitted`.
  static func text(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text)
  }
}
