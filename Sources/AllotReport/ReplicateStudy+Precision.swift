public import AllotMetrics

extension ReplicateStudy.Precision {
  /// Why a sequential comparison ended, in a sentence; `width` says in words what was asked for.
  ///
  /// Comparisons without an interval are not passed off as narrow ones.
  public func sentence(within width: String, atMost most: Int) -> String {
    let reason = "jobs never start or end, or there are none, in some replicate"
    guard all > unknown else {
      return "Sequential: stopped as no wait or delay has an interval (\(reason)), which more "
        + "replicates would not change."
    }
    let ending =
      isReached
      ? "stopped as every interval of a wait or delay was within \(width)."
      : "stopped at the most that were allowed, \(most); \(wide) of \(narrow + wide) intervals of "
        + "waits and delays are not within \(width)."
    let rest = unknown > 0 ? " \(unknown) of \(all) comparisons have no interval (\(reason))." : ""
    return "Sequential: " + ending + rest
  }
}
