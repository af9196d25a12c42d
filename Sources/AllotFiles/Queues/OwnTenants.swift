internal import Allot

/// A tenants file of an earlier version of this program: what it says, and where that means
/// something else now.
struct OwnTenants {
  let tenants: Tenants
  let policy: Policy
  private(set) var notes = ImportNotes()
  let text: String

  /// Reads a file that has a section `tenants`; nil for any other.
  ///
  /// - Throws: ``InputError`` for whatever is wrong with such a file.
  init?(path: String) throws(InputError) {
    text = try StrictYAML.text(ofFile: path)
    guard !text.drop(while: \.isWhitespace).hasPrefix("<"),
      let top = try? StrictYAML.read(text, file: path), top.isMapping,
      try top.entries().contains(where: { $0.key == "tenants" })
    else { return nil }
    let sections = try top.mapping(keys: StrictYAML.sections)
    tenants = try TenantsFile.read(sections)
    if let section = sections["policy"] {
      policy = try PolicyFile.read(section)
    } else {
      policy = try PolicyFile.load("fcfs")
    }
    try note(TenantDraft.read(sections.required("tenants"), mayNameParent: true), isTop: true)
  }

  private mutating func note(_ drafts: [TenantDraft], isTop: Bool) {
    for draft in drafts {
      let place = draft.place.place
      let subject = "'\(draft.name)'"
      if draft.share != nil {
        notes.add(
          "share",
          of: subject,
          at: place,
          "is devices by largest remainder under every policy; it was whole nodes, and still is "
            + "behind walls"
        )
      }
      if draft.terms.cap?.amounts.contains(where: \.isPart) == true, !isTop {
        notes.add(
          "cap",
          of: subject,
          at: place,
          "a percentage is of the most that the parent may hold; it was of what that counts on"
        )
      }
      if draft.terms.borrow?.isNothing == true, draft.parent == nil, isTop {
        notes.add(
          "borrow",
          of: subject,
          at: place,
          "who may not borrow at the top is the root of its own tree under policies with a cycle"
        )
      }
      if draft.terms.quota?.amounts.contains(.units(1_000_000_000)) == true {
        notes.add(
          "quota",
          of: subject,
          at: place,
          "1,000,000,000 stood for no limit in imports of KAI; write 100%, which is all there is"
        )
      }
      note(draft.children, isTop: false)
    }
  }
}
