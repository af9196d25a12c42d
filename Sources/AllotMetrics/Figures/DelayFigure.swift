internal import Allot

/// How much time jobs lose to waiting, restarts and slow placement, from submit to end.
public struct DelayFigure: Figure {
  public static let name = "delay"
  public static let fields = [
    FigureField("delay", .seconds), FigureField("delay_by_gpu_hours", .seconds),
  ]
  public static let columns = [
    FigureColumn(.service, "mean delay\nby work", "delay_by_gpu_hours.mean", .seconds),
    FigureColumn(.policies, "mean delay\nby work", "delay_by_gpu_hours.mean", .seconds),
  ]
  public static let metrics = [
    VerdictMetric("mean_delay", weight: "jobs", path: "delay.mean", .ofTimes),
    VerdictMetric("mean_delay", weight: "gpu_hours", path: "delay_by_gpu_hours.mean", .ofTimes),
  ]
  public static let definition = """
    `delay` = end − submit − run, with the run as replayed: cut at the limit, so that a killed job's
    delay is end − submit − limit. Of several attempts every lost second counts. Who never ends,
    rejected jobs too, is delayed for ever. By jobs, every job counts once; by work, as much as its
    devices × run, so that what a policy does to most of the work is seen.
    """

  public init(_ measured: MeasuredWorld) {}

  public func fill(_ sheet: inout FigureSheet) {
    let (results, jobs) = (sheet.results, sheet.jobs)
    let distributions = JobDistributions(
      of: jobs.ids.map { results.delay(of: $0)?.seconds ?? .infinity },
      jobs
    )
    sheet.addEverywhere("delay", distributions.byJobs)
    sheet.addEverywhere("delay_by_gpu_hours", distributions.byWork)
  }
}
