public import Allot

/// EASY backfilling: the first blocked job reserves, later ones start if they do not delay it.
///
/// A later job must end, by its requested run time, before the reservation or fit beside it (Lifka,
/// JSSPP 1995; Mu'alem and Feitelson, IEEE TPDS 2001). All jobs whose limits end at the shadow time
/// count as free there.
public struct EasyFill: FillPart {
  /// In which order the jobs behind the first are tried.
  public var backfill: BackfillOrder

  /// EASY in the policy's own order, or with the shortest requested run time first (EASY-SJBF).
  public init(backfill: BackfillOrder = .policy) {
    self.backfill = backfill
  }

  /// `easy`, or `easy-sjbf` with the shortest requested run time first.
  public var name: String { backfill == .policy ? "easy" : "easy-sjbf" }

  /// A blocked job reserves.
  public var head: HeadRule { .reserve }
}
