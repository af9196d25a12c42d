/// The first 18 numbers of one SWF line without decimals, and its times to the millisecond.
struct SwfRecord {
  /// The fields of the format, in order.
  enum Field: Int, CaseIterable {
    case jobNumber
    case submitTime
    case waitTime
    case runTime
    case allocatedProcessors
    case averageProcessorTime
    case usedMemory
    case requestedProcessors
    case requestedTime
    case requestedMemory
    case status
    case user
    case group
    case executable
    case queue
    case partition
    case precedingJob
    case thinkTime

    /// The field in an error: its number from one and its name in the format.
    var label: String { "field \(rawValue + 1) (\(Self.names[rawValue]))" }

    private static let names = [
      "job number", "submit time", "wait time", "run time", "allocated processors",
      "average processor time", "used memory", "requested processors", "requested time",
      "requested memory", "status", "user", "group", "executable", "queue", "partition",
      "preceding job", "think time",
    ]
  }

  /// A field whose number can not be true.
  struct Fault {
    var field: Field
    var value: Int64
    var problem: String
    var remedy: String

    /// The error at its place.
    func error(file: String, line: Int) -> InputError {
      InputError(
        file: file,
        line: line,
        "\(field.label) \(problem): \"\(value)\"",
        remedy: remedy
      )
    }
  }

  private var fields = InlineArray<18, Int64>(repeating: 0)
  /// The submit time in milliseconds.
  private(set) var submit: Int64 = 0
  /// The run time in milliseconds.
  private(set) var run: Int64 = 0
  /// The requested time in milliseconds.
  private(set) var limit: Int64 = 0
  /// How many lines had something behind the 18th field.
  private(set) var longLines = 0
  /// How many lines had times with more than three decimals.
  private(set) var cutLines = 0

  /// The whole part of a field.
  subscript(field: Field) -> Int64 { fields[field.rawValue] }

  /// How many bytes behind the end of a line ``scan(_:)`` may read.
  static let readAhead = FieldStarts.reach + 8

  /// Reads one well-formed line; gives the position behind its end.
  ///
  /// This is the fast path: it gives up, with nil, on comments, blank lines, tabs, decimals of
  /// times, numbers of more than 17 digits, fields that begin behind 128 bytes and everything
  /// malformed. The first 17 fields must end in a space, so it never passes the first line feed.
  /// What stands behind the 18th is no matter of the format: it is left aside.
  /// - Precondition: a line feed lies at or behind the position, and ``readAhead`` bytes behind
  ///   that.
  mutating func scan(_ start: UnsafeRawPointer) -> UnsafeRawPointer? {
    var starts = FieldStarts(start)
    for field in 0..<17 {
      guard let next = starts.next() else { return nil }
      let bytes = EightBytes(at: next)
      // Half of all fields of real logs are -1.
      if bytes.isMinusOne(before: 0x20) {
        fields[field] = -1
      } else if let number = bytes.number {
        fields[field] = number
      } else {
        guard let end = scanLong(field, next), end.byte == 0x20 else { return nil }
      }
    }
    guard var next = starts.next() else { return nil }
    if EightBytes(at: next).isMinusOne(before: 0x0A) {
      fields[17] = -1
      next += 2
    } else {
      guard let end = scanLong(17, next) else { return nil }
      next = end
      var isLong = false
      while next.byte != 0x0A {
        isLong = isLong || !(NumberText.isBlank(next.byte) || next.byte == 0x0D)
        next += 1
      }
      if isLong { longLines += 1 }
    }
    submit = self[.submitTime] &* 1_000
    run = self[.runTime] &* 1_000
    limit = self[.requestedTime] &* 1_000
    return next + 1
  }

  /// Reads one field with anything that a number may have; gives the position of the byte behind
  /// it, which is a space or below.
  @inline(never)
  private mutating func scanLong(
    _ field: Int,
    _ start: UnsafeRawPointer
  ) -> UnsafeRawPointer? {
    var next = start
    let isNegative = next.byte == 0x2D
    if isNegative { next += 1 }
    let firstDigit = next
    var value: Int64 = 0
    if let eight = EightBytes(at: next).eightDigits {
      value = eight
      next += 8
    }
    while let digit = NumberText.digit(next.byte) {
      value = value &* 10 &+ digit
      next += 1
    }
    guard next > firstDigit, next - firstDigit < 18 else { return nil }
    if next.byte == 0x2E {
      guard !Self.times.contains(where: { $0.rawValue == field }) else { return nil }
      repeat { next += 1 } while NumberText.digit(next.byte) != nil
    }
    guard next.byte <= 0x20 else { return nil }
    fields[field] = isNegative ? 0 &- value : value
    return next
  }

  /// Reads one line without blanks around it, and says what is malformed.
  mutating func readSlowly(
    _ line: UnsafeRawBufferPointer,
    file: String,
    line number: Int
  ) throws(InputError) {
    // What stands behind the 18th field stays together, however much it is.
    let cells = line.split(maxSplits: 18, whereSeparator: NumberText.isBlank)
    var isCut = false
    for (cell, field) in zip(cells, Field.allCases) {
      let bytes = UnsafeRawBufferPointer(rebasing: cell)
      do {
        let parts = try NumberText.Parts(bytes)
        fields[field.rawValue] = parts.isNegative ? -parts.whole : parts.whole
        if Self.times.contains(field) { isCut = isCut || parts.hasMoreDecimals }
        switch field {
        case .submitTime: submit = Self.milliseconds(parts)
        case .runTime: run = Self.milliseconds(parts)
        case .requestedTime: limit = Self.milliseconds(parts)
        default: break
        }
      } catch {
        let problem = error == .tooLarge ? "is too large" : "is not a number"
        throw InputError(
          file: file,
          line: number,
          "\(field.label) \(problem): \"\(Cell(bytes).excerpt)\"",
          remedy: "write a number, or -1 where it is not known"
        )
      }
    }
    guard cells.count >= 18 else {
      throw InputError(
        file: file,
        line: number,
        "\(cells.count) fields where the format has 18; "
          + "\(Field.allCases[cells.count].label) is missing",
        remedy: "write -1 for every field that is not known"
      )
    }
    if cells.count > 18 { longLines += 1 }
    if isCut { cutLines += 1 }
  }

  /// The fields whose decimals count.
  private static let times = [Field.submitTime, .runTime, .requestedTime]

  /// A time in milliseconds; one that can not be true is a fault, see ``firstFault``.
  private static func milliseconds(_ parts: NumberText.Parts) -> Int64 {
    let magnitude = parts.whole &* 1_000 &+ parts.thousandths
    return parts.isNegative ? 0 &- magnitude : magnitude
  }

  /// Whether every number can surely be true; when not, ``firstFault`` decides.
  ///
  /// This runs for each record, so it compares bits of several fields at once.
  var isPlausible: Bool {
    let processors = (self[.allocatedProcessors] &+ 1) | (self[.requestedProcessors] &+ 1)
    let times = self[.submitTime] | (self[.runTime] &+ 1) | (self[.requestedTime] &+ 1)
    let signs = submit | (self[.requestedMemory] &+ 1)
    return UInt64(bitPattern: processors) <= UInt64(Int32.max)
      && UInt64(bitPattern: times) < 1 << 39 && signs >= 0
  }

  /// The first field whose number can not be true; nil when all are plausible.
  var firstFault: Fault? {
    for field in [Field.submitTime, .runTime, .requestedTime]
    where self[field].magnitude > UInt64(NumberText.mostSeconds) {
      return Fault(
        field: field,
        value: self[field],
        problem: "is too large",
        remedy: "times are in seconds, at most \(NumberText.mostSeconds)"
      )
    }
    if submit < 0 && self[.submitTime] != -1 {
      return Fault(
        field: .submitTime,
        value: self[.submitTime],
        problem: "is negative",
        remedy: "times count from the start of the log"
      )
    }
    for field in [
      Field.allocatedProcessors, .requestedProcessors, .requestedTime, .requestedMemory,
    ]
    where self[field] < -1 {
      return Fault(
        field: field,
        value: self[field],
        problem: "is negative",
        remedy: "write -1 where it is not known"
      )
    }
    for field in [Field.allocatedProcessors, .requestedProcessors]
    where self[field] > Int64(Int32.max) {
      return Fault(
        field: field,
        value: self[field],
        problem: "is too large",
        remedy: "the largest count is \(Int32.max)"
      )
    }
    return nil
  }
}

extension UnsafeRawPointer {
  fileprivate var byte: UInt8 { load(as: UInt8.self) }
}
