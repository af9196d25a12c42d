/// The rows of a case, which are known by their names.
extension YamlMapping {
  /// The names of rows, each of which is there once.
  static func names(of rows: [YamlMapping]) throws(InputError) -> [String] {
    var rowOf: [String: Int] = [:]
    var names: [String] = []
    for row in rows {
      let name = try row.required("name").text()
      guard rowOf.updateValue(names.count, forKey: name) == nil else {
        throw row.owner.error("two are called '\(name)'")
      }
      names.append(name)
    }
    return names
  }

  /// The row above this one, whose place in a tree is the given one; nil for the first row, the
  /// root.
  func parent(of index: Int, among names: [String]) throws(InputError) -> Int? {
    let value = try required("parent")
    let above = try value.optional { value throws(InputError) in try value.text() }
    guard let above else {
      guard index == 0 else { throw value.error("only the first row, the root, has no parent") }
      return nil
    }
    guard let parent = names[..<index].firstIndex(of: above) else {
      throw value.error(
        "there is no '\(above)' above it",
        remedy: "the first row is the root, and parents come before their children"
      )
    }
    return parent
  }
}
