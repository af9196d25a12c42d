import Allot

extension RandomWorld {
  /// Gives jobs users and QOS that share limits of devices, models, cores, memory, jobs or nodes,
  /// and users of some tenants shares of their quotas; one job in five is under no limit.
  static func group(_ jobs: inout [Job], in cluster: Cluster, seed: UInt64) -> LimitGroups {
    var random = RandomStream("groups", seed: seed)
    var groups = LimitGroups()
    func limit() -> UseLimit {
      func amount(_ chance: Int, upTo most: Int) -> Int64? {
        random.chance(1, in: chance) ? Int64(random.within(0...max(1, most))) : nil
      }
      var limit = UseLimit(
        devices: amount(2, upTo: cluster.gpus),
        jobs: amount(3, upTo: 3),
        nodes: amount(4, upTo: 8)
      )
      let names = cluster.models.elements.map(\.name) + ["cores", "memory"]
      if let most = amount(2, upTo: cluster.gpus) {
        limit.named = [UseLimit.Named(resource: names[random.below(names.count)], units: most)]
      }
      return limit
    }
    let qos = (0..<3).map { groups.add(LimitGroups.Group(name: "q\($0)", limit: limit())) }
    var users: [LimitSet: ID<LimitGroups.Group>] = [:]
    var sets: [LimitSet: ID<LimitSet>] = [:]
    let hasShares = random.chance(1, in: 2)
    for index in jobs.indices where !random.chance(1, in: 5) {
      let (user, own) = (random.below(3), random.below(4))
      let tenant = jobs[index].tenant
      let key = LimitSet(tenant: tenant, groups: [ID(1_000 + user)])
      let group: ID<LimitGroups.Group>
      if let known = users[key] {
        group = known
      } else {
        let parts: [Int64] = [10, 25, 50, 100]
        let factors: [Share?] = [nil, Share(percent: 50), .whole, Share(percent: 250)]
        let share = UserShare(
          minimum: Share(percent: parts[random.below(4)]),
          factor: factors[random.below(4)]
        )
        group = groups.add(
          LimitGroups.Group(
            name: "u\(user) of \(tenant.index)",
            limit: random.chance(1, in: 2) ? limit() : UseLimit(),
            share: hasShares && tenant.index % 3 > 0 ? share : nil
          )
        )
        users[key] = group
      }
      let set = LimitSet(tenant: tenant, groups: [group] + (own < 3 ? [qos[own]] : []))
      if sets[set] == nil { sets[set] = groups.add(set) }
      jobs[index].limits = sets[set]
    }
    return groups
  }
}
