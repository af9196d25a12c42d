internal import Allot

/// What the user chose for an import, and what was noted on the way.
struct ImportContext {
  /// The resource that counts as devices; nil for the only one whose name says GPU.
  let resource: String?
  /// GPU models by the names that the files have for them.
  let models: [(name: String, model: String)]
  /// True where amounts of processors and memory are kept as well.
  let keepsAll: Bool
  var notes = ImportNotes()
  /// How jobs find the queues.
  var assignment = QueueAssignment()

  /// A resource beside devices, as Kubernetes and as tenants name it.
  struct Other {
    var name: String
    var resource: String
    /// The units of the one in a unit of the other.
    var unit: Int64

    /// All that tenants know.
    static let all = [
      Other(name: "cpu", resource: "cores", unit: 1),
      Other(name: "memory", resource: "memory", unit: 1 << 20),
    ]
  }

  /// The resources beside devices that are kept.
  var others: [Other] { keepsAll ? Other.all : [] }

  /// Devices and what is given of other resources as one allowance.
  static func join(_ devices: Allowance?, _ others: [Allowance.Named]) -> Allowance? {
    guard !others.isEmpty else { return devices }
    return Allowance(devices?.others, named: (devices?.named ?? []) + others)
  }

  /// Why the amounts of a resource are not kept.
  func reason(notKept resource: String, beside device: String) -> String {
    let known = Other.all.contains { $0.name == resource }
    return "ignored: quotas are of \(device) alone; "
      + (known ? "--all-resources keeps cpu and memory" : "see --resource")
  }

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

  /// All devices of the cluster: of the only GPU model that the user named, else of every model.
  var allDevices: Allowance { devices(.part(.whole)) }

  /// Devices of one kind: of the only GPU model that the user named, else of every model.
  func devices(_ count: Int64) -> Allowance { devices(.units(count)) }

  private func devices(_ amount: Allowance.Amount) -> Allowance {
    guard let only = models.first, only.name.isEmpty else { return Allowance(amount) }
    return Allowance(nil, named: [Allowance.Named(resource: only.model, amount: amount)])
  }

  /// Devices of several flavors; as ``devices(_:)`` where there is one flavor in all.
  func allowance(_ amounts: [(flavor: String, count: Int64)], isOnly: Bool) -> Allowance {
    if isOnly && models.allSatisfy(\.name.isEmpty), let amount = amounts.first {
      return devices(amount.count)
    }
    let named = amounts.map { amount in
      Allowance.Named(resource: model(of: amount.flavor), amount: .units(amount.count))
    }
    return Allowance(nil, named: named)
  }

  /// Tells of models that the user gave to flavors that there are not, or to several.
  func check(flavors: [String], at place: SourcePlace) throws(InputError) {
    if flavors.count > 1 && models.contains(where: \.name.isEmpty) {
      throw place.error(
        "there are \(flavors.count) flavors",
        remedy: "--model takes FLAVOR=MODEL, with flavors among \(flavors.joined(separator: ", "))"
      )
    }
    for (name, _) in models where !flavors.contains(name) && !name.isEmpty {
      throw place.error(
        "no queue has the flavor '\(name)'",
        remedy: "--model takes flavors among \(flavors.joined(separator: ", "))"
      )
    }
    let reserved = ["gpus"] + Resource.named.map(\.name)
    for (position, flavor) in flavors.enumerated() {
      let own = model(of: flavor)
      guard !reserved.contains(own) else {
        throw place.error(
          "the flavor '\(flavor)' would be '\(own)', which in tenants files is no GPU model",
          remedy: "name its model: --model \(flavor)=MODEL"
        )
      }
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
