/// A place that is held for a claimant while the victims that were in it run out their grace.
struct Claim {
  var claimant: ID<Job>
  /// The victims that have not left yet.
  var victims: [ID<Job>]
}
