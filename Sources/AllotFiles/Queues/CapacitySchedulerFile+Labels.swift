internal import Allot

/// Node labels of YARN's Capacity Scheduler, each as the GPU model of the nodes that have it.
extension CapacitySchedulerFile {
  private static let field = ".accessible-node-labels"

  /// What a queue has of the nodes with a label.
  private struct Part {
    var amount = Allowance.Amount.part(Share(millionths: 0))
    var most = Allowance.Amount.part(.whole)
  }

  /// Reads the capacities of labels: all queues then have quotas by model, as parts of the cluster,
  /// and what they said without a label is of the models that no label names.
  ///
  /// A label without a capacity gives a queue nothing that it may count on, one that it has no
  /// access to nothing at all. `drafts` have parents before their children.
  static func takeLabels(
    of drafts: inout [QueueDraft],
    _ device: String,
    _ properties: inout HadoopProperties,
    _ context: inout ImportContext
  ) throws(InputError) {
    let (labels, place) = labels(of: properties, queues: ["root"] + drafts.map(\.key))
    guard let place else { return }
    if context.models.contains(where: \.name.isEmpty) {
      throw place.error(
        "there are node labels",
        remedy: "--model takes LABEL=MODEL, with labels among \(labels.joined(separator: ", "))"
      )
    }
    try context.check(flavors: labels, at: place)
    var access = ["root": labels]
    var parts: [String: [Part]] = [
      "root": labels.map { _ in Part(amount: .part(.whole), most: .part(.whole)) }
    ]
    var shares = ["root": Share.whole]
    _ = properties.take(prefix + "root" + field)
    for label in labels { _ = try part(of: "root", label, device, &properties) }
    for index in drafts.indices {
      let terms = drafts[index].terms
      let (key, parent) = (drafts[index].key, drafts[index].parent ?? "root")
      // A list without labels is one, too: it takes those of the parent away.
      let own = properties.left.first { $0.name == prefix + key + field }
      _ = properties.take(prefix + key + field)
      access[key] = own.map { $0.text == "*" ? labels : $0.names } ?? access[parent] ?? []
      let share = (drafts[index].share ?? .whole) * (shares[parent] ?? .whole)
      shares[key] = share
      var named: [Allowance.Named] = []
      var caps: [Allowance.Named] = []
      parts[key] = []
      for (position, label) in labels.enumerated() {
        var part = try part(of: key, label, device, &properties)
        if access[key]?.contains(label) != true { part = Part(most: .units(0)) }
        if case .part(let own) = part.amount,
          case .part(let above)? = parts[parent]?[position].amount
        {
          part.amount = .part(own * above)
        }
        parts[key]?.append(part)
        let model = context.model(of: label)
        named.append(Allowance.Named(resource: model, amount: part.amount))
        // What bounds the models without a label does not bound this one.
        if part.most != .part(.whole) || terms.cap != nil {
          caps.append(Allowance.Named(resource: model, amount: part.most))
        }
      }
      drafts[index].share = nil
      drafts[index].terms = terms.with(
        quota: Allowance(terms.quota?.others ?? .part(share), named: named),
        cap: caps.isEmpty ? nil : Allowance(terms.cap?.others, named: caps)
      )
    }
    try checkSums(drafts, labels, parts, at: place)
  }

  /// The labels of which some queue has a capacity, in the order of the files, and where the first
  /// is named.
  private static func labels(
    of properties: HadoopProperties,
    queues: [String]
  ) -> (names: [String], place: SourcePlace?) {
    var names: [String] = []
    var place: SourcePlace?
    for property in properties.left {
      guard let range = property.name.firstRange(of: field + "."),
        property.name.hasPrefix(prefix),
        queues.contains(
          String(property.name[..<range.lowerBound].dropFirst(prefix.count))
        ),
        case let words = property.name[range.upperBound...].split(separator: "."),
        words.count == 2, words[1] == "capacity" || words[1] == "maximum-capacity"
      else { continue }
      place = place ?? property.place
      names.append(String(words[0]))
    }
    return (names.withoutRepeats(), place)
  }

  private static func part(
    of queue: String,
    _ label: String,
    _ device: String,
    _ properties: inout HadoopProperties
  ) throws(InputError) -> Part {
    let name = "\(prefix)\(queue)\(field).\(label)."
    func amount(
      _ property: HadoopProperties.Property
    ) throws(InputError) -> Allowance.Amount {
      switch try YarnAmount(property) {
      case .percent(let part): return .part(Share(millionths: part / 100))
      case .absolute(let amounts):
        return .units(amounts.first { $0.resource == device }?.count ?? 0)
      case .weight:
        throw property.place.error(
          "'\(property.name)' is a weight",
          remedy: "write the capacities of labels as percentages or amounts"
        )
      }
    }
    var part = Part()
    if let capacity = properties.take(name + "capacity") { part.amount = try amount(capacity) }
    if let most = properties.take(name + "maximum-capacity"), most.text != "-1" {
      part.most = try amount(most)
    }
    return part
  }

  /// Of each label, the parts of siblings make up their parent's, or are none.
  private static func checkSums(
    _ drafts: [QueueDraft],
    _ labels: [String],
    _ parts: [String: [Part]],
    at place: SourcePlace
  ) throws(InputError) {
    for parent in drafts.map({ $0.parent ?? "root" }).withoutRepeats() {
      let children = drafts.filter { ($0.parent ?? "root") == parent }
      for (position, label) in labels.enumerated() {
        var sum: Int64 = 0
        for child in children {
          if case .part(let own)? = parts[child.key]?[position].amount { sum += own.millionths }
        }
        guard case .part(let whole)? = parts[parent]?[position].amount,
          sum == 0 || abs(sum - whole.millionths) <= Int64(1 + children.count)
        else {
          throw place.error(
            "the capacities of the label '\(label)' below '\(parent)' sum to "
              + "\(Double(sum) / 1e4) % of the cluster, not to what '\(parent)' has",
            remedy: "let those of siblings sum to 100, as YARN asks"
          )
        }
      }
    }
  }
}

extension Share {
  /// A part of a part, rounded to the nearest millionth.
  fileprivate static func * (a: Share, b: Share) -> Share {
    let whole = Share.whole.millionths
    return Share(millionths: (a.millionths * b.millionths + whole / 2) / whole)
  }
}
