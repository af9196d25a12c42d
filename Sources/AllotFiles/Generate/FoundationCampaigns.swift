internal import Allot

/// Foundation-model gangs: campaigns of one size that restart until their work is done.
///
/// A campaign is a chain of attempts with the same request. An attempt dies of its own mistake
/// within minutes, of a node at an exponential time, of its owner's decision, or of its limit; else
/// it ends at a checkpoint or with the campaign. The next attempt follows an automatic or a human
/// delay.
///
/// Node failures: 6.5 per 1,000 node-days (Kokolis et al., HPCA'25); automatic retries after a
/// median of 11 minutes (Lablup, arXiv 2605.09370). Cancelled attempts hold the largest part of the
/// GPU time, about 45 %; in Acme (Hu et al., NSDI'24) cancelled jobs hold 61 to 66 %. The other
/// figures are the generator's own.
package struct FoundationCampaigns: Population {
  package var profile: PopulationProfile
  /// When campaigns begin.
  package var arrivals: WeeklyCycle
  /// How many GPUs all attempts of a campaign ask for.
  package var sizes: SizeModel
  /// Which model all attempts want.
  package var wishes: ModelWish
  /// The useful run time of a whole campaign.
  package var plans = RunModel(median: 129_600, sigma: 0.8, range: 7_200...691_200)
  /// How long an attempt lives that dies of its own mistake.
  package var mistakes = RunModel(median: 480, sigma: 1, range: 20...3_600)
  /// Attempts of a thousand that die so.
  package var mistaken = 250
  /// Attempts of a thousand that their owner stops on the way.
  package var stopped = 350
  /// Campaigns of a thousand whose last attempt is cancelled because its curve is good enough.
  package var stoppedAtTheEnd = 500
  /// Attempts of a thousand that run into their limit instead of ending at a checkpoint before it.
  package var overrun = 250
  /// Failures of a node in 1,000,000 node-days; 0 for none.
  package var nodeFailures = 6_500
  /// The pause after a failure.
  package var retry = RunModel(median: 660, sigma: 0.4, range: 60...7_200)
  /// The pause after an owner's decision.
  package var decision = RunModel(median: 5_400, sigma: 1, range: 300...86_400)
  /// The pause after a planned end.
  package var chain = RunModel(median: 120, sigma: 0.6, range: 10...1_800)

  private static let limits = [86_400, 172_800, 259_200]
  private static let limitChoice = WeightedChoice([3, 4, 3])
  private static let mostAttempts = 40
  private static let checkpoint = 1_800

  package func arrive(
    in week: GenerationWeek,
    at machine: MachineShape,
    streams: inout PopulationStreams,
    into budget: inout WorkBudget
  ) {
    var submit = week.start + arrivals.second(inDays: week.days, from: &streams.arrival)
    let user = profile.users.draw(from: &streams.user)
    let model = wishes.draw(at: machine, from: &streams.model)
    let gpus = sizes.draw(
      cap: machine.cap(of: profile.tenant, model: model),
      from: &streams.size
    )
    let nodeGPUs = machine.nodeGPUs(model: model)
    let nodes = (gpus + nodeGPUs - 1) / nodeGPUs
    let limit = Self.limits[Self.limitChoice.draw(from: &streams.limit)]
    var remaining = plans.draw(from: &streams.run)
    var attempts = 0
    while remaining > 600 && attempts < Self.mostAttempts && submit < budget.window {
      let attempt = attempt(of: remaining, nodes: nodes, limit: limit, streams: &streams)
      budget.add(
        GeneratedJob(
          submit: submit,
          run: attempt.run,
          limit: limit,
          gpus: gpus,
          user: user,
          model: model,
          ending: attempt.ending
        )
      )
      remaining -= attempt.progress
      submit += attempt.run + attempt.pause
      attempts += 1
    }
  }

  private struct Attempt {
    var run: Int
    var ending: Job.Ending
    var progress: Int
    var pause: Int
  }

  private func attempt(
    of remaining: Int,
    nodes: Int,
    limit: Int,
    streams: inout PopulationStreams
  ) -> Attempt {
    let mistake = streams.ending.chance(mistaken, in: 1_000)
    let stop = streams.ending.chance(stopped, in: 1_000)
    let overruns = streams.ending.chance(overrun, in: 1_000)
    let early = mistakes.draw(from: &streams.run)
    let failure = timeToFailure(nodes: nodes, from: &streams.ending)
    let part = 200 + streams.ending.below(800)
    let margin = 600 + streams.ending.below(6_600)
    let lost = streams.ending.below(Self.checkpoint)
    let isLast = remaining <= limit - margin
    let planned = isLast ? remaining : overruns ? limit : limit - margin
    let stoppedAt = stop ? max(60, planned / 1_000 * part) : planned

    if mistake {
      let run = min(early, planned)
      return Attempt(
        run: run,
        ending: .failed,
        progress: 0,
        pause: retry.draw(from: &streams.session)
      )
    }
    if failure < stoppedAt {
      return Attempt(
        run: failure,
        ending: .failed,
        progress: max(0, failure - lost),
        pause: retry.draw(from: &streams.session)
      )
    }
    if stop {
      return Attempt(
        run: stoppedAt,
        ending: .cancelled,
        progress: stoppedAt,
        pause: decision.draw(from: &streams.session)
      )
    }
    let pause = chain.draw(from: &streams.session)
    if isLast {
      let cancelled = streams.ending.chance(stoppedAtTheEnd, in: 1_000)
      return Attempt(
        run: planned,
        ending: cancelled ? .cancelled : .completed,
        progress: remaining,
        pause: pause
      )
    }
    return Attempt(
      run: planned,
      ending: overruns ? .limit : .completed,
      progress: planned,
      pause: pause
    )
  }

  package var withoutNodeFailures: any Population {
    var same = self
    same.nodeFailures = 0
    return same
  }

  /// Seconds until the first node of a gang fails: exponential, by the inverse of its distribution.
  private func timeToFailure(nodes: Int, from stream: inout RandomStream) -> Int {
    let ln2 = 0.693147180559945309417
    let survived = max(1 - stream.unit(), 0x1p-53)
    guard nodeFailures > 0 else { return .max }
    let perSecond = Double(nodeFailures * nodes) / 1e6 / 86_400
    return max(60, Int(-Elementary.log2(survived) * ln2 / perSecond))
  }
}
