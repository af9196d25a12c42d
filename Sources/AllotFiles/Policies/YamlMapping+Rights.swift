internal import Allot

/// Rights of preemption, which policies set for all queues and tenants files for one.
extension YamlMapping {
  static let rightKeys = ["own_queue", "other_queues", "while_borrowing"]

  /// The rights that settings give; who is not named may not be preempted.
  static func rights(_ settings: YamlMapping?) throws(InputError) -> PreemptionRights {
    func whom(_ key: String) throws(InputError) -> PreemptionRights.Whom {
      let all = PreemptionRights.Whom.allCases
      guard let word = try settings?[key]?.word(among: all.map(\.word)) else { return .never }
      return all.first { $0.word == word } ?? .never
    }
    var most: PreemptionRights.WhileBorrowing?
    if let value = settings?["while_borrowing"] {
      most = try PolicyParts.optional(value) { value throws(InputError) in
        let text = try value.text()
        let number = Int(text)
        guard text == "lower-priority" || number != nil else {
          throw value.error(
            "\(value.name) must be none, lower-priority or a priority, not '\(text)'"
          )
        }
        return PreemptionRights.WhileBorrowing(highestPriority: number)
      }
    }
    let otherQueues = try whom("other_queues")
    if most != nil && otherQueues == .never, let value = settings?["while_borrowing"] {
      throw value.error(
        "\(value.name) says whom a queue preempts that borrows, but 'other_queues' lets it preempt "
          + "in no other queue",
        remedy: "add 'other_queues', such as any: what is not named is never"
      )
    }
    return PreemptionRights(
      ownQueue: try whom("own_queue"),
      otherQueues: otherQueues,
      whileBorrowing: most
    )
  }
}
