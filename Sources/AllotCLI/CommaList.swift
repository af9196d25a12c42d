import AllotFiles
import Foundation

/// Options that take several values, separated by commas.
enum CommaList {
  /// What stands between commas, without spaces around it.
  static func parts(of list: String) -> [String] {
    list.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The name of the one policy of a replay; a list is an error, unless a file has that name.
  static func policy(_ name: String) throws -> String {
    if name.contains(",") && !FileManager.default.fileExists(atPath: name) {
      throw UsageError(
        "--policy names several policies: 'allot compare' takes '\(name)', a replay takes one"
      )
    }
    return name
  }

  /// The names of policies in all lists; an empty one is an error.
  static func policies(in lists: [String]) throws -> [String] {
    let names = lists.flatMap(parts)
    if names.contains("") { throw UsageError("--policy has an empty name between commas") }
    return names
  }
}
