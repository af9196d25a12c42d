internal import Allot

/// What national projects submit: 46 % of the work.
package enum NationalPopulations {
  /// Five teams, as the foundation-model programme began with; a few of their people start gangs.
  private static let users = UserActivity(
    prefix: "n",
    count: 40,
    exponent: 1.2,
    organisation: "team",
    organisations: 5
  )

  private static func profile(_ name: String, _ jobClass: String, work: Int64) -> PopulationProfile
  {
    PopulationProfile(
      name: "national-" + name,
      tenant: .national,
      jobClass: jobClass,
      work: Share(millionths: work),
      users: users
    )
  }

  /// Gangs of 32 to 512 GPUs for hours to days.
  package static let foundation = FoundationCampaigns(
    profile: PopulationProfile(
      name: "national-foundation",
      tenant: .national,
      jobClass: "foundation",
      work: Share(millionths: 400_000),
      users: UserActivity(
        prefix: "n",
        count: 10,
        exponent: 0.7,
        organisation: "team",
        organisations: 5
      )
    ),
    arrivals: WeeklyCycle(.workbench, days: WeeklyCycle.campaignDays),
    sizes: SizeModel([
      32: 120, 48: 20, 64: 230, 96: 30, 128: 280, 192: 20, 256: 210, 384: 20, 512: 70,
    ]),
    wishes: ModelWish(first: 350, others: 150)
  )

  /// Ablations and scaling-law runs beside the campaigns.
  package static let training = BatchPopulation(
    profile: profile("training", "training", work: 51_400),
    arrivals: WeeklyCycle(.workbench, days: WeeklyCycle.campaignDays),
    sessions: SessionModel(
      more: 450,
      most: 16,
      gap: RunModel(median: 30, sigma: 1, range: 1...900),
      isSequential: false
    ),
    sizes: SizeModel([8: 380, 16: 260, 32: 200, 64: 110, 128: 40, 256: 10]),
    runs: RunModel(median: 5_400, sigma: 1.3, growth: 0.1, range: 60...259_200),
    endings: EndingModel(failed: 250, cancelled: 200),
    limits: LimitModel(usual: 86_400, takesUsual: 200, hits: 30),
    wishes: ModelWish(first: 300, others: 150)
  )

  /// Evaluation and data generation with a trained model.
  package static let inference = BatchPopulation(
    profile: profile("inference", "inference", work: 8_000),
    arrivals: WeeklyCycle(.aroundTheClock, days: WeeklyCycle.campaignDays),
    sessions: .sweep,
    sizes: SizeModel([1: 180, 2: 120, 4: 160, 8: 430, 16: 90, 32: 20]),
    runs: RunModel(median: 1_500, sigma: 1.2, range: 30...86_400),
    endings: EndingModel(failed: 150, cancelled: 60),
    limits: LimitModel(usual: 14_400, takesUsual: 300, hits: 15),
    wishes: ModelWish(first: 100, others: 200)
  )

  /// Tries before a gang starts.
  package static let debug = BatchPopulation(
    profile: profile("debug", "debug", work: 600),
    arrivals: WeeklyCycle(.workbench, days: WeeklyCycle.campaignDays),
    sessions: .tries,
    sizes: SizeModel([1: 300, 2: 120, 4: 130, 8: 450]),
    runs: Debugging.runs,
    endings: Debugging.endings,
    limits: Debugging.limits,
    wishes: ModelWish(first: 200, others: 100)
  )

  /// All of them, in the order that breaks ties of submit.
  package static let all: [any Population] = [foundation, training, inference, debug]
}
