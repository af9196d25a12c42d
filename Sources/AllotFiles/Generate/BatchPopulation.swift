/// Jobs that are drawn one by one or in sessions, each aspect from its own distribution.
struct BatchPopulation: Population {
  var profile: PopulationProfile
  /// When sessions begin.
  var arrivals: WeeklyCycle
  /// How many jobs a session has.
  var sessions = SessionModel.single
  /// How many GPUs all jobs of a session ask for.
  var sizes: SizeModel
  /// How long jobs would run.
  var runs: RunModel
  /// How they end.
  var endings: EndingModel
  /// What they request.
  var limits: LimitModel
  /// Which model all jobs of a session want.
  var wishes: ModelWish

  func arrive(
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
