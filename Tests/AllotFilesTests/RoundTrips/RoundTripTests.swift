import Foundation
import Testing

/// Why a recorded state can not be brought about by queues and a log of whole jobs.
enum Unreachable: String, Error {
  case severalResources = "several resources"
  case partsOfDevices = "parts of devices"
  case partsOfGangs = "a part of a gang is taken"
  case pastUse = "past use"
  case sharesOfNoCluster = "fair shares that sum to more than is held"
  case noVictimsSought = "a request above the quota, for which a cycle of Kueue seeks no victims"
  case otherCalculator = "the calculator of memory alone, which knows no GPUs"
}

/// Recorded states as files of their systems and as logs, imported and replayed: what the replay
/// decides is what was recorded, and what the same rules decide in `allot policy check`.
@Suite struct RoundTripTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A system's states of one kind, and how a replay's decisions are compared with an answer.
  struct System: Sendable, CustomTestStringConvertible {
    var file: String
    var kind: String
    var state: @Sendable (StateCase) -> Result<QueueState, Unreachable>
    var isAnswer: @Sendable (QueueState.Decisions, StateCase) -> Bool
    /// The same state as a case of the question that a replay answers, and why it is another one
    /// than the recorded.
    var otherwise: (@Sendable (StateCase) -> (reason: Unreachable, restated: StateCase))?
    /// How many of the recorded ones can not be brought about, or answer another question.
    var unreachable: [Unreachable: Int] = [:]
    /// A random state in the notation of the cases, where they are drawn.
    var random: (@Sendable (inout RandomInputs) -> [String: Any])?
    /// The part of the random ones that may differ, for a reason that is stated.
    var mostDifferent = 0.0

    var testDescription: String { "\(file), \(kind)" }
  }

  /// The recorded cases of a kind, replayed; whatever differs is listed.
  @Test(arguments: RoundTrips.all) func recordedStatesAreReplayed(system: System) throws {
    var different: [String] = []
    var skipped: [Unreachable: Int] = [:]
    var count = 0
    for recorded in try StateCase.recorded(system.file) where recorded.kind == system.kind {
      switch system.state(recorded) {
      case .failure(let reason): skipped[reason, default: 0] += 1
      case .success(let state):
        count += 1
        let decisions = try state.replayed(in: folder)
        if system.isAnswer(decisions, recorded) { continue }
        if let (reason, restated) = system.otherwise?(recorded),
          let checked = try StateCase.checked([(restated.kind, restated.inputs)], in: folder).first,
          RoundTrips.all.first(where: { $0.kind == checked.kind })?.isAnswer(decisions, checked)
            == true
        {
          skipped[reason, default: 0] += 1
        } else {
          different.append("\(recorded.id): \(recorded.expected) but \(decisions.summary)")
        }
      }
    }
    #expect(count > 0)
    #expect(skipped == system.unreachable)
    #expect(different.isEmpty, "\(different.joined(separator: "\n"))")
  }

  /// Random states, replayed, against the answers of `allot policy check`.
  @Test(arguments: RoundTrips.all.filter { $0.random != nil })
  func randomStatesAreReplayed(system: System) throws {
    let draw = try #require(system.random)
    let count = LongSuite.isOn ? 1_000 : 50
    var random = RandomInputs(kind: system.kind)
    let states = (0..<count).map { _ in (kind: system.kind, inputs: draw(&random)) }
    var different: [String] = []
    for checked in try StateCase.checked(states, in: folder) {
      let state = try system.state(checked).get()
      let decisions = try state.replayed(in: folder)
      if !system.isAnswer(decisions, checked) {
        different.append(
          "\(checked.inputs)\n\(checked.expected) but \(decisions.summary)"
        )
      }
    }
    #expect(
      Double(different.count) <= system.mostDifferent * Double(count),
      "\(different.count) of \(count): \(different.prefix(3).joined(separator: "\n"))"
    )
  }
}

extension QueueState.Decisions {
  /// Who starts, who leaves and who holds how much, on one line.
  var summary: String {
    let holders = held.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return "starts \(started.prefix(20).map(\.name)), evicts \(evicted.prefix(20).map(\.name)), "
      + "holds \(holders)"
  }
}
