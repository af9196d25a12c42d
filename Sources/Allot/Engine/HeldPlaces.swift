/// The places that are held for claimants while their victims run out their grace.
///
/// A victim may stand in the way of several claimants, and a claimant starts when its last victim
/// has gone.
struct HeldPlaces {
  /// Victims in their grace, in the order in which it ends.
  private(set) var leaving: [ID<Job>] = []
  private var claims: [Claim] = []

  private struct Claim {
    var claimant: ID<Job>
    /// The victims that have not left yet.
    var victims: [ID<Job>]
  }

  /// True where no place is held.
  var isEmpty: Bool { claims.isEmpty }

  /// True for a claimant whose place is held.
  func isHeld(for job: ID<Job>) -> Bool { claims.contains { $0.claimant == job } }

  /// Says that a victim's grace begins.
  mutating func leave(_ victim: ID<Job>) { leaving.append(victim) }

  /// Holds a claimant's place until its victims have gone.
  mutating func hold(for claimant: ID<Job>, _ victims: [ID<Job>]) {
    claims.append(Claim(claimant: claimant, victims: victims))
  }

  /// Says that a victim has ended or was evicted.
  mutating func forget(_ victim: ID<Job>) {
    leaving.removeAll { $0 == victim }
    for index in claims.indices { claims[index].victims.removeAll { $0 == victim } }
  }

  /// Takes out the claimants whose places are empty, in the order of their claims.
  mutating func takeSettled() -> [ID<Job>] {
    let settled = claims.filter(\.victims.isEmpty).map(\.claimant)
    claims.removeAll(where: \.victims.isEmpty)
    return settled
  }

  /// Stops the program where a claimant waits for nobody that leaves.
  func checkInvariants() {
    precondition(
      claims.allSatisfy { !$0.victims.isEmpty && $0.victims.allSatisfy(leaving.contains) },
      "a claimant waits for victims in their grace"
    )
    precondition(leaving.isEmpty || !claims.isEmpty, "a victim leaves for a claimant")
  }
}
