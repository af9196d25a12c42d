/// One task at a time to whoever has the smallest dominant share for its weight.
///
/// The dominant share of a user is the largest part that it holds of any resource. Who can not get
/// its next task drops out; ties go to the earlier user. Amounts and weights are whole numbers, so
/// that equal fractions are equal numbers.
///
/// Source: Ghodsi et al., Dominant Resource Fairness, NSDI 2011, weighted as in its section 4.3.
public struct LiftLowestSurplus: Sendable {
  /// A user who wants as many equal tasks as it can get.
  public struct User: Sendable {
    /// What one task takes of each resource.
    public var task: [Int64]
    /// The weight; positive.
    public var weight: Int64

    /// A user of a weight with tasks of a size.
    public init(task: [Int64], weight: Int64) {
      self.task = task
      self.weight = weight
    }
  }

  /// One task at a time.
  public init() {}

  /// The largest part that somebody holds of any resource, by weight.
  ///
  /// One division of whole numbers, so that equal fractions give equal numbers as long as they stay
  /// below 2⁵³.
  public static func dominantShare(
    of held: [Int64],
    capacity: [Int64],
    weight: Int64
  ) -> Double {
    zip(held, capacity).reduce(0.0) { most, part in
      guard part.1 > 0 else { return part.0 > 0 ? .infinity : most }
      return max(most, Double(part.0) / (Double(part.1) * Double(weight)))
    }
  }

  /// The users who get a task, in that order, until nobody's next task fits.
  public func sequence(capacity: [Int64], users: [User]) -> [Int] {
    var free = capacity
    var held = users.map { $0.task.map { _ in Int64(0) } }
    var open = users.indices.filter { users[$0].task.contains { $0 > 0 } }
    var sequence: [Int] = []
    while true {
      let shares = open.map { user in
        Self.dominantShare(of: held[user], capacity: capacity, weight: users[user].weight)
      }
      guard let least = shares.min(), let place = shares.firstIndex(of: least) else { break }
      let user = open[place]
      guard zip(users[user].task, free).allSatisfy({ $0 <= $1 }) else {
        open.remove(at: place)
        continue
      }
      for resource in free.indices {
        free[resource] -= users[user].task[resource]
        held[user][resource] += users[user].task[resource]
      }
      sequence.append(user)
    }
    return sequence
  }
}
