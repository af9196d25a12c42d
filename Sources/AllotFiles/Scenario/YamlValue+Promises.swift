internal import Allot

extension YamlValue {
  /// What a tenant is promised: one promise, or a list of them.
  ///
  /// `{wait_p95: 24 h, of: gpu-hours, class: foundation, larger_than: 64}`, all but the first left
  /// out where not wanted.
  func promises() throws(InputError) -> [Promise] {
    guard isList else { return [try promise()] }
    var promises: [Promise] = []
    for value in try list() {
      let promise = try value.promise()
      guard !promises.contains(promise) else {
        throw value.error("the same promise stands here twice", remedy: "keep one of them")
      }
      promises.append(promise)
    }
    return promises
  }

  private func promise() throws(InputError) -> Promise {
    let fields = try mapping(keys: ["wait_p95", "of", "class", "larger_than"])
    let weights = Promise.Weight.allCases.map(\.rawValue)
    return Promise(
      waitP95: try fields.required("wait_p95").duration(),
      of: try Promise.Weight(rawValue: fields["of"]?.word(among: weights) ?? "") ?? .jobs,
      jobClass: try fields["class"]?.text(),
      largerThan: try fields["larger_than"]?.integer(in: 0...10_000_000)
    )
  }
}

extension Promise {
  /// The promise as a tenants file has it.
  var text: String {
    var fields = ["wait_p95: \(DurationText.format(waitP95))"]
    if of != .jobs { fields.append("of: \(of.rawValue)") }
    if let jobClass { fields.append("class: \(TenantsFile.quoted(jobClass))") }
    if let largerThan { fields.append("larger_than: \(largerThan)") }
    return "{" + fields.joined(separator: ", ") + "}"
  }
}
