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
    /// What it has taken over from them.
    var handovers: [Handed]
  }

  /// What a victim in its grace has left to a claimant.
  typealias Handed = (victim: ID<Job>, part: Handover.Part)

  /// True where no place is held and nobody is in its grace.
  var isEmpty: Bool { claims.isEmpty && leaving.isEmpty }

  /// True for a claimant whose place is held.
  func isHeld(for job: ID<Job>) -> Bool { claims.contains { $0.claimant == job } }

  /// Says that a victim's grace begins.
  mutating func leave(_ victim: ID<Job>) { leaving.append(victim) }

  /// Holds a claimant's place until its victims have gone.
  mutating func hold(for claimant: ID<Job>, _ handovers: [Handed]) {
    let claim = Claim(
      claimant: claimant,
      victims: handovers.map(\.victim),
      handovers: handovers
    )
    claims.append(claim)
  }

  /// Holds a claimant's place no longer; gives what those of its victims that are still there had
  /// left to it.
  mutating func giveUp(_ claimant: ID<Job>) -> [Handed] {
    guard let index = claims.firstIndex(where: { $0.claimant == claimant }) else { return [] }
    let claim = claims.remove(at: index)
    return claim.handovers.filter { claim.victims.contains($0.victim) }
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
  }
}
