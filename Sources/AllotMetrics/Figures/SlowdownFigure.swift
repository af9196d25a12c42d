internal import Allot

/// How much longer jobs take than they run.
public struct SlowdownFigure: Figure {
  public static let name = "slowdown"
  public static let fields = [
    FigureField("bounded_slowdown", .ratio), FigureField("bounded_slowdown_by_gpu_hours", .ratio),
  ]
  public static let definition = """
    `bounded_slowdown` = max(1, (end − submit) / max(run, 10 s)), with the run as replayed
    (Feitelson and Rudolph 1998). It is infinite for who never ends. Its mean is ruled by short
    jobs: read `delay` by work beside it.
    """

  /// The lower limit of run times.
  private static let tau = SimDuration(seconds: 10)

  public init(_ measured: MeasuredWorld) {}

  public func fill(_ sheet: inout FigureSheet) {
    let (results, jobs) = (sheet.results, sheet.jobs)
    let values = jobs.ids.map { id in
      let job = results.jobs[id]
      guard let end = results.ends[id] else { return Double.infinity }
      let response = Double((end - results.eligible(id)).milliseconds)
      return max(response / Double(max(job.run, Self.tau).milliseconds), 1)
    }
    let distributions = JobDistributions(of: values, jobs)
    sheet.addEverywhere("bounded_slowdown", distributions.byJobs)
    sheet.addEverywhere("bounded_slowdown_by_gpu_hours", distributions.byWork)
  }
}
