public import Allot

/// Numbers and quantities: malformed, negative or out of range is an error with its line.
extension YamlValue {
  /// A whole number in a range.
  public func integer(in range: ClosedRange<Int>) throws(InputError) -> Int {
    let text = try text()
    guard let number = Int(text), !text.hasPrefix("+") else {
      throw error("\(name) must be a whole number, not '\(text)'")
    }
    guard range.contains(number) else {
      throw error(
        "\(name) is \(number), outside \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return number
  }

  /// A part of a whole, written as per cent with at most four decimals.
  public func share() throws(InputError) -> Share {
    try quantity("a percentage such as 50%, with at most four decimals", QuantityText.share)
  }

  /// A number with at most six decimals, in millionths; at most a million.
  public func millionths() throws(InputError) -> Int64 {
    let number = try quantity("a number with at most six decimals", QuantityText.millionths)
    guard number <= 1_000_000_000_000 else { throw error("\(name) is larger than a million") }
    return number
  }

  /// Devices: a number or a percentage; or a mapping to such from GPU models, from `gpus` for every
  /// other model, `cores` and `memory`, which has a unit.
  func allowance() throws(InputError) -> Allowance {
    guard isMapping else { return Allowance(try amount()) }
    var others: Allowance.Amount?
    var named: [Allowance.Named] = []
    let entries = try entries()
    if entries.isEmpty {
      throw error("\(name) names no resource", remedy: "write an amount, or leave it out")
    }
    for entry in entries {
      guard entry.key != "gpus" else {
        others = try entry.value.amount()
        continue
      }
      let amount = try entry.value.amount(isMemory: entry.key == "memory")
      named.append(Allowance.Named(resource: entry.key, amount: amount))
    }
    return Allowance(others, named: named)
  }

  private func amount(isMemory: Bool = false) throws(InputError) -> Allowance.Amount {
    guard try text().hasSuffix("%") else {
      if isMemory { return .units(Int64(try memory())) }
      return .units(Int64(try integer(in: 0...1_000_000_000)))
    }
    let part = try share()
    guard part.millionths <= 100 * Share.whole.millionths else {
      throw error("\(name) is more than 10,000 %", remedy: "leave it out for no limit")
    }
    return .part(part)
  }

  /// A length of time with its unit.
  public func duration() throws(InputError) -> SimDuration {
    try quantity("a duration with its unit, such as 10 min, 2 h or 7 d", QuantityText.duration)
  }

  /// A power with its unit, in whole watts.
  public func power() throws(InputError) -> Watts {
    try quantity("a power with its unit, such as 10.2 kW", QuantityText.power)
  }

  /// A memory size with its unit, in MiB.
  public func memory() throws(InputError) -> Int {
    try quantity("a memory size with its unit, such as 80 GiB or 2 TiB", QuantityText.mebibytes)
  }

  /// A peak rate with its unit.
  public func peak(_ precision: Precision) throws(InputError) -> PeakFlops {
    let giga = try quantity("a rate with its unit, such as 67 TF", QuantityText.gigaflops)
    guard giga <= 1_000_000_000 else {
      throw error("\(name) is larger than 1 EF, which no single device reaches")
    }
    return PeakFlops(precision, giga: giga)
  }

  private func quantity<Value>(
    _ wanted: String,
    _ read: (String) -> Value?
  ) throws(InputError) -> Value {
    let text = try text()
    guard let value = read(text) else {
      if text.hasPrefix("-") { throw error("\(name) is negative: '\(text)'") }
      throw error("\(name) must be \(wanted), not '\(text)'")
    }
    return value
  }
}
