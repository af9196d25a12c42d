import Allot
import AllotFiles
import AllotPolicies
import AllotTesting
import Foundation
import Testing

/// How much the rule of passes matters on real logs, against the counts of an independent
/// simulator; the two longest logs in the long suite only.
@Suite(.enabled(if: SharedFiles.areThere, "the folder with the real logs is not there"))
struct EventRuleTests {
  struct Log: Sendable, CustomStringConvertible {
    var name: String
    var processors: Int
    var isLong = false
    /// The jobs that start at another time under the event rule, by policy.
    var different: [String: Int]

    var description: String { name }
  }

  static let logs = [
    Log(
      name: "KTH-SP2-1996-2",
      processors: 100,
      different: ["fcfs": 0, "easy": 456, "easy-sjbf": 106, "conservative": 714]
    ),
    Log(
      name: "SDSC-SP2-1998-4.2-cln",
      processors: 128,
      different: ["fcfs": 0, "easy": 2_395, "easy-sjbf": 10_854, "conservative": 7_965]
    ),
    Log(
      name: "CTC-SP2-1996-3.1-cln",
      processors: 338,
      different: ["fcfs": 0, "easy": 15_539, "easy-sjbf": 24_108, "conservative": 26_513]
    ),
    Log(
      name: "HPC2N-2002-2.2-cln",
      processors: 240,
      isLong: true,
      different: ["fcfs": 0, "easy": 7_163, "easy-sjbf": 8_477, "conservative": 9_958]
    ),
    Log(
      name: "SDSC-BLUE-2000-4.2-cln",
      processors: 1_152,
      isLong: true,
      different: ["fcfs": 0, "easy": 41_402, "easy-sjbf": 33_739, "conservative": 54_206]
    ),
  ]

  @Test(arguments: logs)
  func asManyStartsDifferAsElsewhere(log: Log) throws {
    guard LongSuite.isOn || !log.isLong else { return }
    var options = ReplayOptions()
    options.trace = SharedFiles.path("traces/swf/\(log.name).swf.gz")
    options.processors = log.processors
    let world = try ReplayInputs(options).world
    for (name, expected) in log.different.sorted(by: { $0.key < $1.key }) {
      let policy = try #require(PolicyPresets.named(name))
      let instant = try starts(world, policy, .instant)
      let event = try starts(world, policy, .event)
      let different = zip(instant, event).count { $0 != $1 }
      #expect(different == expected, "\(log.name), \(name)")
    }
  }

  private func starts(_ world: World, _ policy: Policy, _ rule: PassRule) throws -> [SimTime?] {
    var simulation = Simulation(world: world, policy: policy, passRule: rule)
    var consumers: [any JournalConsumer] = [DecisionRecorder()]
    _ = try simulation.run(into: &consumers)
    let recorder = try #require(consumers[0] as? DecisionRecorder)
    var starts = [SimTime?](repeating: nil, count: world.jobs.count)
    for decision in recorder.decisions where decision.kind == .start {
      starts[Int(decision.job.index)] = decision.time
    }
    return starts
  }
}
