/// Compares an answer with what a case expects.
///
/// Numbers are equal within the tolerance: the case's own, else 10⁻⁶ × max(1, expected). Everything
/// else is equal exactly.
struct CaseComparison {
  let tolerance: Double?

  func isEqual(_ got: CaseValue, _ expected: YamlValue) -> Bool {
    switch got {
    case .number(let number): return isEqual(number, expected)
    case .integer(let number):
      guard let text = expected.plainText else { return false }
      return Int64(text) == number || Double(text).flatMap(Int64.init(exactly:)) == number
    case .text(let text): return expected.plainText == text
    case .flag(let flag): return expected.plainText == (flag ? "true" : "false")
    case .nothing: return expected.isNothing
    case .list(let values):
      guard case .list(let wanted) = expected.content, wanted.count == values.count else {
        return false
      }
      return zip(values, wanted).allSatisfy { isEqual($0, $1) }
    case .set(let values):
      guard case .list(let wanted) = expected.content else { return false }
      return wanted.count == values.count && areFound(wanted, among: values)
    case .selection(let values):
      guard case .list(let wanted) = expected.content else { return false }
      return areFound(wanted, among: values)
    case .map(let entries):
      guard case .mapping(let wanted) = expected.content else { return false }
      return wanted.count == entries.count && areFound(wanted, among: entries)
    case .partialMap(let entries):
      guard case .mapping(let wanted) = expected.content else { return false }
      return areFound(wanted, among: entries)
    }
  }

  private func isEqual(_ number: Double, _ expected: YamlValue) -> Bool {
    guard let wanted = expected.plainText.flatMap(Double.init) else { return false }
    guard number.isFinite && wanted.isFinite else { return number == wanted }
    return (number - wanted).magnitude <= tolerance ?? 1e-6 * max(1, wanted.magnitude)
  }

  /// True where each wanted element equals another of the values.
  private func areFound(_ wanted: [YamlValue], among values: [CaseValue]) -> Bool {
    var left = values
    for element in wanted {
      guard let index = left.firstIndex(where: { isEqual($0, element) }) else { return false }
      left.remove(at: index)
    }
    return true
  }

  private func areFound(_ wanted: [YamlEntry], among entries: [CaseValue.Entry]) -> Bool {
    wanted.allSatisfy { entry in
      entries.contains { $0.name == entry.key && isEqual($0.value, entry.value) }
    }
  }
}
