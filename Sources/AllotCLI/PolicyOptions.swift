import Allot
import AllotFiles
import ArgumentParser

/// The options that change every policy of a run, the same for every verb that replays.
struct PolicyOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Slots for at most N waiting jobs (policies whose fill is plan or conservative)."
  )
  var depth: Int?

  @Option(help: "Look at the queue only at multiples of this time, such as '30 s'.")
  var interval: String?

  /// The line that tells readers of a report how far a policy looks and when, if it is bounded.
  static func bounds(of policy: Policy) -> [String] {
    var bounds: [String] = []
    if let depth = policy.depth { bounds.append("slots for at most \(depth) waiting jobs") }
    if let interval = policy.interval {
      bounds.append("the scheduler looks every \(DurationText.format(interval))")
    }
    return bounds.isEmpty ? [] : ["\(policy.name): \(bounds.joined(separator: ", "))."]
  }

  /// A policy with the options applied.
  func applied(to policy: Policy) throws -> Policy {
    var policy = policy
    if let depth {
      guard depth > 0 else { throw UsageError("--depth is \(depth); give at least 1") }
      policy.depth = depth
    }
    if let interval {
      guard let duration = QuantityText.duration(interval), duration > .zero else {
        throw UsageError("--interval is '\(interval)'; give a duration such as '30 s'")
      }
      policy.interval = duration
    }
    if let contradiction = policy.contradiction {
      throw UsageError("policy \(policy.name): \(contradiction)")
    }
    for sentence in policy.idleParts { Terminal.tell("policy \(policy.name): \(sentence)") }
    return policy
  }
}
