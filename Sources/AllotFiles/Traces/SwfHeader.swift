/// What the comments before the first record of an SWF log say: `; Key: value`.
struct SwfHeader {
  /// The machine's processors, MaxProcs; nil where it is not given.
  private(set) var processors: Int64?
  /// The machine's nodes, MaxNodes, of any number of processors each; nil where it is not given.
  private(set) var nodes: Int64?
  private var epoch: Int64?
  private var remarks: [String] = []
  private let mostUnits = Int64(Int32.max)

  /// Reads one comment without its semicolon; keys that are not needed are ignored.
  mutating func read(_ comment: Slice<UnsafeRawBufferPointer>) {
    guard let colon = comment.firstIndex(of: 0x3A) else { return }
    let key = Self.text(comment[..<colon])
    let value = Self.text(comment[(colon + 1)...])
    switch key {
    case "MaxProcs": processors = number(value, of: key, most: mostUnits) ?? processors
    case "MaxNodes": nodes = number(value, of: key, most: mostUnits) ?? nodes
    case "UnixStartTime": epoch = number(value, of: key, most: NumberText.mostSeconds) ?? epoch
    default: break
    }
  }

  /// Writes what the header says into a trace.
  func conclude(into trace: inout Trace) {
    trace.processors = processors.map { Int($0) }
    trace.nodes = nodes.map { Int($0) }
    trace.epoch = epoch
    trace.remarks += remarks
  }

  /// The positive number that a value begins with; zero and −1 stand for "not known".
  ///
  /// Text may follow it, as in `338 (batch partition; 512 total)`.
  private mutating func number(_ value: String, of key: String, most: Int64) -> Int64? {
    let digits = value.prefix { $0 == "-" || $0.isNumber }
    let after = value.dropFirst(digits.count).first
    guard let number = Int64(digits), number <= most,
      after == nil || after == " " || after == "\t" || after == "(" || after == ";"
    else {
      remarks.append(
        "The header's \(key) is not a number and is ignored: "
          + "\"\(Cell.excerpt(of: value))\"."
      )
      return nil
    }
    return number > 0 ? number : nil
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    Cell(NumberText.trimmed(UnsafeRawBufferPointer(rebasing: bytes))).text
  }
}
