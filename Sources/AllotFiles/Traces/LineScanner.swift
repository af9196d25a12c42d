internal import Glibc

/// The lines of a text, one after the other, without their ends (`\n` or `\r\n`).
struct LineScanner {
  private let text: UnsafeRawBufferPointer
  private var position = 0
  /// The number of the line that was given last, counted from one.
  private(set) var number = 0
  /// True where the text ends with the line that was given last, without a line end.
  private(set) var isOpen = false

  /// The lines of a text.
  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  /// About how many lines are left, a few too many, if they are as long as those that come next;
  /// never so many that room for them could not be had.
  var estimateOfLinesLeft: Int {
    let next = text.dropFirst(position).prefix(65_536)
    let lines = next.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } + 1
    let left = text.count - min(position, text.count)
    return min(1 << 23, lines * (left / max(1, next.count)) * 9 / 8 + lines)
  }

  /// The next line, or nil at the end of the text.
  mutating func next() -> UnsafeRawBufferPointer? {
    guard position < text.count, let start = text.baseAddress else { return nil }
    number += 1
    let left = text.count - position
    let end = memchr(start + position, 0x0A, left)
    let length = end.map { UnsafeRawPointer($0) - (start + position) }
    isOpen = end == nil
    let line = UnsafeRawBufferPointer(start: start + position, count: length ?? left)
    position += (length ?? left) + 1
    return NumberText.withoutReturn(line)
  }
}
