package import Allot

/// The run time that an owner requests: too long, and one of a few round values.
///
/// Users ask for a multiple of what they need and round it up to a value that people like; about a
/// dozen values make up nearly all requests of a log, and the queue's usual limit is among the most
/// popular (Tsafrir, Etsion and Feitelson, JSSPP 2005). The factor is lognormal and at least one.
package struct LimitModel: Sendable, Equatable {
  /// The round values: 15 and 30 min, 1, 2, 4, 8, 12, 24, 48 and 72 h, 7 d; in seconds.
  package static let modal = [
    900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800, 259_200, 604_800,
  ]

  /// The request over the need, in thousandths.
  package var factor: RunModel
  /// The value that many ask for without thinking, in seconds.
  package var usual: Int
  /// Jobs of a thousand that ask for the usual value when it is enough.
  package var takesUsual: Int
  /// Jobs of a thousand that would need longer than they asked for, and are killed at the limit.
  package var hits: Int

  package init(
    factor: RunModel = RunModel(median: 1_500, sigma: 0.8, range: 1_000...64_000),
    usual: Int,
    takesUsual: Int,
    hits: Int
  ) {
    self.factor = factor
    self.usual = usual
    self.takesUsual = takesUsual
    self.hits = hits
  }

  /// The limit and the run of a job, in seconds; takes two numbers and one normal number.
  ///
  /// A job that hits its limit gets the largest round value below its run; one shorter than the
  /// smallest round value can not hit it. Failed jobs never do.
  ///
  /// - Precondition: `run` is at most seven days.
  package func draw(
    run: Int,
    ending: Job.Ending,
    from stream: inout RandomStream
  ) -> (limit: Int, run: Int, ending: Job.Ending) {
    let hit = stream.chance(hits, in: 1_000)
    let thoughtless = stream.chance(takesUsual, in: 1_000)
    let thousandths = factor.draw(from: &stream)
    if hit, ending != .failed, let limit = Self.modal.last(where: { $0 <= run }) {
      return (limit, limit, .limit)
    }
    if thoughtless && run <= usual { return (usual, run, ending) }
    return (Self.roundUp(run * thousandths / 1_000, atLeast: run), run, ending)
  }

  /// The smallest round value that is not below a wish, or the largest of all.
  package static func roundUp(_ wish: Int, atLeast run: Int) -> Int {
    let last = modal[modal.count - 1]
    precondition(run <= last, "a generated run is at most seven days")
    return modal.first { $0 >= wish } ?? last
  }
}
