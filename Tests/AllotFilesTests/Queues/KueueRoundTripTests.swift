import Allot
import AllotFiles
import AllotTesting
import Foundation
import Testing

/// Recorded cycles of Kueue as its objects and as a log, imported and replayed: who starts and who
/// leaves is what the case says.
@Suite struct KueueRoundTripTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Who starts and who is preempted in the instant of a state.
  struct Answer: Equatable {
    var started: Set<String> = []
    var evicted: Set<String> = []
  }

  /// Imports a state's objects and replays its log from the instant of the state on.
  private func replayed(_ inputs: [String: Any]) throws -> Answer {
    let files = KueueStateFiles(inputs: inputs)
    let queues = try QueueImport([try folder.write("queues.yaml", files.objects)])
    var options = ReplayOptions()
    options.tenants = try folder.write("tenants.yaml", queues.text)
    options.trace = try folder.write("log.csv", files.log)
    options.processors = 1_000
    options.from = InstantText("\(files.instant) s")
    let replay = try ReplayInputs(options)
    var policy = queues.policy
    // Places never matter on a machine of processors with more of them than quotas.
    policy.name = "round trip"
    var simulation = Simulation(world: replay.world, policy: policy)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    let names = files.workloads.map(\.name)
    var answer = Answer()
    let instant = SimTime(seconds: Int64(files.instant))
    for decision in recorder.decisions where decision.time == instant {
      let name = names[Int(decision.job.index)]
      if decision.kind == .start { answer.started.insert(name) }
      if decision.kind == .evict { answer.evicted.insert(name) }
    }
    return answer
  }

  /// Who is admitted and who must leave in the first of some cycles.
  private func firstCycle(_ value: Any?) -> Answer {
    let cycles = (value as? [String: Any])?["cycles"] as? [[String: Any]] ?? []
    let evicted = cycles.first?["evicted"] as? [[String: Any]] ?? []
    return Answer(
      started: Set(cycles.first?["admitted"] as? [String] ?? []),
      evicted: Set(evicted.compactMap { $0["name"] as? String })
    )
  }

  private static let vectors = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Vectors/kueue-cycles-generated.json")

  @Test func recordedCyclesAreReplayed() throws {
    let data = try Data(contentsOf: Self.vectors)
    let top = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let cases = try #require(top["cases"] as? [[String: Any]])
    var different: [String] = []
    for recorded in cases {
      let id = recorded["id"] as? String ?? ""
      let inputs = try #require(recorded["inputs"] as? [String: Any])
      let expected = firstCycle(recorded["expected"])
      let got = try replayed(inputs)
      let isKept =
        expected.started.isSubset(of: got.started) && expected.evicted.isSubset(of: got.evicted)
      if !isKept {
        different.append("\(id): expected \(expected), got \(got)")
      }
    }
    print(different.joined(separator: "\n"))
    #expect(different.count * 20 <= cases.count, "\(different.count) of \(cases.count) differ")
  }
}
