import Allot
import AllotPolicies
import Testing

/// Divisions of surplus by hand where recorded cases say nothing, and what holds for all of them.
struct SurplusTests {
  @Test func guaranteesAreTakenFromWhatOthersMayHold() {
    let shares = WeightSurplus().divide(
      100,
      among: [Contender(quota: 60, demand: 100), Contender(demand: 100)]
    )
    #expect(shares == [60, 40])
  }

  @Test func aGuaranteeStandsAboveDemand() {
    let shares = WeightSurplus().divide(
      100,
      among: [Contender(quota: 30, demand: 10), Contender(demand: 100)]
    )
    #expect(shares == [30, 70])
  }

  @Test func whatNobodyWithAWeightWantsGoesToTheOthers() {
    let tree = ShareTree(
      parents: [nil, 0, 0, 0],
      contenders: [
        Contender(demand: 0), Contender(weight: 5, demand: 10),
        Contender(weight: 0, demand: 70), Contender(weight: 0, demand: 20),
      ]
    )
    #expect(WeightSurplus().shares(of: 100, in: tree) == [100, 10, 70, 20])
    #expect(WeightSurplus().shares(of: 60, in: tree) == [60, 10, 30, 20])
  }

  @Test func groupsTakeWhatTheirSiblingsLeaveBeforeTheirCousins() {
    // Two classes of 50 and 30; the first has projects of 20 and 20 and leaves ten to nobody.
    let tree = ShareTree(
      parents: [nil, 0, 0, 1, 1],
      contenders: [
        Contender(demand: 0), Contender(quota: 50, demand: 55), Contender(quota: 30, demand: 90),
        Contender(quota: 20, demand: 5), Contender(quota: 20, demand: 50),
      ]
    )
    var whole = tree
    whole.contenders[0].demand = 145
    let shares = GroupQuotaSurplus().shares(of: 80, in: whole)
    #expect(shares == [80, 50, 30, 5, 45])
  }

  @Test func groupsWithoutQuotaComeAfterThoseWithOne() {
    func group(_ parent: Int?, _ quota: Double, _ requested: Double) -> GroupQuotaSurplus.Group {
      GroupQuotaSurplus.Group(
        parent: parent,
        quota: quota,
        isStatic: true,
        acceptsSurplus: parent != nil,
        requested: requested
      )
    }
    let groups = [group(nil, 0, 0), group(0, 60, 90), group(0, 0, 100)]
    #expect(GroupQuotaSurplus.allocate(100, to: groups).map(\.allocated) == [0, 90, 10])
    let more = [group(nil, 0, 0), group(0, 60, 100), group(0, 0, 100)]
    #expect(GroupQuotaSurplus.allocate(100, to: more).map(\.allocated) == [0, 100, 0])
  }

  @Test func groupsThatAcceptNothingKeepToTheirQuota() {
    let groups = [(0, false, 0), (30, true, 100), (20, false, 100)].enumerated().map { index, row in
      GroupQuotaSurplus.Group(
        parent: index == 0 ? nil : 0,
        quota: row.0,
        isStatic: true,
        acceptsSurplus: row.1,
        requested: row.2
      )
    }
    #expect(GroupQuotaSurplus.allocate(100, to: groups).map(\.allocated) == [0, 80, 20])
  }

  @Test(arguments: [0.5, 0.6])
  func partsAreOfWhatStaticQuotasLeave(part: Double) {
    let groups = [(0, true), (40, true), (part, false), (part, false)].enumerated().map {
      index,
      row in
      GroupQuotaSurplus.Group(
        parent: index == 0 ? nil : 0,
        quota: row.0,
        isStatic: row.1,
        acceptsSurplus: false,
        requested: 0
      )
    }
    let quotas = GroupQuotaSurplus.allocate(100, to: groups).map(\.subtreeQuota)
    #expect(quotas == [100, 40, 30, 30])
  }

  @Test(arguments: [(43, 0), (45, 5)] as [(Int64, Int)])
  func queuesALittleOverTheirGuaranteeYieldNothing(used: Int64, leaving: Int) {
    func queue(
      _ parent: Int?,
      _ guaranteed: Int64,
      _ used: Int64,
      _ pending: Int64
    ) -> IdealAssignment.Queue {
      IdealAssignment.Queue(
        parent: parent,
        guaranteed: guaranteed,
        maximum: 100,
        used: used,
        pending: pending
      )
    }
    let queues = [
      queue(nil, 100, 100, 60), queue(0, 40, used, 0), queue(0, 60, 100 - used, 60),
    ]
    let preempted = IdealReclaim(ReclaimTerms()).preempted(
      queues,
      applications: queues.map { [Array(repeating: 1, count: Int($0.used))] },
      naturalTermination: .whole,
      sparesMasters: false
    )
    #expect(preempted.count { $0.queue == 1 } == leaving)
    #expect(preempted.count == leaving)
  }

  /// Offers are rounded up where devices count, so that a small guarantee is one, and to the
  /// nearest unit where memory alone does.
  @Test(arguments: [(9, 1), (7, 3), (51, 49)] as [(Int64, Int64)])
  func smallGuaranteesAreKept(large: Int64, small: Int64) {
    let whole = large + small
    func queue(_ parent: Int?, _ guaranteed: Int64, used: Int64) -> IdealAssignment.Queue {
      IdealAssignment.Queue(
        parent: parent,
        guaranteed: guaranteed,
        maximum: whole,
        used: used,
        pending: whole - used
      )
    }
    let queues = [
      queue(nil, whole, used: whole), queue(0, large, used: whole), queue(0, small, used: 0),
    ]
    #expect(IdealAssignment(queues, rounding: .up).ideal == [whole, large, small])
    #expect(IdealAssignment(queues, rounding: .nearest).ideal[1] == large + 1)
  }

  /// Offers that are rounded up end where nothing is left.
  @Test func offersAreOfWhatIsLeft() {
    let queues = [nil, 0, 0, 0].map { parent in
      IdealAssignment.Queue(
        parent: parent,
        guaranteed: parent == nil ? 10 : 5,
        maximum: 10,
        used: 0,
        pending: 5
      )
    }
    #expect(IdealAssignment(queues, rounding: .up).ideal == [10, 4, 4, 2])
  }

  /// A container too large for what is left of a round is passed over; masters go last.
  @Test func roundsPassOverWhatIsTooLarge() {
    let queues = [
      IdealAssignment.Queue(parent: nil, guaranteed: 100, maximum: 100, used: 100, pending: 50),
      IdealAssignment.Queue(parent: 0, guaranteed: 50, maximum: 100, used: 100, pending: 0),
      IdealAssignment.Queue(parent: 0, guaranteed: 50, maximum: 100, used: 0, pending: 50),
    ]
    func preempted(_ applications: [[Int64]], sparesMasters: Bool) -> [Int] {
      IdealReclaim(ReclaimTerms(perRound: Share(percent: 20))).preempted(
        queues,
        applications: [[], applications, []],
        naturalTermination: .whole,
        sparesMasters: sparesMasters
      ).map(\.application)
    }
    #expect(preempted([[5], [10], [60], [10], [15]], sparesMasters: true) == [4, 0])
    #expect(preempted([[5], [15, 5], [5, 5, 5]], sparesMasters: true) == [2, 2, 1, 2])
    #expect(preempted([[5], [15, 5], [5, 5, 5]], sparesMasters: false) == [2, 2, 2, 1])
  }

  private func contenders(_ random: inout RandomStream) -> [Contender] {
    (0..<1 + random.below(6)).map { _ in
      Contender(
        weight: Double(random.below(4)),
        quota: Double(random.below(12)),
        limit: random.chance(1, in: 3) ? Double(random.below(20)) : .infinity,
        demand: Double(random.below(40)),
        priority: random.below(3),
        usage: Double(random.below(5)) / 4
      )
    }
  }

  @Test(arguments: 0..<300) func sharesByPriorityKeepTheirPromises(seed: Int) {
    var random = RandomStream("surplus", seed: UInt64(seed))
    let contenders = contenders(&random)
    let total = Double(random.below(60))
    let k = Double(random.below(3)) / 2
    let (shares, rest) = PriorityThenWeightSurplus(k: k).divide(total, among: contenders)
    for (share, contender) in zip(shares, contenders) {
      let wanted = min(contender.demand, contender.limit)
      #expect(share >= min(contender.quota, wanted) && share <= wanted)
      #expect(share == share.rounded(), "whole wants get whole shares")
    }
    let quotas = contenders.reduce(0) { $0 + min($1.quota, $1.demand, $1.limit) }
    if quotas <= total { #expect(shares.reduce(rest, +) == total) } else { #expect(rest == 0) }
    // Who has weight and is not served leaves nothing to lower levels, unless its use is large.
    for (share, contender) in zip(shares, contenders) where k == 0 && contender.weight > 0 {
      if share < min(contender.demand, contender.limit) { #expect(rest < 1) }
    }
  }

  @Test(arguments: 0..<300) func sharesByWeightKeepTheirPromises(seed: Int) {
    var random = RandomStream("weights", seed: UInt64(seed))
    var contenders = contenders(&random)
    let total = Double(40 + random.below(60))
    let mostQuota = seed % 2 == 0 ? 1 : 6
    for index in contenders.indices { contenders[index].quota = Double(random.below(mostQuota)) }
    let shares = WeightSurplus().divide(total, among: contenders)
    // Raising somebody to its guarantee takes nothing back from others, there as here.
    let raised = contenders.reduce(0) { $0 + $1.quota }
    #expect(shares.reduce(0, +) <= total + raised + 1e-9)
    for (share, contender) in zip(shares, contenders) {
      let most = max(contender.quota, min(contender.demand, contender.limit))
      #expect(share <= most + 1e-9 && (contender.weight == 0 || share >= contender.quota))
    }
  }

  @Test(arguments: 0..<300) func sharesBetweenBoundsUseUpWhatThereIs(seed: Int) {
    var random = RandomStream("bounds", seed: UInt64(seed))
    let contenders = contenders(&random).map { contender in
      Contender(
        weight: contender.weight,
        quota: min(contender.quota, contender.limit),
        limit: contender.limit,
        demand: .infinity
      )
    }
    let total = Int64(random.below(200))
    let shares = MinimumShareSurplus().divide(total, among: contenders)
    for (share, contender) in zip(shares, contenders) {
      #expect(Double(share) >= contender.quota || contender.limit <= 0)
      #expect(Double(share) <= contender.limit || contender.weight == 0)
    }
    let open = contenders.filter { $0.limit > 0 && $0.weight > 0 }
    let minima = contenders.reduce(0) { $0 + ($1.limit > 0 ? $1.quota : 0) }
    let maxima = open.reduce(0) { $0 + $1.limit }
    if !open.isEmpty && minima <= Double(total) && maxima >= Double(total) {
      // Truncation leaves less than one unit of each contender.
      let sum = shares.reduce(0, +)
      #expect(sum > total - Int64(open.count) && sum < total + Int64(open.count))
    }
  }
}
