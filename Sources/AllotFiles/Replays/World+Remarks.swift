internal import Allot

/// What the numbers of a tenants file mean on a cluster.
extension World {
  /// Things that the user should know about tenants, each one sentence.
  ///
  /// - Throws: ``InputError`` where the file names a GPU model that the cluster does not have.
  func remarks(onTenantsOf file: String) throws(InputError) -> [String] {
    try checkModels(file)
    var remarks = oversubscriptions
    for id in tenants.ids where !tenants.terms(of: id).isEmpty {
      for model in cluster.models.ids {
        guard let most = ceiling(of: id, model: model), let nominal = nominal(of: id, model: model),
          most < nominal
        else { continue }
        remarks.append(
          "'\(tenants.path(of: id))' is entitled to \(nominal) "
            + "\(cluster.models[model].name) and capped at \(most): it never holds the rest"
        )
      }
    }
    return remarks
  }

  private func checkModels(_ file: String) throws(InputError) {
    let models = cluster.models.elements.map(\.name)
    for id in tenants.ids where !tenants.terms(of: id).isEmpty {
      let terms = tenants.terms(of: id)
      let given = [terms.quota, terms.borrow, terms.lend, terms.reserve, terms.cap]
      for entry in given.compactMap({ $0 }).flatMap(\.named) where !models.contains(entry.model) {
        throw InputError(
          file: file,
          "'\(tenants.path(of: id))' limits '\(entry.model)', of which the cluster has none",
          remedy: DidYouMean.remedy(for: entry.model, among: models, plural: "GPU models")
        )
      }
    }
  }

  /// Families whose quotas, or whose reserves, sum to more than there is.
  private var oversubscriptions: [String] {
    var remarks: [String] = []
    let reserves = reserves
    for parent in tenants.ids where tenants.hasPromisedChild(parent) {
      let path = tenants.path(of: parent)
      let whose = path.isEmpty ? "the tenants at the top" : "the children of '\(path)'"
      for model in cluster.models.ids {
        let name = cluster.models[model].name
        let whole = entitlements.gpus(of: parent, model: model)
        let sum = tenants[parent].children.reduce(0) {
          $0 + entitlements.gpus(of: $1, model: model)
        }
        let kept = tenants[parent].children.reduce(0) {
          $0 + reserves[Int($1.index) * cluster.models.count + Int(model.index)]
        }
        if kept > whole {
          remarks.append(
            "the reserves of \(whose) sum to \(kept) \(name), of \(whole): nobody borrows, and who "
              + "comes last finds its reserve taken"
          )
        }
        guard sum > whole else { continue }
        remarks.append(
          "the quotas of \(whose) sum to \(sum) \(name), of \(whole): when all want theirs, the "
            + "policy's order says who gets it, nobody is preempted within its quota, and the "
            + "others are owed the rest"
        )
      }
    }
    return remarks
  }
}
