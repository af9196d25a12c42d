package import Allot

/// The random streams of one population, one for each aspect.
package struct PopulationStreams: Sendable {
  /// When arrivals begin.
  package var arrival: RandomStream
  /// How many jobs come together, and their gaps.
  package var session: RandomStream
  /// Who submits.
  package var user: RandomStream
  /// How many GPUs.
  package var size: RandomStream
  /// How long.
  package var run: RandomStream
  /// How jobs end.
  package var ending: RandomStream
  /// What is requested.
  package var limit: RandomStream
  /// Which device model.
  package var model: RandomStream

  /// The streams of a population under a seed.
  package init(population: String, seed: UInt64) {
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
