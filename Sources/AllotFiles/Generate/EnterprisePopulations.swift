internal import Allot

/// What enterprises and start-ups submit: 31 % of the work.
package enum EnterprisePopulations {
  private static let users = UserActivity(
    prefix: "e",
    count: 150,
    exponent: 1.2,
    organisation: "company",
    organisations: 48
  )

  private static func profile(_ name: String, work: Int64) -> PopulationProfile {
    PopulationProfile(
      name: "enterprise-" + name,
      tenant: .enterprise,
      jobClass: name,
      work: Share(millionths: work),
      users: users
    )
  }

  /// Training on 1 to 64 GPUs, rarely more, on working days.
  ///
  /// Half of the jobs take one GPU and a quarter eight or more, near Helios's Venus.
  package static let training = BatchPopulation(
    profile: profile("training", work: 264_000),
    arrivals: WeeklyCycle(.office, days: WeeklyCycle.workingDays),
    sessions: .sweep,
    sizes: SizeModel([
      1: 440, 2: 140, 4: 130, 8: 170, 16: 70, 24: 8, 32: 26, 48: 3, 64: 10, 128: 2, 256: 1,
    ]),
    runs: RunModel(median: 2_700, sigma: 1.8, growth: 0.15, range: 30...432_000),
    endings: EndingModel(failed: 200, cancelled: 180),
    limits: LimitModel(usual: 86_400, takesUsual: 200, hits: 25),
    wishes: ModelWish(first: 300, others: 150)
  )

  /// Batch scoring and endpoints that live for hours.
  package static let inference = BatchPopulation(
    profile: profile("inference", work: 45_000),
    arrivals: WeeklyCycle(.aroundTheClock, days: [100, 100, 100, 100, 100, 80, 75]),
    sizes: SizeModel([1: 550, 2: 220, 4: 150, 8: 80]),
    runs: RunModel(median: 14_400, sigma: 1.2, range: 60...604_800),
    endings: EndingModel(failed: 60, cancelled: 300, cancellationStretch: 1),
    limits: LimitModel(usual: 86_400, takesUsual: 250, hits: 50),
    wishes: ModelWish(first: 100, others: 300)
  )

  /// Tries on one to eight GPUs.
  package static let debug = BatchPopulation(
    profile: profile("debug", work: 1_000),
    arrivals: WeeklyCycle(.workbench, days: WeeklyCycle.workingDays),
    sessions: .tries,
    sizes: SizeModel([1: 400, 2: 180, 4: 160, 8: 260]),
    runs: Debugging.runs,
    endings: Debugging.endings,
    limits: Debugging.limits,
    wishes: ModelWish(first: 150, others: 100)
  )

  /// All of them, in the order that breaks ties of submit.
  package static let all: [any Population] = [training, inference, debug]
}
