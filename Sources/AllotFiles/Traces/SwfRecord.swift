/// The 18 numbers of one SWF line, without decimals, and the exact submit time.
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

  /// The whole part of a field.
  subscript(field: Field) -> Int64 { fields[field.rawValue] }

  /// Reads one well-formed line; gives the position behind its end.
  ///
  /// This is the fast path: it gives up, with nil, on comments, blank lines, decimals of the submit
  /// time, numbers of more than 17 digits and everything malformed. It never reads past the first
  /// line feed, so it needs no check for the end of the text.
  /// - Precondition: a line feed lies at or behind the position.
  mutating func scan(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    var next = start
    for field in 0..<18 {
      var byte = next.pointee
      while NumberText.isBlank(byte) {
        next += 1
        byte = next.pointee
      }
      let isNegative = byte == 0x2D
      if isNegative {
        // Half of all fields of real logs are -1.
        if next[1] == 0x31, next[2] <= 0x20 {
          fields[field] = -1
          next += 2
          continue
        }
        next += 1
        byte = next.pointee
      }
      let firstDigit = next
      var value: Int64 = 0
      var digit = byte &- 0x30
      while digit <= 9 {
        value = value &* 10 &+ Int64(digit)
        next += 1
        byte = next.pointee
        digit = byte &- 0x30
      }
      let digits = next - firstDigit
      guard digits > 0, digits < 18 else { return nil }
      if byte == 0x2E {
        guard field != Field.submitTime.rawValue else { return nil }
        repeat {
          next += 1
          byte = next.pointee
        } while byte &- 0x30 <= 9
      }
      guard byte <= 0x20 else { return nil }
      fields[field] = isNegative ? 0 &- value : value
    }
    while next.pointee != 0x0A {
      guard NumberText.isBlank(next.pointee) || next.pointee == 0x0D else { return nil }
      next += 1
    }
    submit = fields[Field.submitTime.rawValue] &* 1_000
    return next + 1
  }

  /// Reads one line without blanks around it, and says what is malformed.
  mutating func readSlowly(
    _ line: UnsafeRawBufferPointer,
    file: String,
    line number: Int
  ) throws(InputError) {
    let cells = line.split(whereSeparator: NumberText.isBlank)
    for (cell, field) in zip(cells, Field.allCases) {
      let bytes = UnsafeRawBufferPointer(rebasing: cell)
      do {
        let parts = try NumberText.Parts(bytes)
        fields[field.rawValue] = parts.isNegative ? -parts.whole : parts.whole
        if field == .submitTime { submit = try NumberText.milliseconds(bytes, isCut: true) }
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
    guard cells.count == 18 else {
      let missing = cells.count < 18 ? "; \(Field.allCases[cells.count].label) is missing" : ""
      throw InputError(
        file: file,
        line: number,
        "\(cells.count) fields where the format has 18\(missing)",
        remedy: "write -1 for every field that is not known"
      )
    }
  }

  /// Whether every number can be true; this runs for each record, so it takes few branches.
  var isPlausible: Bool {
    let sizes = min(
      self[.allocatedProcessors],
      self[.requestedProcessors],
      self[.requestedTime],
      self[.requestedMemory]
    )
    let counts = max(self[.allocatedProcessors], self[.requestedProcessors])
    let times = max(self[.submitTime], self[.runTime], self[.requestedTime])
    return sizes >= -1 && submit >= 0 && counts <= Int64(Int32.max)
      && times <= NumberText.mostSeconds
  }

  /// The first field whose number can not be true; nil when all are plausible.
  var firstFault: Fault? {
    for field in [Field.submitTime, .runTime, .requestedTime]
    where self[field] > NumberText.mostSeconds {
      return Fault(
        field: field,
        value: self[field],
        problem: "is too large",
        remedy: "times are in seconds, at most \(NumberText.mostSeconds)"
      )
    }
    if submit < 0 {
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
