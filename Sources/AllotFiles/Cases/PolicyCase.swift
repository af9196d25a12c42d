/// One recorded decision of a scheduler: what it saw, and what it did.
public struct PolicyCase: Sendable {
  /// The name of the case.
  public var id: String
  /// Which rule it is about; one kind has one set of inputs and of expected values.
  public let kind: String
  private let place: YamlValue
  private let inputs: YamlValue
  private let expected: YamlValue
  private let tolerance: Double?

  /// How a case turned out.
  public enum Outcome: Sendable {
    /// The answer equals what was recorded.
    case passed
    /// It does not; both on one line each.
    case failed(got: String, expected: String)
    /// There is no rule of that kind: where it stands, and which is meant.
    case unknownKind(InputError)
  }

  private static let keys = [
    "id", "kind", "inputs", "expected", "tolerance", "provenance", "source", "note", "why",
    "meaning", "violates",
  ]

  init(_ value: YamlValue) throws(InputError) {
    let mapping = try value.mapping(keys: Self.keys)
    id = try mapping.required("id").text()
    place = try mapping.required("kind")
    kind = try place.text()
    inputs = try mapping.required("inputs")
    expected = try mapping.required("expected")
    tolerance = try mapping["tolerance"]?.positiveNumber()
  }

  /// Evaluates the case and compares.
  ///
  /// - Throws: ``InputError`` where the inputs are not what its kind needs.
  public func evaluate() throws(InputError) -> Outcome {
    guard let got = try answer() else { return .unknownKind(unknown) }
    if CaseComparison(tolerance: tolerance).isEqual(got, expected) { return .passed }
    return .failed(got: got.description, expected: expected.oneLine)
  }

  /// What the rule answers to the inputs, whatever is expected; nil where there is no such rule.
  ///
  /// - Throws: ``InputError`` where the inputs are not what its kind needs.
  public func answer() throws(InputError) -> CaseValue? {
    guard let kind = PolicyCaseKinds.all.first(where: { $0.name == kind }) else { return nil }
    return try kind.answer(inputs.mapping(keys: kind.keys))
  }

  private var unknown: InputError {
    let kinds = PolicyCaseKinds.all.map(\.name)
    return place.error(
      "its kind '\(kind)' is not known",
      remedy: DidYouMean.remedy(for: kind, among: kinds, plural: "kinds")
    )
  }

  /// The cases of a file, in its order.
  ///
  /// The file is JSON or YAML with the keys `format` (`policy-vectors/2`), `policy`, `sources`,
  /// `semantics` and `cases`; a case has `id`, `kind`, `inputs`, `expected` and may have
  /// `tolerance` and commentary.
  public static func load(_ path: String) throws(InputError) -> [PolicyCase] {
    let top = try StrictYAML.load(path)
    let file = try top.mapping(keys: ["format", "policy", "sources", "semantics", "cases"])
    _ = try file.required("format").word(among: ["policy-vectors/2"])
    return try file.required("cases").list { value throws(InputError) in try PolicyCase(value) }
  }
}
