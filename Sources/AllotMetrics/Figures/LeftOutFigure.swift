internal import Allot

/// The work that nobody is served with: rejected, never started, or dropped from the trace.
public struct LeftOutFigure: Figure {
  public static let name = "left-out"
  public static let fields = [FigureField("left_out", .hours)]
  public static let columns = [
    FigureColumn(.service, "left\nout", "left_out.gpu_hours", .hours, isRare: true),
    FigureColumn(.policies, "rejected", "left_out.rejected.gpu_hours", .hours, isRare: true),
    FigureColumn(.policies, "still\nwaiting", "left_out.waiting.gpu_hours", .hours, isRare: true),
    FigureColumn(.policies, "dropped", "left_out.dropped.gpu_hours", .hours, isRare: true),
  ]
  /// The work for which the policy answers.
  public static let work = VerdictMetric("left_out", path: "left_out.gpu_hours", .plain)
  /// The number of its jobs, in the entry of a tenant.
  public static let jobsPath = "left_out.jobs"
  public static let metrics = [work]
  public static let definition = """
    `left_out`, each in `jobs` and in `gpu_hours` of work: `rejected`, measured jobs that could not
    start on an empty cluster under the limits of their tenants, refused on arrival, or when terms
    change so that they never can any more, or when they are preempted after that; `waiting`,
    measured jobs that still wait when nothing can happen any more, so starved; `dropped`, rows that
    cleaning left out of the trace at any time, by `reasons`, of the whole and of the tenants whose
    rows they are known to be, with `core_hours` of rows without devices or, where cores are
    counted, `device_hours` of rows with devices. `jobs` and `gpu_hours` beside them are the sums of
    the first two, for which the policy answers. Where a replay begins in the middle of a log,
    `carried_in` are the jobs that were submitted before, and so are not measured, and were rejected
    or still wait at the end.
    """

  public init(_ measured: MeasuredWorld) {}

  public func fill(_ sheet: inout FigureSheet) {
    let (results, jobs, dropped) = (sheet.results, sheet.jobs, sheet.measured.dropped)
    let (tree, unit) = (sheet.measured.world.tenants, sheet.measured.world.cluster.unit)
    func sums(_ state: JobResults.State) -> (jobs: GroupSums, work: GroupSums) {
      let isIn = jobs.ids.map { results.states[$0] == state }
      return (
        GroupSums(of: isIn.map { $0 ? 1 : 0 }, jobs),
        GroupSums(of: zip(isIn, jobs.work).map { $0 ? $1 : 0 }, jobs)
      )
    }
    let (rejected, waiting) = (sums(.rejected), sums(.waiting))
    let tenants = jobs.tenants
    let carriedIn = Self.carriedIn(sheet.measured, results)
    sheet.addEverywhere("left_out") { grouping, group in
      func work(_ sums: (jobs: GroupSums, work: GroupSums)) -> (jobs: Int, work: Int128) {
        (sums.jobs.jobs(grouping, group), sums.work.sum(grouping, group))
      }
      let (no, never) = (work(rejected), work(waiting))
      var members: [String: FigureValue] = [
        "rejected": .work(no.jobs, no.work), "waiting": .work(never.jobs, never.work),
        "jobs": .count(no.jobs + never.jobs),
        "gpu_hours": .number(Double(no.work + never.work) / 3_600_000),
      ]
      if grouping == nil {
        members["dropped"] = Self.value(of: dropped, unit)
        members["carried_in"] = carriedIn
      } else if grouping == MeasuredJobs.byTenant {
        members["dropped"] = Self.value(
          of: dropped.filter { $0.tenant.map { tree.is($0, below: tenants[group]) } ?? false },
          unit
        )
      }
      return .members(members)
    }
  }

  /// The work of jobs from before the beginning that nobody served; nil where a replay begins with
  /// its first submit.
  private static func carriedIn(_ measured: MeasuredWorld, _ results: JobResults) -> FigureValue? {
    guard let begin = measured.world.warmStart?.begin else { return nil }
    var (count, work) = (0, Int128(0))
    for (index, job) in results.jobs.enumerated()
    where job.submit < begin && [.rejected, .waiting].contains(results.states[index]) {
      count += 1
      work += Int128(job.gpus) * Int128(job.run.milliseconds)
    }
    return .work(count, work)
  }

  private static func value(of dropped: [DroppedWork], _ unit: Cluster.Unit) -> FigureValue {
    func members(_ entries: [DroppedWork]) -> [String: FigureValue] {
      var members: [String: FigureValue] = [
        "jobs": .count(entries.reduce(0) { $0 + $1.jobs }),
        "gpu_hours": .number(Double(entries.reduce(0) { $0 + Int128($1.work) }) / 3_600_000),
      ]
      let other = entries.reduce(0) { $0 + Int128($1.otherWork) }
      let key = unit == .core ? "device_hours" : "core_hours"
      if other > 0 { members[key] = .number(Double(other) / 3_600_000) }
      return members
    }
    var all = members(dropped)
    all["reasons"] = .members(
      Dictionary(grouping: dropped, by: \.reason).mapValues { .members(members($0)) }
    )
    return .members(all)
  }
}
