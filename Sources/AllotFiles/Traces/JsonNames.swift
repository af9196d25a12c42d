internal import Allot

/// The names of the members of an object that a format knows.
struct JsonNames<Key: CaseIterable & RawRepresentable & Sendable> where Key.RawValue == String {
  fileprivate let keys = Array(Key.allCases)
  fileprivate let names = Key.allCases.map { Array($0.rawValue.utf8) }

  fileprivate func position(of key: JsonText) -> Int? {
    names.firstIndex { $0.count == key.bytes.count && $0.elementsEqual(key.bytes) }
  }
}

/// Which of the known members one object has, so that none is there twice and none is missing.
struct JsonMembers<Key: CaseIterable & RawRepresentable & Sendable>
where Key.RawValue == String {
  private let names: JsonNames<Key>
  private var seen: UInt64 = 0

  /// No member yet.
  init(_ names: JsonNames<Key>) {
    precondition(names.keys.count <= 64, "an object has more known members than there are bits")
    self.names = names
  }

  /// The next known member of the open object of a reader, whose value is read next.
  ///
  /// Others are passed over. Where there is none it is nil, and the object is closed.
  mutating func next(_ json: inout JsonReader) throws(InputError) -> Key? {
    while let key = try json.nextKey() {
      guard let position = names.position(of: key) else {
        try json.skip()
        continue
      }
      let bit: UInt64 = 1 << UInt64(position)
      guard seen & bit == 0 else {
        throw json.error("is there twice", remedy: "remove one of them")
      }
      seen |= bit
      return names.keys[position]
    }
    return nil
  }

  /// Refuses an object, which was closed, without one of some members.
  func require(_ keys: [Key], in json: JsonReader) throws(InputError) {
    for (position, key) in names.keys.enumerated() where seen >> UInt64(position) & 1 == 0 {
      guard keys.contains(where: { $0.rawValue == key.rawValue }) else { continue }
      throw json.error("has no \"\(key.rawValue)\"", remedy: "every one needs it")
    }
  }
}

extension JsonReader {
  /// A job's name: a number where the text is exactly how a number is written.
  mutating func name(in texts: inout TextTable) throws(InputError) -> TraceRow.Name {
    if try kind() == .number {
      if let number = try whole(most: .max) { return .number(number) }
    } else if let name = try oneLine(), !name.isEmpty {
      if !name.hasEscapes, DelimitedReader.isPlain(name.bytes),
        let number = try? NumberText.whole(name.bytes)
      {
        return .number(number)
      }
      return .text(texts.id(of: name.text))
    }
    throw error("is empty", remedy: "every job needs a name")
  }

  /// A text or a whole number that is part of a name; nil for `null` and an empty text.
  mutating func label() throws(InputError) -> String? {
    if try kind() == .number { return try whole(most: .max).map { String($0) } }
    return try oneLine().flatMap { $0.isEmpty ? nil : $0.text }
  }

  /// A text that may be a name, so without line ends; nil for `null`.
  mutating func oneLine() throws(InputError) -> JsonText? {
    guard let text = try text() else { return nil }
    if text.hasEscapes, text.text.utf8.contains(where: { $0 < 0x20 }) {
      throw error("has a line break or a control character", remedy: "names are one line")
    }
    return text
  }

  /// A whole number, zero or more and at most this; nil for `null`.
  mutating func whole(most: Int64 = Int64(Int32.max)) throws(InputError) -> Int64? {
    guard let parts = try number() else { return nil }
    guard parts.thousandths == 0, !parts.hasMoreDecimals else {
      throw error("is not a whole number", remedy: "write a number without decimals")
    }
    guard !parts.isNegative || parts.whole == 0 else {
      throw error("is negative: \"-\(parts.whole)\"", remedy: "write zero or more")
    }
    guard parts.whole <= most else {
      throw error("is too large: \"\(parts.whole)\"", remedy: "the largest number is \(most)")
    }
    return parts.whole
  }

  /// A time in seconds, as milliseconds, further decimals cut, perhaps negative; nil for `null`.
  mutating func milliseconds() throws(InputError) -> Int64? {
    guard let parts = try number() else { return nil }
    guard parts.whole <= NumberText.mostSeconds else {
      throw error(
        "is too large: \"\(parts.whole)\"",
        remedy: "times are in seconds, at most \(NumberText.mostSeconds)"
      )
    }
    let magnitude = parts.whole * 1_000 + parts.thousandths
    return parts.isNegative ? -magnitude : magnitude
  }
}
