/// The id of a record of Slurm's accounting, such as `17`, `17_3`, `17_[4-99%2]`, `17+1`, `17.0`.
struct SlurmJobID {
  /// The id without the number of a component.
  let base: UnsafeRawBufferPointer
  /// The number of the component of a heterogeneous job; nil for other jobs.
  let component: Int32?
  /// How many tasks of an array it stands for.
  let tasks: Int
  /// True for a step within a job.
  let isStep: Bool

  /// The id of a cell; nil where it is none.
  init?(_ cell: Cell) {
    let bytes = cell.bytes
    var digits = 0
    while digits < bytes.count, NumberText.digit(bytes[digits]) != nil { digits += 1 }
    guard digits > 0 else { return nil }
    var component: Int32?
    var end = digits
    var tasks = 1
    if end < bytes.count, bytes[end] == 0x5F {
      guard let (count, length) = Self.tasks(bytes[(end + 1)...]) else { return nil }
      tasks = count
      end += 1 + length
    } else if end < bytes.count, bytes[end] == 0x2B {
      let number = bytes[(end + 1)...].prefix { NumberText.digit($0) != nil }
      component = Self.number(number).flatMap { Int32(exactly: $0) }
      guard component != nil else { return nil }
      end += 1 + number.count
    }
    isStep = end < bytes.count && bytes[end] == 0x2E
    guard isStep || end == bytes.count else { return nil }
    base = UnsafeRawBufferPointer(rebasing: bytes[..<(component == nil ? end : digits)])
    self.component = component
    self.tasks = tasks
  }

  /// A number of at most twelve digits; nil for everything else.
  static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int64? {
    guard !digits.isEmpty, digits.count <= 12 else { return nil }
    var number: Int64 = 0
    for byte in digits {
      guard let digit = NumberText.digit(byte) else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  /// The tasks that the part behind the underscore means, and its length: `3` or `[1,4-97%2]`.
  private static func tasks(_ part: Slice<UnsafeRawBufferPointer>) -> (count: Int, length: Int)? {
    guard part.first == 0x5B else {
      let digits = part.prefix { NumberText.digit($0) != nil }
      return digits.isEmpty ? nil : (1, digits.count)
    }
    return SlurmTasks(part).map { ($0.count, $0.length) }
  }
}
