/// Jobs that are drawn one by one or in sessions, each aspect from its own distribution.
package struct BatchPopulation: Population {
  package var profile: PopulationProfile
  /// When sessions begin.
  package var arrivals: WeeklyCycle
  /// How many jobs a session has.
  package var sessions = SessionModel.single
  /// How many GPUs all jobs of a session ask for.
  package var sizes: SizeModel
  /// How long jobs would run.
  package var runs: RunModel
  /// How they end.
  package var endings: EndingModel
  /// What they request.
  package var limits: LimitModel
  /// Which model all jobs of a session want.
  package var wishes: ModelWish

  package func arrive(
    in week: GenerationWeek,
    at machine: MachineShape,
    streams: inout PopulationStreams,
    into budget: inout WorkBudget
  ) {
    var submit = week.start + arrivals.second(inDays: week.days, from: &streams.arrival)
    let count = sessions.count(from: &streams.session)
    let user = profile.users.draw(from: &streams.user)
    let model = wishes.draw(at: machine, from: &streams.model)
    let gpus = sizes.draw(
      cap: machine.cap(of: profile.tenant, model: model),
      from: &streams.size
    )
    for _ in 0..<count {
      let planned = runs.draw(gpus: gpus, from: &streams.run)
      let ended = endings.draw(planned: planned, within: runs.range, from: &streams.ending)
      let job = limits.draw(run: ended.run, ending: ended.ending, from: &streams.limit)
      budget.add(
        GeneratedJob(
          submit: submit,
          run: job.run,
          limit: job.limit,
          gpus: gpus,
          user: user,
          model: model,
          ending: job.ending
        )
      )
      submit += sessions.gap.draw(from: &streams.session)
      if sessions.isSequential { submit += job.run }
    }
  }
}
