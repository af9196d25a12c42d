extension DelimitedReader {
  /// The Unix second in the comment `# epoch: 1735689600`, if there is one.
  func epoch() throws(InputError) -> Int64? {
    try commented("epoch") { $0 }
  }

  /// The machine's size in the comment `# processors: 128`, if there is one.
  func processors() throws(InputError) -> Int? {
    try commented("processors") { number in
      number > 0 && number <= Int64(Int32.max) ? Int(number) : nil
    }
  }

  /// True where the comment `# unit: processors` says that devices are processors.
  func countsProcessors() throws(InputError) -> Bool {
    guard let (text, line) = comment("unit") else { return false }
    guard text.elementsEqual("processors".utf8) else {
      throw InputError(
        file: file,
        line: line,
        "the comment 'unit' says '\(Cell(text).excerpt)'",
        remedy: "write '# unit: processors' where 'gpus' are processors, or leave it out"
      )
    }
    return true
  }

  /// What the comment `# synthetic: …` says of how the trace was made, if there is one.
  func synthetic() throws(InputError) -> String? {
    guard let (text, line) = comment("synthetic") else { return nil }
    guard !text.contains(0x0D) else {
      throw InputError(
        file: file,
        line: line,
        "the comment synthetic has a carriage return in it",
        remedy: "end lines with line feeds, or carriage returns and line feeds"
      )
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The rule in the comment `# missing_limit: drop`, if there is one.
  func missingLimit() throws(InputError) -> MissingLimit? {
    guard let (text, line) = comment("missing_limit") else { return nil }
    do {
      return try MissingLimit(text: String(decoding: text, as: UTF8.self))
    } catch {
      throw InputError(
        file: file,
        line: line,
        "the comment missing_limit: \(error.description)",
        remedy: "write drop, run or a duration with its unit"
      )
    }
  }

  private func commented<Value>(
    _ key: String,
    _ value: (Int64) -> Value?
  ) throws(InputError) -> Value? {
    guard let (text, line) = comment(key) else { return nil }
    guard let number = try? NumberText.whole(text), abs(number) <= NumberText.mostSeconds,
      let value = value(number)
    else {
      throw InputError(
        file: file,
        line: line,
        "the comment \(key) is not a number: \"\(Cell(text).excerpt)\"",
        remedy: "write a whole number, such as \"# epoch: 1735689600\""
      )
    }
    return value
  }

  /// What stands behind the colon of the first comment with a key, and the line of it.
  private func comment(_ key: String) -> (text: UnsafeRawBufferPointer, line: Int)? {
    for comment in comments {
      guard let colon = comment.text.firstIndex(of: 0x3A) else { continue }
      let name = NumberText.trimmed(UnsafeRawBufferPointer(rebasing: comment.text[..<colon]))
      guard name.elementsEqual(key.utf8) else { continue }
      let rest = UnsafeRawBufferPointer(rebasing: comment.text[(colon + 1)...])
      return (NumberText.trimmed(rest), comment.line)
    }
    return nil
  }
}
