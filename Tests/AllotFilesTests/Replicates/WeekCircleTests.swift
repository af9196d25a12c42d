import Allot
import AllotFiles
import Testing

@Suite struct WeekCircleTests {
  private static let hour: Int64 = 3_600_000
  private static let week: Int64 = 168
  private static let first = SimTime(seconds: 1_234)

  /// A log from its first submit to the one that many hours later.
  private func circle(hours: Int64) -> WeekCircle {
    WeekCircle(
      first: Self.first,
      last: Self.first + SimDuration(milliseconds: hours * Self.hour)
    )
  }

  /// Where the hours of a log go, by hour.
  private func targets(_ circle: WeekCircle, hours: Int64, by weeks: Int) -> [Int64] {
    (0...hours).map { hour in
      let submit = Self.first + SimDuration(milliseconds: hour * Self.hour)
      return (circle.moved(submit, by: weeks) - Self.first).milliseconds / Self.hour
    }
  }

  /// The same from the definition: whole weeks in order from the one that comes to the front; in
  /// the midst the log's begun week, completed by the rest of the week that comes to the end.
  private func sequence(hours: Int64, by weeks: Int) -> [Int64] {
    let count = hours / Self.week + 1
    let end = hours % Self.week
    var order: [Int64] = []
    for week in count - Int64(weeks)..<count { order.append(week) }
    for week in 0..<count - Int64(weeks) { order.append(week) }
    var sources: [Int64] = []
    for week in order {
      for hour in 0..<Self.week {
        let isInLog = week < count - 1 || hour <= end
        sources.append((isInLog ? week : order[order.count - 1]) * Self.week + hour)
      }
    }
    return Array(sources.prefix(Int(hours) + 1))
  }

  @Test(arguments: [336, 337, 400, 503, 504, 505, 671, 1_680] as [Int64])
  func weeksTurnInOrder(hours: Int64) {
    let circle = circle(hours: hours)
    #expect(circle.count == Int(hours / 168) + 1)
    for weeks in 0..<circle.count {
      let targets = targets(circle, hours: hours, by: weeks)
      #expect(targets.sorted() == Array(0...hours), "every hour is taken once")
      #expect(targets.enumerated().allSatisfy { ($1 - Int64($0)) % Self.week == 0 })
      var arrived = [Int64](repeating: -1, count: targets.count)
      for (source, target) in targets.enumerated() { arrived[Int(target)] = Int64(source) }
      #expect(arrived == sequence(hours: hours, by: weeks))
    }
  }

  @Test func noMoveMovesNothing() {
    let circle = circle(hours: 400)
    #expect(targets(circle, hours: 400, by: 0) == Array(0...400))
  }
}
