internal import Allot

/// A queue of another system on its way to a tenant.
struct QueueDraft {
  /// The name of the tenant among its siblings.
  var name: String
  /// What others call it when they name their parent.
  var key: String
  /// The key of its parent; nil at the top.
  var parent: String?
  var place: SourcePlace
  var share: Share?
  var weight: Int64?
  var priority = 0
  var terms = TenantTerms()
  /// What jobs may call it beside its name, such as by its path or namespace.
  var otherNames: [String] = []

  /// What a trace may call it.
  var namesOfTraces: [String] { ([name] + otherNames).withoutRepeats() }

  /// The priorities that tenants may have.
  static let priorities = 0...1_000
  /// What to do about others.
  static let priorityRemedy = "allot has priorities from 0 to 1,000: write others that rank alike"

  /// The tree of queues in the order of the files, parents before their children, and the tenant of
  /// each queue by its key.
  ///
  /// - Throws: ``InputError`` for a queue that is declared twice, names a parent that is not
  ///   declared, or stands above itself.
  static func tenants(
    _ drafts: [QueueDraft]
  ) throws(InputError) -> (tree: Tenants, ids: [String: ID<Tenant>]) {
    var firsts: [String: QueueDraft] = [:]
    for draft in drafts {
      if let first = firsts[draft.key] {
        throw draft.place.error(
          "'\(draft.name)' is declared twice, first on line \(first.place.line)"
        )
      }
      firsts[draft.key] = draft
    }
    for draft in drafts {
      if let parent = draft.parent, firsts[parent] == nil {
        throw draft.place.error(
          "'\(draft.name)' is below '\(parent)', which is not declared",
          remedy: "give that one, too, or leave this one out"
        )
      }
    }
    var tenants = Tenants()
    var ids: [String: ID<Tenant>] = [:]
    var left = drafts
    while !left.isEmpty {
      var next: [QueueDraft] = []
      for draft in left {
        guard let above = draft.parent.map({ ids[$0] }) ?? Tenants.root else {
          next.append(draft)
          continue
        }
        guard tenants.child(named: draft.name, of: above) == nil else {
          throw draft.place.error("two queues below the same one are named '\(draft.name)'")
        }
        ids[draft.key] = tenants.add(
          draft.name,
          below: above,
          share: draft.share,
          weight: draft.weight,
          terms: draft.terms,
          priority: draft.priority
        )
      }
      if next.count == left.count, let first = next.first {
        // Who is left is in a circle or below one: as many steps up as there are queues end in it.
        let inCircle = next.reduce(first) { at, _ in at.parent.flatMap { firsts[$0] } ?? at }
        throw inCircle.place.error(
          "'\(inCircle.name)' stands above itself",
          remedy: "give one queue of the circle another parent, or none"
        )
      }
      left = next
    }
    return (tenants, ids)
  }
}
