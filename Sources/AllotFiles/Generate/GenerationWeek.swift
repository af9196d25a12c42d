/// A week of the window, or its last days.
package struct GenerationWeek: Sendable, Equatable {
  /// The week's number, from 0.
  package var number: Int
  /// How many of its days lie in the window, from Monday.
  package var days: Int

  package init(number: Int, days: Int) {
    self.number = number
    self.days = days
  }

  /// Seconds from the start of the window.
  package var start: Int { number * 7 * 86_400 }

  /// The weeks of a window that begins on a Monday.
  package static func all(ofDays days: Int) -> [GenerationWeek] {
    stride(from: 0, to: days, by: 7).map { first in
      GenerationWeek(number: first / 7, days: min(7, days - first))
    }
  }
}
