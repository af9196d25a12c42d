internal import Allot

/// The random streams of one population, one for each aspect.
struct PopulationStreams: Sendable {
  /// When arrivals begin.
  var arrival: RandomStream
  /// How many jobs come together, and their gaps.
  var session: RandomStream
  /// Who submits.
  var user: RandomStream
  /// How many GPUs.
  var size: RandomStream
  /// How long.
  var run: RandomStream
  /// How jobs end.
  var ending: RandomStream
  /// What is requested.
  var limit: RandomStream
  /// Which device model.
  var model: RandomStream

  /// The streams of a population under a seed.
  init(population: String, seed: UInt64) {
    func stream(_ aspect: String) -> RandomStream {
      RandomStream("generate/" + population + "/" + aspect, seed: seed)
    }
    arrival = stream("arrival")
    session = stream("session")
    user = stream("user")
    size = stream("size")
    run = stream("run")
    ending = stream("ending")
    limit = stream("limit")
    model = stream("model")
  }
}
