/// Which limits stop a job.
extension Books {
  /// The lowest tenant from a leaf up whose limit stops a job, or nil where none does.
  func stoppingTenant(of leaf: ID<Tenant>, gpus: Int32, model: Int) -> Int? {
    guard hasLimits else { return nil }
    var index = Int(leaf.index)
    while index >= 0 {
      let slot = index * models + model
      let limit = limit(slot)
      if limit != .max && held[slot] + Int64(gpus) > limit { return index }
      index = parents[index]
    }
    return nil
  }

  /// True when neither an own limit nor what others keep rules a job out for ever.
  func couldEverHold(leaf: ID<Tenant>, gpus: Int32, model: Int) -> Bool {
    guard hasLimits else { return true }
    guard reservesAtRest.host(Int64(gpus), of: leaf, model: model) else { return false }
    var index = Int(leaf.index)
    while index >= 0 {
      if limits[index * models + model] < Int64(gpus) { return false }
      index = parents[index]
    }
    return true
  }

  /// True when a tenant is another one or stands above it.
  func isAncestor(_ tenant: Int, of leaf: ID<Tenant>) -> Bool {
    var index = Int(leaf.index)
    // Parents have lower ids than their children.
    while index > tenant { index = parents[index] }
    return index == tenant
  }
}
