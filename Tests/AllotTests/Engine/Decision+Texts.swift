import Allot
import AllotTesting
import Testing

extension Decision {
  /// What a policy decides in a world, such as `12 start 3`: seconds, what, and which job.
  static func texts(of policy: Policy, in world: World) throws -> [String] {
    var simulation = Simulation(world: world, policy: policy)
    var consumers: [any JournalConsumer] = [DecisionRecorder()]
    _ = try simulation.run(into: &consumers)
    let recorder = try #require(consumers[0] as? DecisionRecorder)
    return recorder.decisions.map { "\($0.time.milliseconds / 1_000) \($0.kind) \($0.job.index)" }
  }
}
