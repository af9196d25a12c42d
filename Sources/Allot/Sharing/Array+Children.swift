extension Array where Element == Int? {
  /// The children of each node of a tree or several, given the parent of each; in the order of the
  /// nodes.
  ///
  /// - Precondition: where `parentsFirst`, every parent comes before its children.
  public func children(parentsFirst: Bool = true) -> [[Int]] {
    var children = [[Int]](repeating: [], count: count)
    for (node, parent) in enumerated() {
      guard let parent else { continue }
      precondition(!parentsFirst || parent < node, "parents come before their children")
      children[parent].append(node)
    }
    return children
  }
}
