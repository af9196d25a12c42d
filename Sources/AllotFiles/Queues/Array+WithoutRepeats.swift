extension Array where Element: Equatable {
  /// Each element once, in the order in which they come first.
  func withoutRepeats() -> [Element] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
