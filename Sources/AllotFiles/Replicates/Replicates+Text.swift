internal import Allot

/// Replicates as the options `--seeds`, `--resample` and `--shake` give them.
extension Replicates {
  /// Generated traces, such as `1..30` for thirty seeds.
  ///
  /// - Throws: ``UsageError`` unless the text is FIRST..LAST and has a number of ``counts``.
  public init(seeds text: String) throws(UsageError) {
    guard let dots = text.firstRange(of: ".."),
      let first = Self.number(text[..<dots.lowerBound]),
      let last = Self.number(text[dots.upperBound...])
    else { throw UsageError("--seeds is '\(text)'; write FIRST..LAST, such as 1..30") }
    guard first <= last else {
      throw UsageError("--seeds is '\(text)'; the first seed comes first, such as 1..30")
    }
    guard last - first < UInt64(Self.counts.upperBound) else {
      throw Self.outside("--seeds", text, "more than \(Self.most) seeds")
    }
    guard first < last else { throw Self.outside("--seeds", text, "one seed") }
    self = .seeds(first...last)
  }

  /// A log resampled by its users, such as `30` for thirty times.
  ///
  /// - Throws: ``UsageError`` unless the text is a number of ``counts``.
  public init(resample text: String) throws(UsageError) {
    guard let count = Self.number(text[...]) else {
      throw UsageError("--resample is '\(text)'; write how many replicates, such as 30")
    }
    self = .resample(count: try Self.count(count, "--resample", text))
  }

  /// A log with shaken arrivals, such as `30:5 min` for thirty times and up to 5 min each way.
  ///
  /// - Throws: ``UsageError`` unless the text is a number of ``counts``, a colon, and a duration
  ///   with its unit that is more than zero.
  public init(shake text: String) throws(UsageError) {
    guard let colon = text.firstIndex(of: ":"), let count = Self.number(text[..<colon]) else {
      throw UsageError("--shake is '\(text)'; write N:DURATION, such as '30:5 min'")
    }
    let checked = try Self.count(count, "--shake", text)
    guard let amount = QuantityText.duration(String(text[text.index(after: colon)...])) else {
      throw UsageError(
        "--shake is '\(text)'; write the duration with its unit, such as '30:5 min'"
      )
    }
    guard amount > .zero else {
      throw UsageError("--shake is '\(text)', which moves nothing; write such as '30:5 min'")
    }
    self = .shake(count: checked, by: amount)
  }

  private static let most = "10,000"

  /// Digits alone, so no sign and no space.
  private static func number(_ text: Substring) -> UInt64? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64(text) : nil
  }

  private static func count(
    _ number: UInt64,
    _ option: String,
    _ text: String
  ) throws(UsageError) -> Int {
    guard number <= UInt64(counts.upperBound) else {
      throw outside(option, text, "more than \(most) replicates")
    }
    guard number >= UInt64(counts.lowerBound) else {
      throw outside(option, text, number == 0 ? "no replicate" : "one replicate")
    }
    return Int(number)
  }

  private static func outside(_ option: String, _ text: String, _ found: String) -> UsageError {
    UsageError("\(option) is '\(text)', which is \(found); give 2 to \(most)")
  }
}
