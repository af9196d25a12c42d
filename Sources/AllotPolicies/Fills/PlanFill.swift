public import Allot

/// Every job gets the first slot behind those before it in policy order, anew at every pass.
///
/// Whoever's slot begins now starts: this is how Slurm's backfill scheduler works (24.05), but with
/// exact times instead of rounded ones. Depth and interval are its `bf_max_job_test` and
/// `bf_interval`.
public struct PlanFill: FillPart {
  /// The fill.
  public init() {}

  /// `plan`.
  public var name: String { "plan" }

  /// A blocked job is planned.
  public var head: HeadRule { .plan }
}
