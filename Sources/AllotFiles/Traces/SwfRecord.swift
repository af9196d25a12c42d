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

  /// Reads one well-formed line and its end, and moves behind it.
  ///
  /// This is the fast path: it gives up, with false, on comments, blank lines, decimals of the
  /// submit time, numbers of more than 17 digits and everything malformed.
  mutating func scan(_ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
    var next = at
    for field in 0..<18 {
      while next < end, NumberText.isBlank(next.pointee) { next += 1 }
      let isNegative = next < end && next.pointee == 0x2D
      if isNegative { next += 1 }
      let firstDigit = next
      var value: Int64 = 0
      while next < end {
        let digit = next.pointee &- 0x30
        if digit > 9 { break }
        value = value &* 10 &+ Int64(digit)
        next += 1
      }
      let digits = next - firstDigit
      guard digits > 0, digits < 18 else { return false }
      if next < end, next.pointee == 0x2E {
        guard field != Field.submitTime.rawValue else { return false }
        next += 1
        while next < end, next.pointee &- 0x30 <= 9 { next += 1 }
      }
      guard next == end || next.pointee <= 0x20 else { return false }
      fields[field] = isNegative ? 0 &- value : value
    }
    while next < end, NumberText.isBlank(next.pointee) { next += 1 }
    if next < end, next.pointee == 0x0D { next += 1 }
    if next < end {
      guard next.pointee == 0x0A else { return false }
      next += 1
    }
    submit = fields[Field.submitTime.rawValue] &* 1_000
    at = next
    return true
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
          "\(field.label) \(problem): \"\(Cell(bytes).text)\"",
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

  /// The first field whose number can not be true, if any.
  var fault: Fault? {
    // One comparison per field and no branch taken: this runs for every record.
    let sizes = min(
      self[.allocatedProcessors],
      self[.requestedProcessors],
      self[.requestedTime],
      self[.requestedMemory]
    )
    let counts = max(self[.allocatedProcessors], self[.requestedProcessors])
    let times = max(self[.submitTime], self[.runTime], self[.requestedTime])
    if sizes >= -1, submit >= 0, counts <= Int64(Int32.max), times <= NumberText.mostSeconds {
      return nil
    }
    return firstFault
  }

  private var firstFault: Fault? {
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
