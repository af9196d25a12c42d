internal import Allot

/// Finds the limits beside the tree that the jobs of a trace are under: those of their users in
/// each tenant above them, of their QOS, and of their users in that.
struct GroupBinder {
  private struct UserKey: Hashable {
    /// The tenant, or −1 less the position of the QOS.
    var owner: Int32
    var user: ID<Text>
  }

  private(set) var groups = LimitGroups()
  private let trace: Trace
  private let tenants: Tenants
  /// The tenants above each one, itself included, with terms for users.
  private let owners: [[ID<Tenant>]]
  /// The position of each QOS that some row asks for, by the id of the row's text.
  private let qosOfText: [ID<Text>: Int]
  private let groupOfQOS: [ID<LimitGroups.Group>?]
  private var groupOfUser: [UserKey: ID<LimitGroups.Group>] = [:]
  private var sets: [LimitSet: ID<LimitSet>] = [:]
  /// True where nothing limits anybody beside the tree.
  private let isIdle: Bool
  /// The jobs that name no user although users have limits there.
  private(set) var jobsWithoutUser = 0

  /// Reads the terms of some tenants for a trace.
  init(_ trace: Trace, for tenants: Tenants) {
    self.trace = trace
    self.tenants = tenants
    var owners: [[ID<Tenant>]] = []
    // Parents have lower ids than their children.
    for id in tenants.ids {
      let above = tenants.parent(of: id).map { owners[Int($0.index)] } ?? []
      owners.append(tenants.terms(of: id).perUser == nil ? above : [id] + above)
    }
    self.owners = owners
    isIdle = tenants.qos.isEmpty && owners.allSatisfy { $0.isEmpty }
    var qosOfText: [ID<Text>: Int] = [:]
    if !tenants.qos.isEmpty {
      for text in Set(trace.rows.lazy.map(\.qos)) {
        qosOfText[text] = tenants.qos.firstIndex { $0.name == trace.texts[text] }
      }
    }
    self.qosOfText = qosOfText
    var groups = LimitGroups()
    groupOfQOS = tenants.qos.map { qos in
      guard !qos.limit.isEmpty else { return nil }
      return groups.add(LimitGroups.Group(name: "QOS '\(qos.name)'", limit: qos.limit))
    }
    self.groups = groups
  }

  /// The groups of a row's job.
  mutating func set(of row: TraceRow, leaf: ID<Tenant>) -> ID<LimitSet>? {
    guard !isIdle else { return nil }
    var own: [ID<LimitGroups.Group>] = []
    var lacksUser = false
    func terms(_ terms: UserTerms, owner: Int32, _ name: String) {
      guard row.user != TextTable.none else {
        lacksUser = true
        return
      }
      let key = UserKey(owner: owner, user: row.user)
      if let known = groupOfUser[key] {
        own.append(known)
        return
      }
      let group = groups.add(
        LimitGroups.Group(
          name: "user '\(trace.texts[row.user])' of \(name)",
          limit: terms.limit,
          // Shares are of the quota of the tenant that submits.
          share: owner == leaf.index ? terms.share : nil
        )
      )
      groupOfUser[key] = group
      own.append(group)
    }
    for owner in owners[Int(leaf.index)] {
      guard let perUser = tenants.terms(of: owner).perUser else { continue }
      terms(perUser, owner: owner.index, "'\(tenants.path(of: owner))'")
    }
    if let position = qosOfText[row.qos] {
      if let group = groupOfQOS[position] { own.append(group) }
      if let perUser = tenants.qos[position].perUser {
        terms(perUser, owner: -1 - Int32(position), "QOS '\(tenants.qos[position].name)'")
      }
    }
    if lacksUser { jobsWithoutUser += 1 }
    guard !own.isEmpty else { return nil }
    let set = LimitSet(tenant: leaf, groups: own)
    if let known = sets[set] { return known }
    let id = groups.add(set)
    sets[set] = id
    return id
  }

  /// What the user should know, each one sentence.
  var remarks: [String] {
    guard !isIdle else { return [] }
    var remarks: [String] = []
    if jobsWithoutUser > 0 {
      remarks.append(
        "\(trace.file): \(jobsWithoutUser) \(jobsWithoutUser == 1 ? "job names" : "jobs name") no "
          + "user: limits of users bind nobody there"
      )
    }
    for (position, qos) in tenants.qos.enumerated() where !qosOfText.values.contains(position) {
      remarks.append(
        "\(trace.file): no job asks for the QOS '\(qos.name)', so that its limits bind nobody"
      )
    }
    return remarks
  }
}
