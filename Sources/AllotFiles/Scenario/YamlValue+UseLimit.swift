internal import Allot

/// Limits beside the tree of tenants, as tenants files give them.
extension YamlValue {
  /// The qualities of service of a section `qos`, by their names.
  func qualitiesOfService() throws(InputError) -> [QOS] {
    try entries().map { entry throws(InputError) in
      var terms = QOS(name: entry.key)
      if entry.value.isNothing { return terms }
      for own in try entry.value.entries() {
        if own.key == "per_user" {
          terms.perUser = try own.value.userTerms(ofTenant: false)
        } else {
          try own.value.read(into: &terms.limit, key: own.key)
        }
      }
      return terms
    }
  }

  /// What each user may hold: `devices`, `jobs`, `nodes`, `cores`, `memory`, or a GPU model's name;
  /// of a tenant also `minimum` and `quota_factor`, which are parts of its entitlement.
  func userTerms(ofTenant: Bool) throws(InputError) -> UserTerms {
    var terms = UserTerms()
    let entries = try entries()
    if entries.isEmpty {
      throw error("\(name) limits nothing", remedy: "write an amount, or leave it out")
    }
    for entry in entries {
      switch entry.key {
      case "minimum" where ofTenant:
        let minimum = try entry.value.share()
        guard minimum <= .whole else {
          throw entry.value.error("\(entry.value.name) is more than 100 %")
        }
        terms.share = UserShare(minimum: minimum, factor: terms.share.map(\.factor) ?? .whole)
      case "quota_factor" where ofTenant:
        var share = terms.share ?? UserShare()
        let isAny = try entry.value.text() == "any"
        share.factor = isAny ? nil : Share(millionths: try entry.value.millionths())
        terms.share = share
      default: try entry.value.read(into: &terms.limit, key: entry.key)
      }
    }
    return terms
  }

  private func read(into limit: inout UseLimit, key: String) throws(InputError) {
    let most = 0...1_000_000_000
    switch key {
    case "devices": limit.devices = Int64(try integer(in: most))
    case "jobs": limit.jobs = Int64(try integer(in: most))
    case "nodes": limit.nodes = Int64(try integer(in: most))
    case "memory":
      limit.named.append(UseLimit.Named(resource: key, units: Int64(try memory())))
    default:
      limit.named.append(UseLimit.Named(resource: key, units: Int64(try integer(in: most))))
    }
  }
}
