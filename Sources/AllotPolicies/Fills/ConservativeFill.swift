public import Allot

/// Conservative backfilling: on arrival every job gets the first slot that delays nobody.
///
/// When a job ends before its limit, every slot that lies ahead moves, in queue order, to the first
/// instant that it could have; so none ever moves later (Feitelson and Weil, IPPS 1998; Mu'alem and
/// Feitelson, IEEE TPDS 2001). With a depth, jobs beyond
/// it get a slot when one before them starts.
public struct ConservativeFill: FillPart {
  /// The fill.
  public init() {}

  /// `conservative`.
  public var name: String { "conservative" }

  /// A blocked job keeps its slot.
  public var head: HeadRule { .promise }
}
