import Allot
import AllotFiles
import AllotTesting
import Foundation

/// A state of another system as its own files and as a log: queues, who holds what, and who waits.
struct QueueState {
  /// One workload, running where it has a start; times are in seconds from the state's instant.
  struct Workload {
    var name: String
    var queue: String
    var gpus = 1
    var priority = 0
    var created: Int
    var start: Int?
  }

  /// The queues as their system writes them, by file name.
  var files: [(name: String, text: String)]
  var workloads: [Workload]
  /// The devices of the cluster.
  var devices: Int
  /// The resource that counts as devices, where it has no usual name.
  var resource: String?

  /// What a replay decides in the instant of a state.
  struct Decisions {
    /// Workloads that start, in order.
    var started: [Workload] = []
    /// Workloads that are preempted, or told to leave, in order.
    var evicted: [Workload] = []
    /// The devices that each queue holds after the instant.
    var held: [String: Int] = [:]
  }

  /// Imports the queues and replays the log from the instant of the state on.
  func replayed(in folder: TemporaryFolder) throws -> Decisions {
    let jobs = workloads.sorted { ($0.created, $0.name) < ($1.created, $1.name) }
    let first = jobs.map(\.created).min() ?? 0
    let instant = 1 - first
    let queues = try QueueImport(
      files.map { try folder.write($0.name, $0.text) },
      resource: resource
    )
    var options = ReplayOptions()
    options.tenants = try folder.write("tenants.yaml", queues.text)
    options.assign = options.tenants
    options.trace = try folder.write("log.csv", Self.log(of: jobs, from: first, instant: instant))
    options.processors = devices
    options.from = InstantText("\(instant) s")
    let replay = try ReplayInputs(options)
    var policy = queues.policy
    policy.name = "round trip"
    var simulation = Simulation(world: replay.world, policy: policy)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    var decisions = Decisions()
    for job in jobs where job.start != nil { decisions.held[job.queue, default: 0] += job.gpus }
    for decision in recorder.decisions
    where decision.time == SimTime(seconds: Int64(instant)) {
      let job = jobs[Int(decision.job.index)]
      switch decision.kind {
      case .start:
        decisions.started.append(job)
        decisions.held[job.queue, default: 0] += job.gpus
      case .evict:
        decisions.evicted.append(job)
        decisions.held[job.queue, default: 0] -= job.gpus
      default: break
      }
    }
    return decisions
  }

  /// Whoever runs does so until long after the instant; whoever waits started long after it there.
  private static func log(of jobs: [Workload], from first: Int, instant: Int) -> String {
    let header = "job,submit_seconds,run_seconds,limit_seconds,gpus,queue,priority,start_seconds"
    let rows = jobs.map { job in
      let start = job.start.map { $0 - first } ?? instant + 1_000
      return "\(job.name),\(job.created - first),1000000,1000000,\(job.gpus),\(job.queue),"
        + "\(job.priority),\(start)"
    }
    // A log has somebody who comes after the instant.
    let last = "later,\(instant + 100),1,1,1,\(jobs.first?.queue ?? ""),0,"
    return ([header] + rows + [last]).joined(separator: "\n") + "\n"
  }
}

/// A recorded case or a random one in the same notation: a state of queues, and the answer to it.
struct StateCase {
  var id: String
  var kind: String
  var inputs: [String: Any]
  var expected: [String: Any]

  /// The cases of a file of recorded ones.
  static func recorded(_ file: String) throws -> [StateCase] {
    let path = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors/\(file).json")
    let top = try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any]
    return (top?["cases"] as? [[String: Any]] ?? []).map { value in
      StateCase(
        id: value["id"] as? String ?? "",
        kind: value["kind"] as? String ?? "",
        inputs: value["inputs"] as? [String: Any] ?? [:],
        expected: value["expected"] as? [String: Any] ?? [:]
      )
    }
  }

  /// States as cases, each with the answer that `allot policy check` gives to it.
  static func checked(
    _ states: [(kind: String, inputs: [String: Any])],
    in folder: TemporaryFolder
  ) throws -> [StateCase] {
    let cases: [[String: Any]] = states.enumerated().map { index, state in
      ["id": "\(index)", "kind": state.kind, "inputs": state.inputs, "expected": [:]]
    }
    let file: [String: Any] = [
      "format": "policy-vectors/2", "policy": "", "sources": [], "semantics": "", "cases": cases,
    ]
    let data = try JSONSerialization.data(withJSONObject: file)
    return try zip(states, PolicyCase.load(folder.write("states.json", data))).map { state, own in
      let answer = try own.answer()?.description ?? "{}"
      let expected = try JSONSerialization.jsonObject(with: Data(answer.utf8))
      return StateCase(
        id: own.id,
        kind: state.kind,
        inputs: state.inputs,
        expected: expected as? [String: Any] ?? [:]
      )
    }
  }

  func rows(_ key: String) -> [[String: Any]] { inputs[key] as? [[String: Any]] ?? [] }
}
