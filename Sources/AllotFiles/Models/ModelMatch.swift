package import Allot

/// Finds the models of a cluster that a trace's names mean.
///
/// A rule's entries come first: the name itself, then the first pattern that fits, then an entry of
/// the same family. What no entry lists means the model of exactly that name; else the one that
/// differs in case, separators and vendor alone; else all models of the same family, so that
/// `nvidia_h100_80gb_hbm3` is an `H100`. The first of these steps that finds any decides.
package struct ModelMatch {
  private let models: [Model]
  private let rule: ModelRule

  /// A model of the cluster, with its name in lower case and taken apart.
  private struct Model {
    var id: ID<DeviceModel>
    var text: String
    var name: ModelName
  }

  /// What a name means on the cluster.
  package struct Meaning: Equatable {
    /// The models that are accepted, in the cluster's order; none where the cluster lacks them.
    package var models: [ID<DeviceModel>]
    /// True where a part of a device is asked for, which the cluster does not have as a model.
    package var isSlice = false

    /// Models, and whether they are asked for in parts.
    package init(models: [ID<DeviceModel>], isSlice: Bool = false) {
      self.models = models
      self.isSlice = isSlice
    }
  }

  /// The models of a cluster under a rule.
  package init(_ cluster: Cluster, _ rule: ModelRule) {
    models = cluster.models.ids.map { id in
      let name = cluster.models[id].name
      return Model(id: id, text: name.lowercased(), name: ModelName(name))
    }
    self.rule = rule
  }

  /// Every model of the cluster.
  var all: [ID<DeviceModel>] { models.map(\.id) }

  /// The models that a job with some meaning accepts; it has at least one.
  func accepted(_ models: [ID<DeviceModel>]) -> AcceptedModels {
    let isAny = models.count == self.models.count && (models.count > 1 || rule == .any)
    return isAny ? .any : AcceptedModels(models)
  }

  /// What the names mean that a job lists, of which it accepts any.
  package func meaning(ofList text: String) -> Meaning {
    var accepted = Meaning(models: [])
    for part in text.split(separator: TraceRow.modelSeparator) {
      var name = part.drop { $0 == " " }
      while name.last == " " { name.removeLast() }
      let meaning = self.meaning(of: name.lowercased())
      accepted.models += meaning.models
      accepted.isSlice = accepted.isSlice || meaning.isSlice
    }
    accepted.models = all.filter { accepted.models.contains($0) }
    return accepted
  }

  private func meaning(of text: String) -> Meaning {
    let name = ModelName(text)
    let isModel = models.contains { $0.text == text || $0.name.plain == name.plain }
    let isSlice = name.slice != nil && !isModel
    switch rule {
    case .any:
      return Meaning(models: all, isSlice: isSlice)
    case .map(let entries):
      guard let entry = entry(for: text, name, among: entries) else { break }
      let chosen = entry.models.map { $0.flatMap { matches($0.lowercased()) } } ?? all
      return Meaning(models: chosen, isSlice: isSlice)
    case .named: break
    }
    return Meaning(models: matches(text), isSlice: isSlice)
  }

  private func entry(
    for text: String,
    _ name: ModelName,
    among entries: [ModelRule.Entry]
  ) -> ModelRule.Entry? {
    entries.first { $0.name.lowercased() == text }
      ?? entries.first { NamePattern($0.name.lowercased())?.fits(text) ?? false }
      ?? entries.first { entry in
        let listed = ModelName(entry.name)
        return !listed.family.isEmpty && listed.family == name.family
          && (listed.slice == nil || listed.slice == name.slice)
      }
  }

  /// The cluster's models that a name means, in lower case, whatever the rule says.
  private func matches(_ text: String) -> [ID<DeviceModel>] {
    let name = ModelName(text)
    let same = models.filter { $0.text == text }
    if !same.isEmpty { return same.map(\.id) }
    let alike = models.filter { $0.name.plain == name.plain }
    if !alike.isEmpty { return alike.map(\.id) }
    if name.family.isEmpty { return all }
    return models.filter { $0.name.family == name.family && $0.name.slice == nil }.map(\.id)
  }

  /// The models that a rule names and the cluster does not have, in the order of the rule.
  var absentModels: [String] {
    guard case .map(let entries) = rule else { return [] }
    return entries.flatMap { $0.models ?? [] }.filter { matches($0.lowercased()).isEmpty }
  }
}
