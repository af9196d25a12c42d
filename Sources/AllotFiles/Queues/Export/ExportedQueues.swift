internal import Allot
internal import AllotPolicies

/// Tenants whose terms are numbers, as other systems want them.
struct ExportedQueues {
  let world: World
  let policy: Policy
  /// The resource that counts as devices.
  let device: String
  /// The file that errors name.
  let file: String

  var tenants: Tenants { world.tenants }

  /// Every tenant, parents before their children.
  var all: [ID<Tenant>] { tenants.ids.filter { $0 != Tenants.root } }

  /// A tenant's parent; nil at the top.
  func parent(of tenant: ID<Tenant>) -> ID<Tenant>? {
    tenants.parent(of: tenant).flatMap { $0 == Tenants.root ? nil : $0 }
  }

  /// What a policy's part sets under a key, as a policy file has it.
  func setting(_ key: String) -> PolicySetting.Value? {
    let settings = (policy.cycle?.settings ?? []) + (policy.reclaim?.settings ?? [])
    return settings.first { $0.key == key }?.value
  }

  /// A sum over models; nil where there is none for some model.
  private func sum(_ amount: (Resource) -> Int64?) -> Int64? {
    var sum: Int64 = 0
    for model in world.cluster.models.ids {
      guard let own = amount(.devices(model)) else { return nil }
      sum += own
    }
    return sum
  }

  /// The devices of all models that a tenant is entitled to; nil for who has no entitlement.
  func quota(of tenant: ID<Tenant>) -> Int64? {
    sum { world.nominal(of: tenant, in: $0) }
  }

  /// The most devices of all models that a tenant may hold; nil for any number.
  func most(of tenant: ID<Tenant>) -> Int64? { sum { world.ceiling(of: tenant, in: $0) } }

  /// The devices of all models that a tenant never lends.
  func reserve(of tenant: ID<Tenant>) -> Int64 {
    guard let quota = quota(of: tenant) else { return 0 }
    return quota - (sum { world.lendable(by: tenant, in: $0) } ?? quota)
  }

  /// What is lost where queues have one number of devices alone, each one sentence.
  func addedUp(for system: String) -> [String] {
    let models = world.cluster.models
    var notes: [String] = []
    if models.count > 1 {
      notes.append(
        "amounts of \(models.elements.map(\.name).joined(separator: ", ")) are added up: queues of "
          + "\(system) have one number of GPUs"
      )
      for tenant in all where most(of: tenant) == nil {
        guard models.ids.contains(where: { world.ceiling(of: tenant, in: .devices($0)) != nil })
        else { continue }
        notes.append(
          "'\(tenants.path(of: tenant))' is limited in some models alone, and is not limited there"
        )
      }
    }
    if world.resources.count > models.count {
      notes.append("amounts of cores and memory are left out")
    }
    return notes
  }

  /// True for the quota of all that there is, which is without bound.
  func isUnlimited(_ tenant: ID<Tenant>) -> Bool {
    guard case .part(.whole)? = tenants.terms(of: tenant).quota?.others else { return false }
    return true
  }

  /// Names that Kubernetes does not take for objects, as one sentence or none.
  func refusedNames(withModels: Bool) -> [String] {
    func isEnd(_ character: Character) -> Bool {
      character.isASCII && (character.isNumber || character.isLowercase)
    }
    let models = withModels ? world.cluster.models.elements.map(\.name) : []
    let refused = (all.map { tenants[$0].name } + models).withoutRepeats().filter { name in
      !name.allSatisfy { isEnd($0) || $0 == "-" || $0 == "." }
        || !(name.first.map(isEnd) ?? false) || !(name.last.map(isEnd) ?? false)
    }
    guard !refused.isEmpty else { return [] }
    return [
      "Kubernetes takes no objects named \(refused.joined(separator: ", ")): names are of small "
        + "letters, digits, '-' and '.'; rename them before they are applied"
    ]
  }

  /// An error where two tenants have one name: queues have no paths.
  func checkNames() throws(InputError) {
    var names: [String: ID<Tenant>] = [:]
    for tenant in all {
      let name = tenants[tenant].name
      if let other = names[name] {
        throw InputError(
          file: file,
          "'\(tenants.path(of: other))' and '\(tenants.path(of: tenant))' have one name",
          remedy: "rename one of them: queues are known by their names alone"
        )
      }
      names[name] = tenant
    }
  }
}
