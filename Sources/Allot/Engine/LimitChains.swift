/// The limits of every tenant and of all above it, so that nobody walks up a tree for the few
/// tenants in it that are limited.
struct LimitChains {
  /// Where the chain of each tenant and column begins, by slot; one more at the end.
  private let starts: [Int32]
  /// The slots with a limit, from the leaf up.
  private let slots: [Int32]
  /// True where a tenant, or one above it, has a limit of cores or memory.
  private let hasOthers: [Bool]
  private let models: Int
  private let columns: Int

  /// The chains of limits by tenant and column, the first columns being device models.
  init(_ limits: [Int64], parents: [Int], models: Int, columns: Int) {
    (self.models, self.columns) = (models, columns)
    var (starts, slots): ([Int32], [Int32]) = ([], [])
    for tenant in parents.indices {
      for column in 0..<columns {
        starts.append(Int32(slots.count))
        var at = tenant
        while at >= 0 {
          let slot = at * columns + column
          if limits[slot] != .max { slots.append(Int32(slot)) }
          at = parents[at]
        }
      }
    }
    starts.append(Int32(slots.count))
    hasOthers = parents.indices.map { tenant in
      starts[tenant * columns + models] < starts[(tenant + 1) * columns]
    }
    (self.starts, self.slots) = (starts, slots)
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
    let chain = tenant * columns + model
    var least = Int64.max
    for place in Int(starts[chain])..<Int(starts[chain + 1]) {
      let slot = Int(slots[place])
      if isOpen(slot) { least = min(least, limits[slot] - held[slot]) }
    }
    guard hasOthers[tenant] else { return least }
    // A job of any number of devices may be too large in another resource.
    let others = starts[tenant * columns + models]..<starts[(tenant + 1) * columns]
    return others.contains { isOpen(Int(slots[Int($0)])) } ? -1 : least
  }
}
