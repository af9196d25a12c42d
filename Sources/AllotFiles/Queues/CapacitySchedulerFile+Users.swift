internal import Allot

/// Users of YARN's Capacity Scheduler: what they may hold, and where their jobs go.
extension CapacitySchedulerFile {
  /// What a queue may say of its users, and the scheduler of those of all queues.
  static let userFields = ["minimum-user-limit-percent", "user-limit-factor"]

  /// What a user may hold of a queue's capacity: what its own properties say, else those of all
  /// queues, else one capacity however many others want some.
  static func userShare(
    of queue: String,
    _ properties: inout HadoopProperties
  ) throws(InputError) -> UserShare {
    func value(_ field: String) -> HadoopProperties.Property? {
      properties.take(prefix + queue + "." + field)
        ?? properties.left.first { $0.name == prefix + field }
    }
    var share = UserShare()
    if let percent = value("minimum-user-limit-percent") {
      guard let number = QuantityText.millionths(percent.text), number <= 100_000_000 else {
        throw percent.place.error(
          "\(percent.name) is '\(percent.text)'",
          remedy: "write a percentage up to 100"
        )
      }
      share.minimum = Share(millionths: number / 100)
    }
    if let factor = value("user-limit-factor") {
      if factor.text == "-1" {
        share.factor = nil
      } else {
        guard let number = QuantityText.millionths(factor.text) else {
          throw factor.place.error(
            "\(factor.name) is '\(factor.text)'",
            remedy: "write a number such as 1 or 2.5, or -1 for any"
          )
        }
        share.factor = Share(millionths: number)
      }
    }
    return share
  }

  /// Reads which queues the jobs of users and groups go to: `u:USER:QUEUE` and `g:GROUP:QUEUE`.
  static func takeMappings(
    to drafts: [QueueDraft],
    _ properties: inout HadoopProperties,
    _ context: inout ImportContext
  ) throws(InputError) {
    let name = prefix + "queue-mappings"
    let overrides = properties.takeFlag(name + "-override.enable", &context.notes)
    context.assignment.overridesQueues = overrides
    guard let list = properties.take(name) else { return }
    for text in list.names {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, ["u", "g"].contains(parts[0]), !text.contains("%") else {
        context.notes.add(
          "queue-mappings",
          of: "the scheduler",
          at: list.place,
          "'\(text)' is ignored: only u:USER:QUEUE and g:GROUP:QUEUE are read"
        )
        continue
      }
      let named = drafts.filter { $0.key == parts[2] }
      let queues =
        named.isEmpty
        ? drafts.filter { $0.name == parts[2] || $0.key.hasSuffix("." + parts[2]) } : named
      guard queues.count < 2 else {
        throw list.place.error(
          "'\(text)' leads to '\(parts[2])', which \(queues.count) queues are called",
          remedy: "name one by its path: \(queues.map(\.key).joined(separator: ", "))"
        )
      }
      guard let queue = queues.first else {
        throw list.place.error(
          "'\(text)' leads to '\(parts[2])', which is not declared",
          remedy: DidYouMean.remedy(
            for: parts[2],
            among: drafts.map(\.name),
            plural: "queues"
          )
        )
      }
      guard !drafts.contains(where: { $0.parent == queue.key }) else {
        throw list.place.error(
          "'\(text)' leads to '\(queue.key)', which has queues below it",
          remedy: "name one of those: only they take jobs"
        )
      }
      context.assignment.mappings.append(
        QueueAssignment.Mapping(
          column: parts[0] == "u" ? "user" : "group",
          name: parts[1],
          queue: queue.key
        )
      )
    }
  }
}
