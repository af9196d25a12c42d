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
        devices.isEmpty
          ? "no resource is a GPU by its name" : "several resources are GPUs by their names",
        remedy: "choose one: --resource \(names.joined(separator: "|"))"
      )
    }
    return device
  }

  /// Devices of several flavors; a number for every model where there is one flavor in all.
  func allowance(_ amounts: [(flavor: String, count: Int64)], isOnly: Bool) -> Allowance {
    if isOnly && models.isEmpty, let amount = amounts.first {
      return Allowance(.devices(amount.count))
    }
    let named = amounts.map { amount in
      Allowance.Named(model: model(of: amount.flavor), amount: .devices(amount.count))
    }
    return Allowance(nil, named: named)
  }

  /// The GPU model that a flavor stands for: the one that the user named, else that of its name.
  func model(of flavor: String) -> String {
    models.first { $0.name == flavor }?.model ?? flavor
  }
}
