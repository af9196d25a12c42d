public import Allot

/// Replicates of a log in which every job is submitted a little earlier or later.
///
/// After Tsafrir, Ouaknine and Feitelson, "Reducing performance evaluation sensitivity and
/// variability by input shaking" (MASCOTS 2007): what is left of a difference under small shifts is
/// no accident of instants. Each submit moves by a number of milliseconds, each from −`amount` to
/// `amount` alike likely. Where that led before time zero it is thrown back as far after it, so
/// that no time is negative and none is preferred; in a log that itself begins before time zero its
/// first submit stands for it.
///
/// A replicate depends on the log, the amount and its number alone.
public struct ShakenArrivals: Sendable {
  private let log: Trace
  private let amount: SimDuration

  /// The replicates of a log.
  ///
  /// - Precondition: the amount is not negative.
  public init(_ log: Trace, by amount: SimDuration) {
    precondition(amount >= .zero, "submits are shaken by a positive amount")
    self.log = log
    self.amount = amount
  }

  /// The replicate of a number; rows are in order of submit, ties in the order of the log.
  public func trace(number: UInt64) -> Trace {
    var replicate = log
    replicate.remarks = []
    var moves = RandomStream("shake", seed: number)
    let most = Int(amount.milliseconds)
    let floor = min(SimTime.zero, log.rows.first?.submit ?? .zero)
    for position in replicate.rows.indices {
      let move = Int64(moves.within(-most...most))
      let since = (replicate.rows[position].submit - floor).milliseconds + move
      replicate.rows[position].submit = floor + SimDuration(milliseconds: abs(since))
      replicate.rows[position].start = nil
    }
    let rows = replicate.rows
    let order = rows.indices.sorted { a, b in (rows[a].submit, a) < (rows[b].submit, b) }
    replicate.rows = order.map { rows[$0] }
    return replicate
  }
}
