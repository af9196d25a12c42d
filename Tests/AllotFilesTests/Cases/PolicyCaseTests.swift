import AllotFiles
import Foundation
import Testing

/// How cases are read and compared: what differs fails, what is malformed is an error.
struct PolicyCaseTests {
  private static let inputs = """
    {nodes: [{name: root, kind: cohort, parent: "", fairWeight: 1, quotas: []},
      {name: a, kind: clusterQueue, parent: root, fairWeight: 2,
       quotas: [{flavor: f, resource: gpu, nominal: 4, borrowingLimit: null, lendingLimit: null}]},
      {name: b, kind: clusterQueue, parent: root, fairWeight: 0,
       quotas: [{flavor: f, resource: gpu, nominal: 4, borrowingLimit: 1, lendingLimit: 3}]}],
     admitted: [{clusterQueue: a, usage: [{flavor: f, resource: gpu, amount: 5}]}]}
    """

  private func text(
    expected: String,
    inputs: String = Self.inputs,
    kind: String = "kueue.node-state",
    more: String = ""
  ) -> String {
    """
    format: policy-vectors/2
    cases:
    - id: one
      kind: \(kind)
      inputs: \(inputs.split(separator: "\n").joined(separator: " "))
      expected: \(expected)
      \(more)
    """
  }

  private func outcome(_ text: String) throws -> PolicyCase.Outcome {
    let folder = try TemporaryFolder()
    let path = try folder.write("cases.yaml", text)
    return try #require(try PolicyCase.load(path).first).evaluate()
  }

  private func passes(_ expected: String, more: String = "") throws -> Bool {
    if case .passed = try outcome(text(expected: expected, more: more)) { return true }
    return false
  }

  @Test(
    arguments: [
      ("{nodes: [{node: a, borrowing: true, weightedShareX1000: 71.428571}]}", true),
      ("{nodes: [{node: a, borrowing: true, weightedShareX1000: 71.43}]}", false),
      ("{nodes: [{node: a, borrowing: false, weightedShareX1000: 71.428571}]}", false),
      ("{nodes: [{node: a, available: {f/gpu: 2}}]}", true),
      ("{nodes: [{node: a, available: {f/gpu: 2.0}, potentialAvailable: {f/gpu: 7}}]}", true),
      ("{nodes: [{node: a, available: {f/gpu: 3}}]}", false),
      ("{nodes: [{node: a, available: {f/cpu: 2}}]}", false),
      ("{nodes: [{node: b, available: {f/gpu: 3}}, {node: a}]}", true),
      ("{nodes: [{node: a}, {node: a}]}", false),
      ("{nodes: [{node: c}]}", false),
      ("{nodes: {node: a}}", false),
      ("{}", false),
      ("[]", false),
    ]
  )
  func whatDiffersFails(expected: String, isEqual: Bool) throws {
    #expect(try passes(expected) == isEqual)
  }

  @Test func aToleranceIsTheCasesOwn() throws {
    let expected = "{nodes: [{node: a, weightedShareX1000: 71.4}]}"
    #expect(try !passes(expected))
    #expect(try passes(expected, more: "tolerance: 0.03"))
  }

  @Test func aFailureShowsBoth() throws {
    let outcome = try outcome(text(expected: "{nodes: [{node: c, borrowing: true}]}"))
    guard case .failed(let got, let expected) = outcome else {
      Issue.record("the case passed")
      return
    }
    #expect(got.hasPrefix("{\"nodes\": [{\"node\": \"root\", \"borrowing\": false, "))
    #expect(expected == "{\"nodes\": [{\"node\": \"c\", \"borrowing\": true}]}")
  }

  @Test func anUnknownKindFails() throws {
    let wrong = try outcome(text(expected: "{}", kind: "kueue.node-stat"))
    guard case .unknownKind(let error) = wrong else {
      Issue.record("the kind is known")
      return
    }
    #expect("\(error)".contains("'kueue.node-stat' is not known; did you mean 'kueue.node-state'?"))
  }

  @Test(
    arguments: [
      ("parent: root", "parent: rot", "there is no node 'rot'"),
      ("name: b", "name: a", "two are called 'a'"),
      ("nominal: 4", "nominal: -4", "outside 0 to"),
      ("fairWeight: 2", "fairWeight: -2", "is negative"),
      ("clusterQueue: a", "clusterQueue: root", "there is no cluster queue 'root'"),
      ("parent: \"\"", "parent: root", "stands above itself"),
      ("parent: root", "parent: b", "the parent is a cluster queue"),
      ("amount: 5", "amount: five", "must be a whole number"),
      ("lendingLimit: 3", "lendingLimits: 3", "unknown key 'lendingLimits'"),
    ]
  )
  func malformedInputsAreErrors(from: String, to: String, message: String) throws {
    var inputs = Self.inputs
    let place = try #require(inputs.range(of: from))
    inputs.replaceSubrange(place, with: to)
    let text = text(expected: "{}", inputs: inputs)
    let error = #expect(throws: InputError.self) { _ = try outcome(text) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    #expect(error?.line != nil)
  }

  @Test(
    arguments: [
      (
        "volcano.proportion",
        "{total: 1, queues: [{name: a, weight: 1, request: 1, guarantee: 0}, "
          + "{name: a, weight: 1, request: 1, guarantee: 0}]}",
        "two are called 'a'"
      ),
      (
        "htcondor.group-quota",
        "{slots: 1, groups: [{name: a, parent: b, quota: 1, kind: static, acceptSurplus: true, "
          + "requested: 1}]}",
        "there is no 'b' above it"
      ),
      (
        "drf.mechanism",
        "{mechanism: ceei, capacity: {cpu: 0, gpu: 2}, users: [{name: a, task: {cpu: 1}}]}",
        "there is nothing of"
      ),
      (
        "drf.progressive",
        "{capacity: {gpu: 1e17}, users: [{name: a, task: {gpu: 1}, weight: 1}], tieBreak: [a]}",
        "too large"
      ),
      (
        "drf.progressive",
        "{capacity: {gpu: 2}, users: [{name: a, task: {gpu: 9e-7}, weight: 1}], tieBreak: [a]}",
        "too many decimals"
      ),
      (
        "hdrf.tasks",
        "{capacity: {gpu: 2}, leaves: ["
          + "{path: r/a, weights: [1, 1], demandPerTask: {gpu: 1}, tasks: 1}, "
          + "{path: r/b, weights: [2, 1], demandPerTask: {gpu: 1}, tasks: 1}]}",
        "r has another weight here than before"
      ),
      (
        "kai.fair-share",
        "{kValue: 0, total: {gpu: 1}, queues: [{name: a, priority: 1, resources: {cpu: {}}}]}",
        "there is no resource 'cpu' in the total"
      ),
      (
        "yarn-fair.shares",
        "{total: 10000000000000000, schedulables: [{min: 0, max: null, weight: 1}]}",
        "outside 0 to 1000000000000000"
      ),
      (
        "kueue.cycle",
        """
        {fairSharing: false, run: one-cycle, admitted: [], pending: [],
         nodes: [{name: q, kind: clusterQueue, parent: "", fairWeight: 1, quotas:
          [{flavor: a, resource: gpu, nominal: 1}, {flavor: b, resource: gpu, nominal: 1}]}]}
        """,
        "2 flavors and resources"
      ),
    ]
  )
  func whatARuleCanNotComputeIsAnError(kind: String, inputs: String, message: String) {
    let text = text(expected: "{}", inputs: inputs, kind: kind)
    let error = #expect(throws: InputError.self) { _ = try outcome(text) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("drf.progressive", "0.67", "{tasks: {a: 3}, sequence: [a, a, a], dominantShare: {a: 1}}"),
    ("drf.progressive", "2.01", "{tasks: {a: 1}, sequence: [a], dominantShare: {a: 1}}"),
  ])
  func decimalsAreExact(kind: String, task: String, expected: String) throws {
    let inputs =
      "{capacity: {gpu: 2.01}, users: [{name: a, task: {gpu: \(task)}, weight: 1}], "
      + "tieBreak: [a]}"
    let outcome = try outcome(text(expected: expected, inputs: inputs, kind: kind))
    guard case .passed = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test(arguments: [("+Inf", true), ("Infinity", true), ("1000", false), ("-inf", false)])
  func infinityEqualsItselfAlone(number: String, isEqual: Bool) throws {
    let inputs = Self.inputs.replacing("clusterQueue: a", with: "clusterQueue: b")
    let expected = "{nodes: [{node: b, weightedShareX1000: \(number)}]}"
    let outcome = try outcome(text(expected: expected, inputs: inputs))
    if case .passed = outcome {
      #expect(isEqual)
    } else {
      #expect(!isEqual, "\(outcome)")
    }
    #expect(try !passes("{nodes: [{node: a, weightedShareX1000: \(number)}]}"))
  }

  @Test func aTreeWithoutQuotasHasNothingToAdmit() throws {
    let inputs = """
      {fairSharing: true, run: cycles-until-quiet, admitted: [],
       pending: [{name: p, clusterQueue: q, gpus: 1, priority: 0, createdSecRel: 0}],
       nodes: [{name: q, kind: clusterQueue, parent: "", fairWeight: 1, quotas: []}]}
      """
    let expected = "{cycles: [{admitted: [], evicted: []}]}"
    let outcome = try outcome(text(expected: expected, inputs: inputs, kind: "kueue.cycle"))
    guard case .passed = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test func anotherFormatIsAnError() {
    let text = "format: policy-vectors/1\ncases: []\n"
    #expect(throws: InputError.self) { _ = try outcome(text) }
  }
}
