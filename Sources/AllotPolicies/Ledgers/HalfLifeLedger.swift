public import Allot

/// Usage that counts half as much after each half-life.
///
/// Charges are device-milliseconds; the weight of later charges grows by 2^(tick / half-life) at
/// each tick.
public struct HalfLifeLedger: LedgerPart {
  /// The time after which use counts half.
  public var halfLife: SimDuration
  /// The time between ticks.
  public var tick: SimDuration

  /// A half-life, by default 7 days with a tick of 5 minutes as in Slurm.
  ///
  /// - Precondition: the tick is positive and no longer than the half-life.
  public init(
    halfLife: SimDuration = SimDuration(seconds: 7 * 86_400),
    tick: SimDuration = SimDuration(seconds: 300)
  ) {
    precondition(tick > .zero && tick <= halfLife, "a tick is positive and within the half-life")
    self.halfLife = halfLife
    self.tick = tick
  }

  /// `half-life`.
  public var name: String { "half-life" }
  /// What a policy file may set.
  public var settings: [PolicySetting] {
    [PolicySetting("half_life", .duration(halfLife)), PolicySetting("tick", .duration(tick))]
  }

  /// 2^(tick / half-life).
  public var growth: Double {
    Elementary.exp2(Double(tick.milliseconds) / Double(halfLife.milliseconds))
  }
}
