internal import Allot

/// Rows of a table as bytes: cells set apart by commas, quoted where they must be.
///
/// Numbers become digits in place, without a string each: a table of a year has tens of millions.
public struct CSVRows: Sendable {
  /// The bytes so far.
  public private(set) var bytes: [UInt8]

  /// A table that begins with the names of its columns.
  public init(header: String, capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity)
    bytes.append(contentsOf: header.utf8)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Adds a cell of text; bytes of a log that are no text are written as they were.
  public mutating func append(_ text: String) {
    if text.utf8.contains(0xF4) {
      append(cell: KeptBytes.bytes(of: text))
    } else {
      append(cell: text.utf8)
    }
  }

  /// Adds a cell of bytes; one that holds a comma, a quote or a line end stands in quotes.
  public mutating func append(cell: some Collection<UInt8>) {
    let quote = UInt8(ascii: "\"")
    let start = bytes.count
    bytes.append(contentsOf: cell)
    let mustQuote = bytes[start...].contains {
      $0 == quote || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }
    if mustQuote {
      bytes.removeSubrange(start...)
      bytes.append(quote)
      for byte in cell {
        if byte == quote { bytes.append(quote) }
        bytes.append(byte)
      }
      bytes.append(quote)
    }
    bytes.append(UInt8(ascii: ","))
  }

  /// Adds a cell with a whole number.
  public mutating func append(_ number: Int64) {
    append(digits: number)
    bytes.append(UInt8(ascii: ","))
  }

  /// Adds a cell with the shortest text that reads back as the same number, whole ones without
  /// decimals; an empty one where there is no number.
  public mutating func append(_ number: Double?) {
    guard let number, number.isFinite else { return appendEmpty() }
    if number == number.rounded(), number.magnitude < 1e15 { return append(Int64(number)) }
    bytes.append(contentsOf: "\(number),".utf8)
  }

  /// Adds a cell with milliseconds as seconds, with as many decimals as needed.
  public mutating func append(seconds milliseconds: Int64) {
    let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
    if whole == 0 && rest < 0 { bytes.append(UInt8(ascii: "-")) }
    append(digits: whole)
    if rest != 0 {
      bytes.append(UInt8(ascii: "."))
      var left = rest.magnitude
      var unit: UInt64 = 100
      while left > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(left / unit))
        left %= unit
        unit /= 10
      }
    }
    bytes.append(UInt8(ascii: ","))
  }

  /// Adds a cell without anything in it.
  public mutating func appendEmpty() {
    bytes.append(UInt8(ascii: ","))
  }

  /// Ends the row: the comma behind its last cell becomes the line end.
  public mutating func endRow() {
    bytes[bytes.count - 1] = UInt8(ascii: "\n")
  }

  private mutating func append(digits number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = digits.count
    var left = number.magnitude
    repeat {
      let (rest, digit) = left.quotientAndRemainder(dividingBy: 10)
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      left = rest
    } while left > 0
    while first < digits.count {
      bytes.append(digits[first])
      first += 1
    }
  }
}
