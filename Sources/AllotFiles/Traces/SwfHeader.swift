/// What the comments before the first record of an SWF log say: `; Key: value`.
struct SwfHeader {
  private var processors: Int64?
  private var nodes: Int64?
  private var epoch: Int64?
  private var remarks: [String] = []

  /// The machine's size: MaxProcs, else MaxNodes; nil when neither is given.
  var machine: Int64? { processors ?? nodes }

  /// Reads one comment without its semicolon; keys that are not needed are ignored.
  mutating func read(_ comment: Slice<UnsafeRawBufferPointer>) {
    guard let colon = comment.firstIndex(of: 0x3A) else { return }
    let key = Self.text(comment[..<colon])
    let value = Self.text(comment[(colon + 1)...])
    switch key {
    case "MaxProcs": processors = number(value, of: key) ?? processors
    case "MaxNodes": nodes = number(value, of: key) ?? nodes
    case "UnixStartTime": epoch = number(value, of: key) ?? epoch
    default: break
    }
  }

  /// Writes what the header says into a trace.
  func conclude(into trace: inout Trace) {
    trace.processors = machine.map { Int($0) }
    trace.epoch = epoch
    trace.remarks += remarks
  }

  /// The positive number that a value begins with; zero and −1 stand for "not known".
  ///
  /// Text may follow it, as in `338 (batch partition; 512 total)`.
  private mutating func number(_ value: String, of key: String) -> Int64? {
    let digits = value.prefix { $0 == "-" || $0.isNumber }
    let after = value.dropFirst(digits.count).first
    guard let number = Int64(digits), number <= NumberText.mostSeconds,
      after == nil || after == " " || after == "\t" || after == "(" || after == ";"
    else {
      remarks.append("The header's \(key) is not a number and is ignored: \"\(value)\".")
      return nil
    }
    return number > 0 ? number : nil
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    Cell(NumberText.trimmed(UnsafeRawBufferPointer(rebasing: bytes))).text
  }
}
