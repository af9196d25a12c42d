internal import Glibc

/// The values of a JSON text, one after the other, in the order in which a format asks for them.
///
/// No tree is built: what nobody asks for is passed over, and memory does not grow with the text.
/// A format opens an object or a list, asks for its members until there are none, and takes or
/// skips the value of each.
struct JsonReader {
  /// How deep objects and lists may lie in each other.
  static let mostDepth = 64

  /// The file as the user named it.
  let file: String
  private let source: UnsafeRawBufferPointer
  private var position = 0
  /// Whether the next member is the first of its object or list.
  private var isFirst = true
  /// The objects and lists that are open.
  private var frames: [Frame] = []
  private var countedTo = 0
  private var countedLine = 1

  private struct Frame {
    var isObject: Bool
    var key = UnsafeRawBufferPointer(start: nil, count: 0)
    var index = -1
  }

  /// What a value begins with.
  enum Kind {
    case object, list, text, number, truth, null
  }

  /// The values of a text, which may be several.
  init(_ text: UnsafeRawBufferPointer, file: String) {
    source = text
    self.file = file
    frames.reserveCapacity(Self.mostDepth)
  }

  // MARK: Places

  /// The line that is being read, counted from one.
  mutating func line() -> Int {
    countedLine = lineHere
    countedTo = max(countedTo, position)
    return countedLine
  }

  private var lineHere: Int {
    var line = countedLine
    var from = countedTo
    while from < position, let start = source.baseAddress,
      let end = memchr(start + from, 0x0A, position - from)
    {
      line += 1
      from = UnsafeRawPointer(end) - start + 1
    }
    return line
  }

  /// The keys that lead to what is being read, such as `jobs[17].res`.
  var path: String {
    var path = ""
    for frame in frames {
      if frame.isObject {
        guard frame.key.baseAddress != nil else { break }
        path += (path.isEmpty ? "" : ".") + Cell(frame.key).excerpt
      } else if frame.index >= 0 {
        path += "[\(frame.index)]"
      }
    }
    return path.isEmpty ? "the file" : path
  }

  /// An error about what is being read.
  func error(_ problem: String, remedy: String) -> InputError {
    InputError(file: file, line: lineHere, "\(path) \(problem)", remedy: remedy)
  }

  private func malformed(_ problem: String) -> InputError {
    let isCut = position >= source.count
    return InputError(
      file: file,
      line: lineHere,
      isCut ? "the JSON ends in the middle, in \(path)" : "not valid JSON, in \(path): \(problem)",
      remedy: isCut ? "copy or export it again" : "export it again, or mend it by hand"
    )
  }

  // MARK: Structure

  /// Whether only blanks are left.
  mutating func isAtEnd() -> Bool {
    skipBlanks()
    return position == source.count
  }

  /// What the next value begins with.
  mutating func kind() throws(InputError) -> Kind {
    skipBlanks()
    switch position < source.count ? source[position] : 0 {
    case 0x7B: return .object
    case 0x5B: return .list
    case 0x22: return .text
    case 0x2D, 0x30...0x39: return .number
    case 0x74, 0x66: return .truth
    case 0x6E: return .null
    default: throw malformed("a value is missing")
    }
  }

  /// Opens an object, or throws.
  mutating func openObject() throws(InputError) {
    try open(isObject: true)
  }

  /// Opens a list, or throws.
  mutating func openList() throws(InputError) {
    try open(isObject: false)
  }

  /// Opens an object, or throws; false for `null`, which is passed.
  mutating func openObjectUnlessNull() throws(InputError) -> Bool {
    if try kind() == .null { return try skipWord("null") }
    try openObject()
    return true
  }

  /// Opens a list, or throws; false for `null`, which is passed.
  mutating func openListUnlessNull() throws(InputError) -> Bool {
    if try kind() == .null { return try skipWord("null") }
    try openList()
    return true
  }

  private mutating func open(isObject: Bool) throws(InputError) {
    let kind = try kind()
    guard kind == (isObject ? .object : .list) else {
      throw wrongKind(kind, wanted: isObject ? "an object" : "a list")
    }
    guard frames.count < Self.mostDepth else { throw tooDeep }
    position += 1
    frames.append(Frame(isObject: isObject))
    isFirst = true
  }

  private var tooDeep: InputError {
    error(
      "is more than \(Self.mostDepth) objects and lists deep",
      remedy: "no log is: look for what has no end"
    )
  }

  /// The next key of the open object; nil, and the object is closed, where there is none.
  mutating func nextKey() throws(InputError) -> JsonText? {
    guard try nextMember(end: 0x7D) else { return nil }
    guard position < source.count, source[position] == 0x22 else {
      throw malformed("a key in quotes is missing")
    }
    let key = try string()
    frames[frames.count - 1].key = key.bytes
    skipBlanks()
    guard position < source.count, source[position] == 0x3A else {
      throw malformed("a colon behind the key is missing")
    }
    position += 1
    return key
  }

  /// Goes to the next value of the open list; false, and the list is closed, where there is none.
  mutating func nextElement() throws(InputError) -> Bool {
    guard try nextMember(end: 0x5D) else { return false }
    frames[frames.count - 1].index += 1
    return true
  }

  /// Passes the comma before the next member, or the end of the object or list.
  private mutating func nextMember(end: UInt8) throws(InputError) -> Bool {
    skipBlanks()
    guard position < source.count else { throw malformed("") }
    if source[position] == end {
      position += 1
      frames.removeLast()
      isFirst = false
      return false
    }
    if !isFirst {
      guard source[position] == 0x2C else { throw malformed("a comma or an end is missing") }
      position += 1
      skipBlanks()
    }
    isFirst = false
    return true
  }

  /// Passes the next value over, and gives a reader that reads it later.
  mutating func postpone() throws(InputError) -> JsonReader {
    // Lines up to here are counted once, and not again by each such reader.
    _ = line()
    let reader = self
    try skip()
    return reader
  }

  /// Passes the next value over, whatever it is.
  mutating func skip() throws(InputError) {
    switch try kind() {
    case .text: _ = try string()
    case .number: _ = numberBytes()
    case .truth: _ = try truth()
    case .null: try skipWord("null")
    case .object, .list: try skipNested()
    }
  }

  /// Passes an object or a list over; only its quotes, braces and brackets are looked at.
  private mutating func skipNested() throws(InputError) {
    var depth = frames.count
    var objects: UInt64 = 0
    repeat {
      guard position < source.count else { throw malformed("") }
      switch source[position] {
      case 0x22:
        _ = try string()
        continue
      case let byte where byte == 0x7B || byte == 0x5B:
        guard depth < Self.mostDepth else { throw tooDeep }
        let bit: UInt64 = 1 << UInt64(depth)
        objects = byte == 0x7B ? objects | bit : objects & ~bit
        depth += 1
      case let byte where byte == 0x7D || byte == 0x5D:
        depth -= 1
        let isObject = objects >> UInt64(depth) & 1 == 1
        guard isObject == (byte == 0x7D) else { throw malformed("brackets and braces are mixed") }
      default: break
      }
      position += 1
    } while depth > frames.count
    isFirst = false
  }

  private mutating func skipBlanks() {
    while position < source.count {
      let byte = source[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  /// Passes a word over; gives false, for values that are not there.
  @discardableResult
  private mutating func skipWord(_ word: StaticString) throws(InputError) -> Bool {
    let bytes = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard source[position...].starts(with: bytes) else { throw malformed("an unknown word") }
    position += bytes.count
    return false
  }

  // MARK: Values

  /// A text; nil for `null`.
  mutating func text() throws(InputError) -> JsonText? {
    let kind = try kind()
    if kind == .null {
      try skipWord("null")
      return nil
    }
    guard kind == .text else { throw wrongKind(kind, wanted: "a text in quotes") }
    return try string()
  }

  /// `true` or `false`.
  mutating func truth() throws(InputError) -> Bool {
    let kind = try kind()
    guard kind == .truth else { throw wrongKind(kind, wanted: "true or false") }
    let isTrue = source[position] == 0x74
    if isTrue { try skipWord("true") } else { try skipWord("false") }
    return isTrue
  }

  /// A number, exactly as it stands; nil for `null`.
  ///
  /// One of more than 17 digits is an error, or nil where it need not be bounded.
  mutating func number(isBounded: Bool = true) throws(InputError) -> NumberText.Parts? {
    let kind = try kind()
    if kind == .null {
      try skipWord("null")
      return nil
    }
    guard kind == .number else { throw wrongKind(kind, wanted: "a number") }
    let bytes = numberBytes()
    do {
      return try JsonNumber.parts(bytes)
    } catch {
      if error == .tooLarge, !isBounded { return nil }
      let problem = error == .tooLarge ? "is too large" : "is not a number"
      throw self.error("\(problem): \"\(Cell(bytes).excerpt)\"", remedy: "write digits")
    }
  }

  private mutating func numberBytes() -> UnsafeRawBufferPointer {
    let start = position
    while position < source.count, JsonNumber.mayHave(source[position]) { position += 1 }
    return UnsafeRawBufferPointer(rebasing: source[start..<position])
  }

  /// The text between quotes; no line ends in it.
  private mutating func string() throws(InputError) -> JsonText {
    position += 1
    let start = position
    var hasEscapes = false
    while position < source.count {
      switch source[position] {
      case 0x22:
        let bytes = UnsafeRawBufferPointer(rebasing: source[start..<position])
        position += 1
        return JsonText(bytes: bytes, hasEscapes: hasEscapes)
      case 0x5C:
        hasEscapes = true
        position = min(position + 2, source.count)
      case 0x0A: throw malformed("a text does not end on its line")
      default: position += 1
      }
    }
    throw malformed("")
  }

  private func wrongKind(_ kind: Kind, wanted: String) -> InputError {
    let found =
      switch kind {
      case .object: "an object"
      case .list: "a list"
      case .text: "a text"
      case .number: "a number"
      case .truth: "true or false"
      case .null: "null"
      }
    return error("is \(found)", remedy: "\(wanted) is wanted there")
  }
}
