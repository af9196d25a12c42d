/// What debugging jobs of all classes share: minutes, and two of five fail.
///
/// Acme's Seren has a median run of 122 s, 42.9 % failures and 7.5 % cancellations over its GPU
/// jobs (Hu et al., NSDI'24).
package enum Debugging {
  /// A median of two minutes and a tail to an hour.
  package static let runs = RunModel(median: 120, sigma: 1.3, range: 5...3_600)
  /// Acme's rates.
  package static let endings = EndingModel(failed: 429, cancelled: 75)
  /// Half an hour is what a try gets by habit.
  package static let limits = LimitModel(usual: 1_800, takesUsual: 400, hits: 100)
}
