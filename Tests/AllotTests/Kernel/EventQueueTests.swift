import Allot
import Testing

/// The heap against a sorted array.
@Suite struct EventQueueTests {
  @Test(arguments: 0..<64)
  func equalsASortedArray(seed: Int) throws {
    var random = RandomStream("events", seed: UInt64(seed))
    var queue = EventQueue()
    var model: [(time: Int64, order: UInt64)] = []
    for order in 0..<UInt64(500) {
      if random.chance(2, in: 3) || model.isEmpty {
        let time = Int64(random.below(50))
        queue.push(
          EventQueue.Entry(
            time: SimTime(milliseconds: time),
            order: order,
            subject: Int32(order),
            attempt: 0
          )
        )
        model.append((time, order))
        model.sort { $0 < $1 }
      } else {
        let popped = queue.pop()
        let entry = try #require(popped)
        let expected = model.removeFirst()
        #expect(entry.time.milliseconds == expected.time)
        #expect(entry.order == expected.order)
      }
      #expect(queue.count == model.count)
      #expect(queue.first?.order == model.first?.order)
    }
  }

  @Test func anEmptyQueueHasNothing() {
    var queue = EventQueue()
    #expect(queue.pop()?.order == nil)
    #expect(queue.first?.order == nil)
  }
}
