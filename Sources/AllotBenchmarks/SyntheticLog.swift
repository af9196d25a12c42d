/// A log of one format with as many jobs as it takes, so that the speed of reading it can be
/// measured anywhere.
///
/// Rows have the columns, widths and spread of values that logs of the format have; every job is
/// whole, has an id of its own and is submitted a few seconds after the one before.
public struct SyntheticLog: Sendable {
  /// The name of the format.
  public let format: String
  /// What a file's name ends in.
  public let ending: String
  private let head: String
  private let separator: String
  private let tail: String
  private let row: @Sendable (Row) -> String

  /// Every format, in the order of the page.
  public static let all: [SyntheticLog] = tables + documents

  /// The log of a format.
  public static func named(_ format: String) -> SyntheticLog? { all.first { $0.format == format } }

  init(
    _ format: String,
    ending: String = "csv",
    head: String,
    separator: String = "",
    tail: String = "",
    row: @escaping @Sendable (Row) -> String
  ) {
    self.format = format
    self.ending = ending
    self.head = head
    self.separator = separator
    self.tail = tail
    self.row = row
  }

  /// The text of a log of at least so many bytes.
  public func text(bytes: Int) -> [UInt8] {
    var text = Array(head.utf8)
    text.reserveCapacity(bytes + 4_096)
    var number = 0
    while text.count < bytes {
      if number > 0 { text += separator.utf8 }
      text += row(Row(number: number)).utf8
      number += 1
    }
    text += tail.utf8
    return text
  }
}

/// What a job of a synthetic log says.
struct Row {
  /// Counted from zero.
  let number: Int
  private let bits: UInt64

  init(number: Int) {
    self.number = number
    var bits = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    self.bits = bits ^ (bits >> 31)
  }

  private func drawn(_ shift: UInt64, below bound: UInt64) -> Int {
    Int((bits >> shift) & 0xFFFF) * Int(bound) >> 16
  }

  /// Seconds since the first day, within a year.
  var submit: Int { number * 5 % 30_000_000 }
  var start: Int { submit + drawn(0, below: 2_000) }
  var end: Int { start + run }
  var run: Int { 1 + drawn(16, below: 60_000) }
  var gpus: Int { 1 << drawn(32, below: 5) }
  var nodes: Int { max(1, gpus / 8) }
  var cores: Int { gpus * 16 }
  var user: String { "user\(drawn(40, below: 900))" }
  var group: String { "account\(drawn(44, below: 60))" }
  /// One of three texts, the first for most jobs.
  func one(_ usual: String, _ second: String, _ third: String) -> String {
    switch drawn(48, below: 8) {
    case 0: second
    case 1: third
    default: usual
    }
  }

  /// An instant as `2025-03-01 09:05:00`.
  static func date(_ seconds: Int, _ middle: String = " ") -> String {
    var day = seconds / 86_400 % 365
    var month = 0
    while day >= lengths[month] {
      day -= lengths[month]
      month += 1
    }
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
    return
      "2025-\(two(month + 1))-\(two(day + 1))\(middle)\(two(hour)):\(two(minute)):\(two(second))"
  }

  private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
