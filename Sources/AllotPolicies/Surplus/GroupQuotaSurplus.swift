public import Allot

/// Quotas of groups in a tree, and surplus by quota to the groups that accept it.
///
/// From the root down, static quotas come first (scaled where they exceed the parent's), dynamic
/// ones are parts of what they leave (scaled where they add up to more than one); what no child
/// has is the group's own. Everybody gets what it asks for up to its own quota. From the leaves up,
/// what is not asked for goes to the children that accept surplus and to the group itself, side by
/// side: all they ask for where that suffices, else by quota until nothing is left or asked for,
/// then evenly to those without quota. What remains is the parent's surplus.
///
/// Real numbers, before remainders are made whole.
///
/// Source: htcondor/htcondor, GroupEntry.cpp: assign quotas, fair share, allocate surplus.
public struct GroupQuotaSurplus: SurplusPart {
  /// Group quotas with surplus.
  public init() {}

  /// `group-quota`.
  public var name: String { "group-quota" }

  /// What each tenant and all below it get; entitlements are static quotas, everybody accepts
  /// surplus, and who has no entitlement shares what those with one do not want.
  public func shares(of total: Int64, in tree: ShareTree) -> [Double] {
    let groups = tree.contenders.indices.map { node in
      let below = tree.children[node].reduce(0) { $0 + tree.contenders[$1].demand }
      return Group(
        parent: tree.parents[node],
        quota: tree.contenders[node].quota,
        isStatic: true,
        acceptsSurplus: true,
        requested: tree.contenders[node].demand - below
      )
    }
    var shares = Self.allocate(Double(total), to: groups).map(\.allocated)
    for node in shares.indices.dropFirst().reversed() {
      if let parent = tree.parents[node] { shares[parent] += shares[node] }
    }
    return shares
  }
  /// A group and what it asks for.
  public struct Group: Sendable {
    /// The group above, which comes before it; nil for the root.
    public var parent: Int?
    /// Slots, or the part of what static quotas leave.
    public var quota: Double
    /// True for a number of slots, false for a part.
    public var isStatic: Bool
    /// True where it takes more than its quota of what others leave.
    public var acceptsSurplus: Bool
    /// The slots that it asks for itself, without the groups below it.
    public var requested: Double

    /// A group below a parent.
    public init(
      parent: Int?,
      quota: Double,
      isStatic: Bool,
      acceptsSurplus: Bool,
      requested: Double
    ) {
      self.parent = parent
      self.quota = quota
      self.isStatic = isStatic
      self.acceptsSurplus = acceptsSurplus
      self.requested = requested
    }
  }

  /// What a group has.
  public struct Allocation: Sendable, Equatable {
    /// The quota of the group with all below it.
    public var subtreeQuota = 0.0
    /// What of it is the group's own.
    public var ownQuota = 0.0
    /// The slots that it gets for itself.
    public var allocated = 0.0
  }

  /// What each of the groups gets of so many slots.
  ///
  /// - Precondition: the first group is the root, and parents come before their children.
  public static func allocate(_ slots: Double, to groups: [Group]) -> [Allocation] {
    var negotiation = GroupNegotiation(groups)
    negotiation.assign(slots, to: 0)
    _ = negotiation.share(0)
    return negotiation.allocations
  }
}

/// The groups of ``GroupQuotaSurplus`` while slots are handed out.
private struct GroupNegotiation {
  typealias Group = GroupQuotaSurplus.Group

  private let groups: [Group]
  private let children: [[Int]]
  private(set) var allocations: [GroupQuotaSurplus.Allocation]
  private var requested: [Double]
  private var subtreeRequested: [Double]

  init(_ groups: [Group]) {
    self.groups = groups
    children = groups.map(\.parent).children()
    allocations = Array(repeating: GroupQuotaSurplus.Allocation(), count: groups.count)
    requested = groups.map(\.requested)
    subtreeRequested = requested
  }

  mutating func assign(_ quota: Double, to group: Int) {
    guard quota > 0 else { return }
    allocations[group].subtreeQuota = quota
    var fixed = 0.0
    var parts = 0.0
    for child in children[group] {
      if groups[child].isStatic {
        fixed += groups[child].quota
      } else {
        parts += groups[child].quota
      }
    }
    let forStatic = min(fixed, quota)
    let forDynamic = max(0, quota - forStatic)
    var given = 0.0
    for child in children[group] {
      let own =
        groups[child].isStatic
        ? groups[child].quota * (forStatic / (fixed > 0 ? fixed : 1))
        : groups[child].quota * (forDynamic / max(parts, 1))
      assign(max(own, 0), to: child)
      given += max(own, 0)
    }
    allocations[group].ownQuota = max(quota - given, 0)
  }

  /// Gives everybody below a group what it asks for within its quota; what is left over.
  mutating func share(_ group: Int) -> Double {
    let own = min(requested[group], allocations[group].ownQuota)
    allocations[group].allocated = own
    requested[group] -= own
    subtreeRequested[group] = requested[group]
    var surplus = allocations[group].ownQuota - own
    guard !children[group].isEmpty else { return surplus }
    for child in children[group] {
      surplus += share(child)
      if groups[child].acceptsSurplus { subtreeRequested[group] += subtreeRequested[child] }
    }
    return give(surplus, to: group)
  }

  /// Gives surplus to a group and those below it; what nobody there wants.
  private mutating func give(_ amount: Double, to group: Int) -> Double {
    guard amount > 0 else { return 0 }
    guard subtreeRequested[group] > 0 else { return amount }
    var surplus = amount
    // The group stands beside its children, with what it asks for itself and its own quota.
    let members = children[group] + [group]
    var wanted = members.map { member in
      if member == group { return max(0, requested[group]) }
      return groups[member].acceptsSurplus ? max(0, subtreeRequested[member]) : 0
    }
    let quotas = members.map { member in
      member == group ? allocations[group].ownQuota : allocations[member].subtreeQuota
    }
    var given = Array(repeating: 0.0, count: members.count)
    if surplus >= subtreeRequested[group] {
      given = wanted
      surplus -= subtreeRequested[group]
      subtreeRequested[group] = 0
    } else {
      for weights in [quotas, quotas.map { _ in 1 }] {
        let spent = Self.fill(&wanted, &given, surplus: &surplus, weights: weights)
        subtreeRequested[group] -= spent
      }
    }
    for (member, part) in zip(members, given) where member != group && part > 0 {
      _ = give(part, to: member)
    }
    allocations[group].allocated += given[members.count - 1]
    requested[group] -= given[members.count - 1]
    return surplus
  }

  /// Hands out surplus by weight until it is gone or nobody with a weight wants more.
  private static func fill(
    _ wanted: inout [Double],
    _ given: inout [Double],
    surplus: inout Double,
    weights: [Double]
  ) -> Double {
    var spent = 0.0
    while surplus > 0 {
      var sum = 0.0
      for index in wanted.indices where wanted[index] > 0 { sum += weights[index] }
      guard sum > 0 else { break }
      var nobodyHasAll = true
      var round = 0.0
      for index in wanted.indices where wanted[index] > 0 {
        var part = surplus * (weights[index] / sum)
        if part > wanted[index] {
          part = wanted[index]
          nobodyHasAll = false
        }
        given[index] += part
        wanted[index] -= part
        round += part
      }
      surplus -= round
      spent += round
      // What is left then is noise of real numbers.
      if nobodyHasAll || surplus < 0 { surplus = 0 }
    }
    return spent
  }
}
