/// How likely an arrival is in each hour of a local day, as 24 whole weights.
///
/// The shapes follow the day cycle that Lublin and Feitelson (2003) describe for batch logs: a low
/// before dawn, a rise with the working day, a dip at lunch, a slow fall in the evening. The
/// weights are the generator's own; they are not fitted to a log.
package struct DailyCycle: Sendable, Equatable {
  /// The weights from midnight to 23:00.
  package let weights: [Int]

  /// A cycle of 24 weights.
  package init(_ weights: [Int]) {
    precondition(weights.count == 24, "a day has 24 hours")
    self.weights = weights
  }

  /// People at their desks: nine to seven with a dip at noon, and a few who stay late.
  package static let office = DailyCycle([
    3, 2, 1, 1, 1, 1, 2, 5, 14, 34, 44, 42, 24, 36, 46, 46, 44, 40, 28, 18, 14, 12, 9, 6,
  ])

  /// People who try something out: like the office, with a longer evening.
  package static let workbench = DailyCycle([
    8, 5, 3, 2, 1, 1, 2, 4, 12, 28, 40, 40, 24, 38, 46, 48, 46, 42, 32, 26, 26, 24, 20, 14,
  ])

  /// Batch work that is left for the night: most of it is submitted from the late afternoon on.
  package static let night = DailyCycle([
    22, 14, 8, 5, 3, 2, 2, 3, 6, 10, 12, 12, 10, 12, 16, 20, 26, 34, 40, 42, 44, 46, 42, 32,
  ])

  /// Pipelines that start by themselves as often as by hand.
  package static let aroundTheClock = DailyCycle([
    14, 13, 12, 12, 12, 12, 13, 14, 16, 20, 22, 22, 18, 20, 22, 22, 22, 20, 18, 17, 16, 16, 15, 14,
  ])

  /// The periods of the school, on the hour from nine to five without the lunch hour.
  package static let classroom = DailyCycle([
    0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 12, 10, 0, 10, 14, 12, 10, 4, 0, 0, 0, 0, 0, 0,
  ])
}
