/// The order of numbers by size, equal ones in their own order.
///
/// A radix sort by eleven bits at a time, from the lowest on; digits in which no two numbers differ
/// are left out, so that few different values cost few rounds. Numbers move together with their
/// positions, so that every round reads in order. The smallest number is put first beforehand: most
/// jobs do not wait at all.
package enum RadixOrder {
  private static let bits: UInt64 = 11
  private static let mask: UInt64 = 1 << bits - 1

  private struct Entry {
    var number: UInt64
    var position: Int32
  }

  /// The positions of the numbers from the smallest to the largest.
  package static func order(of numbers: [UInt64]) -> [Int32] {
    guard let least = numbers.min() else { return [] }
    var order: [Int32] = []
    order.reserveCapacity(numbers.count)
    var entries: [Entry] = []
    var (all, none) = (UInt64.max, UInt64(0))
    for (position, number) in numbers.enumerated() {
      if number == least {
        order.append(Int32(position))
      } else {
        entries.append(Entry(number: number, position: Int32(position)))
        all &= number
        none |= number
      }
    }
    let differing = all ^ none
    var sorted = entries
    var shift: UInt64 = 0
    while shift < 64 {
      if entries.count > 1 && differing >> shift & mask != 0 {
        deal(entries, to: &sorted, shift: shift)
        swap(&entries, &sorted)
      }
      shift += bits
    }
    order += entries.lazy.map(\.position)
    return order
  }

  /// Deals entries by one digit, equal ones in their order.
  private static func deal(_ entries: [Entry], to sorted: inout [Entry], shift: UInt64) {
    var next = Array(repeating: 0, count: Int(mask) + 2)
    for entry in entries { next[Int(entry.number >> shift & mask) + 1] += 1 }
    for digit in 1...Int(mask) { next[digit] += next[digit - 1] }
    for entry in entries {
      let digit = Int(entry.number >> shift & mask)
      sorted[next[digit]] = entry
      next[digit] += 1
    }
  }
}
