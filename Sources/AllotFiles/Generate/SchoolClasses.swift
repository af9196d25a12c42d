internal import Allot

/// Classes of the AI school: a cohort of trainees opens a session each when the hour begins.
///
/// The school has more than 1,200 trainees (facts of the Gwangju centre): here 40 cohorts of 30.
/// Most come, within minutes of the hour; sessions last one or two periods. The figures are the
/// generator's own.
package struct SchoolClasses: Population {
  package var profile: PopulationProfile
  /// When classes begin, on the hour.
  package var arrivals: WeeklyCycle

  /// How many cohorts there are.
  package static let cohorts = 40
  /// How many trainees a cohort has.
  package static let trainees = 30

  package func arrive(
    in week: GenerationWeek,
    at machine: MachineShape,
    streams: inout PopulationStreams,
    into budget: inout WorkBudget
  ) {
    let hour = arrivals.hour(inDays: week.days, from: &streams.arrival)
    let cohort = streams.user.below(Self.cohorts)
    let isDouble = streams.session.chance(1, in: 2)
    let limit = isDouble ? 7_200 : 3_600
    let length = limit - 600
    for trainee in 0..<Self.trainees {
      let isPresent = streams.user.chance(850, in: 1_000)
      let late = min(900, Int(abs(streams.arrival.normal()) * 120))
      let session = session(length: length - late, limit: limit, streams: &streams)
      guard isPresent else { continue }
      budget.add(
        GeneratedJob(
          submit: week.start + hour * 3_600 + late,
          run: session.run,
          limit: limit,
          gpus: 1,
          user: cohort * Self.trainees + trainee,
          model: nil,
          ending: session.ending
        )
      )
    }
  }

  /// One trainee's session: to the end of the class, cut short, or forgotten until its limit.
  private func session(
    length: Int,
    limit: Int,
    streams: inout PopulationStreams
  ) -> (run: Int, ending: Job.Ending) {
    let ticket = streams.ending.below(1_000)
    let part = streams.run.below(1_000)
    switch ticket {
    case ..<80: return (max(15, length / 8 * part / 1_000), .failed)
    case ..<180: return (length / 4 + length / 2 * part / 1_000, .cancelled)
    case ..<220: return (limit, .limit)
    default: return (length - 300 * part / 1_000, .completed)
    }
  }
}
