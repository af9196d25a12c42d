internal import Allot

/// How long jobs wait for their first start.
public struct WaitFigure: Figure {
  public static let name = "wait"
  public static let fields = [
    FigureField("wait", .seconds), FigureField("wait_by_gpu_hours", .seconds),
  ]
  public static let columns = [
    FigureColumn(.service, "wait p95\nby jobs", "wait.p95", .seconds),
    FigureColumn(.policies, "wait p95\nby jobs", "wait.p95", .seconds),
  ]
  public static let metrics = [
    VerdictMetric("wait_p95", weight: "jobs", path: "wait.p95", .ofTimes),
    VerdictMetric("wait_p95", weight: "gpu_hours", path: "wait_by_gpu_hours.p95", .ofTimes),
  ]
  public static let definition = """
    `wait` = first start − submit, to the first start that lasts: what an instant starts and takes
    back is no start. Who never starts, rejected jobs too, waits for ever. What a preempted job
    waits later is in `delay`. For sacct, the wait begins with Eligible where it is known. Of a job
    behind others it begins, like its delay and its slowdown, when those have ended and its user
    has thought.
    """

  public init(_ measured: MeasuredWorld) {}

  public func fill(_ sheet: inout FigureSheet) {
    let (results, jobs) = (sheet.results, sheet.jobs)
    let values = jobs.ids.map { id in
      results.starts[id].map { ($0 - results.eligible(id)).seconds } ?? .infinity
    }
    let distributions = JobDistributions(of: values, jobs)
    sheet.addEverywhere("wait", distributions.byJobs)
    sheet.addEverywhere("wait_by_gpu_hours", distributions.byWork)
  }
}
