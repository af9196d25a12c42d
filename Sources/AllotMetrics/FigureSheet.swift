public import Allot

/// What figures say at the end of a replay: of all measured jobs, and of each group of them.
public struct FigureSheet: Sendable {
  /// The world and what is measured of it.
  public let measured: MeasuredWorld
  /// What became of every job.
  public let results: JobResults
  /// The measured jobs and the groups that they fall into.
  public let jobs: MeasuredJobs
  /// What is said of all of them.
  public private(set) var whole: [String: FigureValue] = [:]
  /// What is said of each group, by grouping.
  public private(set) var groups: [[[String: FigureValue]]]

  /// A sheet on which nothing is said yet, of a world as it is weighed.
  package init(measured: MeasuredWorld, results: JobResults) {
    self.measured = measured
    self.results = results
    jobs = MeasuredJobs(measured, results)
    groups = jobs.groupings.map { grouping in
      Array(repeating: [:], count: grouping.names.count)
    }
  }

  /// Says something of all measured jobs.
  public mutating func add(_ key: String, _ value: FigureValue) { whole[key] = value }

  /// Says something of the whole and of every group; `grouping` is nil for the whole.
  public mutating func addEverywhere(
    _ key: String,
    _ value: (_ grouping: Int?, _ group: Int) -> FigureValue
  ) {
    whole[key] = value(nil, 0)
    for grouping in groups.indices {
      for group in groups[grouping].indices {
        groups[grouping][group][key] = value(grouping, group)
      }
    }
  }

  /// Says something of each tenant that is shown.
  public mutating func addToTenants(_ key: String, _ value: (ID<Tenant>) -> FigureValue) {
    for (group, tenant) in jobs.tenants.enumerated() {
      groups[MeasuredJobs.byTenant][group][key] = value(tenant)
    }
  }

  /// The groups with their names and their numbers of jobs, as summaries have them.
  var groupings: [Summary.Grouping] {
    jobs.groupings.enumerated().map { place, grouping in
      let entries = grouping.names.enumerated().map { group, name in
        var values = groups[place][group]
        values["jobs"] = .count(grouping.sizes[group])
        return Summary.Entry(name: name, values: values)
      }
      return Summary.Grouping(key: grouping.key, entries: entries)
    }
  }
}
