internal import Allot

/// What the user chose for an import, and what was noted on the way.
struct ImportContext {
  /// The resource that counts as devices; nil for the only one whose name says GPU.
  let resource: String?
  /// GPU models by the names that the files have for them.
  let models: [(name: String, model: String)]
  var notes = ImportNotes()

  /// The resource that counts as devices, among those that the files name.
  func device(among names: [String], at place: SourcePlace) throws(InputError) -> String {
    if let resource {
      guard names.contains(resource) else {
        throw place.error(
          "no queue has the resource '\(resource)'",
          remedy: "--resource takes one of \(names.joined(separator: ", "))"
        )
      }
      return resource
    }
    let devices = names.filter { $0.hasSuffix("gpu") || $0.hasSuffix("gpus") }
    guard devices.count == 1, let device = devices.first else {
      throw place.error(
        names.isEmpty
          ? "no queue has a quota"
          : devices.isEmpty
            ? "no resource is a GPU by its name" : "several resources are GPUs by their names",
        remedy: names.isEmpty ? "" : "choose one: --resource \(names.joined(separator: "|"))"
      )
    }
    return device
  }

  /// Devices of one kind: of the only GPU model that the user named, else of every model.
  func devices(_ count: Int64) -> Allowance {
    guard let only = models.first, only.name.isEmpty else { return Allowance(.devices(count)) }
    return Allowance(nil, named: [Allowance.Named(model: only.model, amount: .devices(count))])
  }

  /// Devices of several flavors; as ``devices(_:)`` where there is one flavor in all.
  func allowance(_ amounts: [(flavor: String, count: Int64)], isOnly: Bool) -> Allowance {
    if isOnly && models.allSatisfy(\.name.isEmpty), let amount = amounts.first {
      return devices(amount.count)
    }
    let named = amounts.map { amount in
      Allowance.Named(model: model(of: amount.flavor), amount: .devices(amount.count))
    }
    return Allowance(nil, named: named)
  }

  /// Tells of models that the user gave to flavors that there are not, or to several.
  func check(flavors: [String], at place: SourcePlace) throws(InputError) {
    for (name, _) in models where !flavors.contains(name) && !name.isEmpty {
      throw place.error(
        "no queue has the flavor '\(name)'",
        remedy: "--model takes flavors among \(flavors.joined(separator: ", "))"
      )
    }
    for (position, flavor) in flavors.enumerated() {
      if let other = flavors[..<position].first(where: { model(of: $0) == model(of: flavor) }) {
        throw place.error(
          "the flavors '\(other)' and '\(flavor)' would both be '\(model(of: flavor))'",
          remedy: "give each flavor a model of its own; limits of two can not be added up"
        )
      }
    }
  }

  /// The GPU model that a flavor stands for: the one that the user named, else that of its name.
  func model(of flavor: String) -> String {
    models.first { $0.name == flavor }?.model ?? flavor
  }
}
