internal import Allot

/// What universities and the AI school submit: 23 % of the work.
package enum UniversityPopulations {
  private static let users = UserActivity(
    prefix: "u",
    count: 220,
    exponent: 1.1,
    organisation: "university",
    organisations: 14
  )

  private static func profile(_ name: String, _ jobClass: String, work: Int64) -> PopulationProfile
  {
    PopulationProfile(
      name: "university-" + name,
      tenant: .university,
      jobClass: jobClass,
      work: Share(millionths: work),
      users: users
    )
  }

  /// Training that is left for the night.
  package static let batch = BatchPopulation(
    profile: profile("batch", "training", work: 212_600),
    arrivals: WeeklyCycle(.night, days: WeeklyCycle.campusDays),
    sessions: .sweep,
    sizes: SizeModel([1: 450, 2: 200, 4: 165, 8: 120, 16: 42, 32: 17, 64: 5, 128: 1]),
    runs: RunModel(median: 7_200, sigma: 1.5, growth: 0.1, range: 30...345_600),
    endings: EndingModel(failed: 230, cancelled: 150),
    limits: LimitModel(usual: 86_400, takesUsual: 250, hits: 30),
    wishes: ModelWish(first: 120, others: 200)
  )

  /// Notebooks in working hours.
  package static let interactive = BatchPopulation(
    profile: profile("interactive", "interactive", work: 11_000),
    arrivals: WeeklyCycle(.office, days: WeeklyCycle.campusDays),
    sizes: SizeModel([1: 800, 2: 200]),
    runs: RunModel(median: 3_000, sigma: 1, range: 60...36_000),
    endings: EndingModel(failed: 80, cancelled: 250, cancellationStretch: 1),
    limits: LimitModel(usual: 14_400, takesUsual: 450, hits: 80),
    wishes: ModelWish(first: 50, others: 100)
  )

  /// Classes of the AI school, in bursts at the hour.
  package static let school = SchoolClasses(
    profile: PopulationProfile(
      name: "university-school",
      tenant: .university,
      jobClass: "school",
      work: Share(millionths: 6_000),
      users: UserActivity(
        prefix: "s",
        count: SchoolClasses.cohorts * SchoolClasses.trainees,
        exponent: 0,
        organisation: "ai-school",
        organisations: 1
      )
    ),
    arrivals: WeeklyCycle(.classroom, days: WeeklyCycle.schoolDays)
  )

  /// Tries on one or two GPUs, rarely a node.
  package static let debug = BatchPopulation(
    profile: profile("debug", "debug", work: 400),
    arrivals: WeeklyCycle(.workbench, days: WeeklyCycle.campusDays),
    sessions: .tries,
    sizes: SizeModel([1: 650, 2: 180, 4: 110, 8: 60]),
    runs: Debugging.runs,
    endings: Debugging.endings,
    limits: Debugging.limits,
    wishes: ModelWish(first: 50, others: 100)
  )

  /// All of them, in the order that breaks ties of submit.
  package static let all: [any Population] = [batch, interactive, school, debug]
}
