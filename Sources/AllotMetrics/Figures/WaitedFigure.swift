internal import Allot

/// How many jobs wait at all.
public struct WaitedFigure: Figure {
  public static let name = "waited"
  public static let fields = [FigureField("waited", .count)]
  public static let columns = [
    FigureColumn(.service, "jobs", "jobs", .count),
    FigureColumn(.policies, "waited", "waited.part", .part),
    FigureColumn(.sizes, "waited", "waited.part", .part),
  ]
  public static let definition = """
    `waited`: of `of` measured jobs that were not rejected, `jobs` started later than they were
    submitted, or never; `part` is the one by the other. Policies hardly differ where under 1 % of
    the jobs wait.
    """

  public init(_ measured: MeasuredWorld) {}

  public func fill(_ sheet: inout FigureSheet) {
    let (results, jobs) = (sheet.results, sheet.jobs)
    let accepted = jobs.ids.map { results.states[$0] != .rejected }
    let waited = jobs.ids.map { id in
      results.states[id] != .rejected
        && results.starts[id].map { $0 > results.eligible(id) } ?? true
    }
    let all = GroupSums(of: accepted.map { $0 ? 1 : 0 }, jobs)
    let some = GroupSums(of: waited.map { $0 ? 1 : 0 }, jobs)
    sheet.addEverywhere("waited") { grouping, group in
      let (few, of) = (some.jobs(grouping, group), all.jobs(grouping, group))
      return .members([
        "jobs": .count(few), "of": .count(of),
        "part": FigureValue(of == 0 ? nil : Double(few) / Double(of)),
      ])
    }
  }
}
