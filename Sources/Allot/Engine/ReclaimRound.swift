/// How much a pass has taken back from running jobs, and how much it may.
struct ReclaimRound {
  private var taken: Int64 = 0
  private let most: Int64

  /// A round on a machine of so many devices, none of which is taken.
  init(_ terms: ReclaimTerms?, capacity: Int64) { most = terms?.most(of: capacity) ?? .max }

  /// True where nobody more is served in this pass.
  var isFull: Bool { taken >= most }

  /// Begins with the next pass.
  mutating func begin() { taken = 0 }

  /// Counts a victim's devices.
  mutating func take(_ gpus: Int32) { taken += Int64(gpus) }
}
