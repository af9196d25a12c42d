package import Allot

/// How likely an arrival is in each hour of a local week that begins on a Monday.
///
/// The weight of an hour is its weight in the day times the weight of its day.
package struct WeeklyCycle: Sendable, Equatable {
  private let hours: WeightedChoice

  /// A week of one daily cycle, with the weights of Monday to Sunday.
  ///
  /// - Precondition: Monday can be drawn, since every window begins with one.
  package init(_ daily: DailyCycle, days: [Int]) {
    precondition(days.count == 7, "a week has 7 days")
    precondition(days[0] > 0, "a window may end on its first Monday")
    hours = WeightedChoice(days.flatMap { day in daily.weights.map { $0 * day } })
  }

  /// An hour of the week's first `days` days, from 0.
  package func hour(inDays days: Int, from stream: inout RandomStream) -> Int {
    while true {
      let hour = hours.draw(from: &stream)
      if hour < days * 24 { return hour }
    }
  }

  /// A second of the week's first `days` days, even within its hour.
  package func second(inDays days: Int, from stream: inout RandomStream) -> Int {
    let hour = hour(inDays: days, from: &stream)
    return hour * 3_600 + stream.below(3_600)
  }

  /// The working week of a company: a slow Friday, little at the weekend.
  package static let workingDays = [100, 108, 108, 104, 88, 18, 12]

  /// The week of a campus, where Saturday counts for more and Sunday for least.
  package static let campusDays = [100, 106, 106, 104, 92, 38, 26]

  /// The week of teams with a deadline.
  package static let campaignDays = [110, 106, 104, 102, 96, 60, 52]

  /// The timetable of a school.
  package static let schoolDays = [100, 100, 100, 100, 80, 0, 0]
}
