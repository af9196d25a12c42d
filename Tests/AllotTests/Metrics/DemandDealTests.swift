import Allot
import AllotMetrics
import Testing

/// What waits, dealt to models: worked out by hand, and as large as can be on random inputs.
@Suite struct DemandDealTests {
  /// Demands by the letters of their models, such as `AB`.
  private func deal(_ demands: KeyValuePairs<String, Int64>, due: [Int64]) -> DemandDeal {
    DemandDeal(
      demands.map { letters, gpus in
        let bits = letters.utf8.reduce(UInt64(0)) { $0 | 1 << UInt64($1 - UInt8(ascii: "A")) }
        return DemandDeal.Demand(models: bits, gpus: gpus)
      },
      due: due
    )
  }

  @Test func oneModelTakesWhatIsDueAndWantsTheRest() {
    let single = deal(["A": 5, "B": 1], due: [3, 4])
    #expect(single.filled == [3, 1])
    #expect(single.wanted == [5, 1])
    let nothing = deal(["A": 0], due: [3, 4])
    #expect(nothing.filled == [0, 0])
    #expect(deal([:], due: [7]).wanted == [0])
  }

  /// Whoever can only have A comes before those who could have it too, whatever the order given.
  @Test func whoAcceptsOneModelComesFirst() {
    let deals = [
      deal(["AB": 2, "A": 2], due: [2, 1]), deal(["A": 2, "AB": 2], due: [2, 1]),
    ]
    for deal in deals {
      #expect(deal.filled == [2, 1])
      #expect(deal.wanted == [3, 1])
    }
  }

  /// A set takes of its models in their order.
  @Test func earlierModelsAreTakenFirst() {
    #expect(deal(["AB": 3], due: [2, 5]).filled == [2, 1])
    #expect(deal(["BC": 3], due: [9, 2, 5]).filled == [0, 2, 1])
  }

  /// AB has taken A, which is all that AC can have: AB moves to B.
  @Test func oneDemandMovesForAnother() {
    let deal = deal(["AB": 1, "AC": 1], due: [1, 1, 0])
    #expect(deal.filled == [1, 1, 0])
    #expect(deal.wanted == [1, 1, 0])
  }

  /// AEF can only have A: AB moves to B, so BC to C, and so CD to D.
  @Test func chainsOfTwoAndThreeMovesAreFound() {
    let two = deal(["AB": 1, "BC": 1, "ADE": 1], due: [1, 1, 1, 0, 0])
    #expect(two.filled == [1, 1, 1, 0, 0])
    #expect(two.wanted == [1, 1, 1, 0, 0])
    let three = deal(["AB": 1, "BC": 1, "CD": 1, "AEF": 1], due: [1, 1, 1, 1, 0, 0])
    #expect(three.filled == [1, 1, 1, 1, 0, 0])
    #expect(three.wanted == [1, 1, 1, 1, 0, 0])
  }

  /// Only one device of BC can move on, so only one of AB, and one of ADE stays without a place.
  @Test func theNarrowestMoveBoundsAChain() {
    let deal = deal(["AB": 2, "BC": 1, "ADE": 2], due: [2, 1, 1, 0, 0])
    #expect(deal.filled == [2, 1, 1, 0, 0])
    #expect(deal.wanted == [3, 1, 1, 0, 0])
  }

  /// Of equally large sets the one goes first whose first model that the other lacks is earlier:
  /// what is left over tells who came last.
  @Test func equallyLargeSetsGoByTheirModels() {
    #expect(deal(["BC": 1, "AC": 1], due: [0, 0, 1]).wanted == [0, 1, 1])
    // As numbers, the bits of BCD are fewer than those of ADE.
    #expect(deal(["BCD": 1, "ADE": 1], due: [0, 0, 0, 1, 0]).wanted == [0, 1, 0, 1, 0])
    // A set that is smaller goes first in any case.
    #expect(deal(["ABC": 1, "CD": 1], due: [0, 0, 1, 0]).wanted == [1, 0, 1, 0])
  }

  @Test func fillsAreAsLargeAsCanBe() {
    for seed in 0..<UInt64(6_000) {
      var random = RandomStream("deal", seed: seed)
      let models = random.within(1...6)
      let most = random.within(1...8)
      let due = (0..<models).map { _ in Int64(random.below(most)) }
      let demands = (0..<random.within(1...9)).map { _ in
        DemandDeal.Demand(
          models: UInt64(random.within(1...(1 << models) - 1)),
          gpus: Int64(random.below(most))
        )
      }
      let deal = DemandDeal(demands, due: due)
      let naive = demands.map { demand in
        NaiveDeal.Demand(
          models: due.indices.filter { demand.models >> UInt64($0) & 1 == 1 },
          gpus: demand.gpus
        )
      }
      let total = demands.reduce(0) { $0 + $1.gpus }
      #expect(deal.filled.reduce(0, +) == NaiveDeal.most(naive, due: due), "seed \(seed)")
      #expect(zip(deal.filled, due).allSatisfy { 0 <= $0 && $0 <= $1 }, "seed \(seed)")
      #expect(zip(deal.wanted, deal.filled).allSatisfy { $0 >= $1 }, "seed \(seed)")
      #expect(deal.wanted.reduce(0, +) == total, "seed \(seed)")
      if total <= 4 {
        #expect(deal.filled.reduce(0, +) == NaiveDeal.mostByTrying(naive, due: due))
      }
      // With four models and more, several chains of moves may be equally short.
      guard models <= 3 else { continue }
      var sums: [[Int]: Int64] = [:]
      for demand in naive { sums[demand.models, default: 0] += demand.gpus }
      let twin = NaiveDeal(sums.map { NaiveDeal.Demand(models: $0, gpus: $1) }, due: due)
      #expect(deal.filled == twin.filled, "seed \(seed)")
      #expect(deal.wanted == twin.wanted, "seed \(seed)")
      #expect(DemandDeal(demands.reversed(), due: due).filled == deal.filled, "seed \(seed)")
    }
  }
}
