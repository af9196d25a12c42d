/// The limits at and above every tenant, each with the next one above it, so that nobody walks up a
/// tree for the few tenants in it that are limited.
struct LimitChains {
  /// By tenant and column: itself where it has a limit, else the nearest above that has; −1 where
  /// there is none.
  private let first: [Int32]
  /// By tenant and column: the nearest above with a limit; −1 where there is none.
  private let next: [Int32]
  private let models: Int
  private let columns: Int

  /// The chains of limits by tenant and column, the first columns being device models.
  ///
  /// Parents come before their children.
  init(_ limits: [Int64], parents: [Int], models: Int, columns: Int) {
    (self.models, self.columns) = (models, columns)
    var (first, next): ([Int32], [Int32]) = ([], [])
    for (tenant, parent) in parents.enumerated() {
      for column in 0..<columns {
        let slot = tenant * columns + column
        let above = parent < 0 ? -1 : first[parent * columns + column]
        next.append(above)
        first.append(limits[slot] == .max ? above : Int32(slot))
      }
    }
    (self.first, self.next) = (first, next)
  }

  /// What the tightest limit at or above a tenant leaves of a device model, among those that are
  /// open; −1 where one of cores or memory is.
  func room(
    of tenant: Int,
    model: Int,
    _ limits: [Int64],
    held: [Int64],
    isOpen: (Int) -> Bool
  ) -> Int64 {
    var least = Int64.max
    var slot = Int(first[tenant * columns + model])
    while slot >= 0 {
      if isOpen(slot) { least = min(least, limits[slot] - held[slot]) }
      slot = Int(next[slot])
    }
    // A job of any number of devices may be too large in another resource.
    for column in models..<columns {
      slot = Int(first[tenant * columns + column])
      while slot >= 0 {
        if isOpen(slot) { return -1 }
        slot = Int(next[slot])
      }
    }
    return least
  }
}
