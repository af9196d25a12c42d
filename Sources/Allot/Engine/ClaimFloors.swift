/// The smallest claimants of a walk: larger ones of the same queue fail where they do.
struct ClaimFloors {
  private var floors: [Int32]
  private var touched: [Int] = []

  /// Nobody has claimed in any of so many places.
  init(count: Int) { floors = Array(repeating: .max, count: count) }

  /// The devices of the smallest claimant in a place; the largest number without one.
  subscript(place: Int) -> Int32 { floors[place] }

  /// Says that a job of so many devices claims.
  mutating func note(_ gpus: Int32, at place: Int) {
    guard gpus < floors[place] else { return }
    floors[place] = gpus
    touched.append(place)
  }

  /// Forgets all claimants.
  mutating func clear() {
    guard !touched.isEmpty else { return }
    for place in touched { floors[place] = .max }
    touched.removeAll(keepingCapacity: true)
  }
}
