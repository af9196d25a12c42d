public import Allot

/// Stretches or compresses inter-arrival times so that the offered load becomes a given one.
///
/// Offered load is the work of all jobs as a part of what the machine could do from the first to
/// the last submit. Sizes and run times stay; day and week cycles are stretched with the arrivals,
/// which a reader of the result must know (Feitelson's caveat on load scaling).
public struct LoadScaling {
  private let jobs: [Job]
  private let work: Double
  private let capacity: Double

  /// The scaling of jobs on a cluster; of their cores where no job asks for a device.
  public init(jobs: [Job], cluster: Cluster) {
    self.jobs = jobs
    let areCores = !jobs.contains { $0.gpus > 0 }
    var work = 0.0
    for job in jobs {
      work += Double(areCores ? job.cores : job.gpus) * Double(job.run.milliseconds)
    }
    self.work = work
    let first = jobs.first?.submit ?? .zero
    let last = jobs.last?.submit ?? .zero
    capacity = Double(areCores ? cluster.cores : cluster.gpus) * Double((last - first).milliseconds)
  }

  /// The offered load as it is; nil when all jobs are submitted at once.
  public var offeredLoad: Double? { capacity > 0 ? work / capacity : nil }

  /// The jobs with submit times for an offered load in millionths; times are rounded to
  /// milliseconds.
  public func jobs(to millionths: Int64) -> [Job] {
    guard let load = offeredLoad, let first = jobs.first?.submit, millionths > 0 else {
      return jobs
    }
    let stretch = load / (Double(millionths) / 1_000_000)
    return jobs.map { job in
      var moved = job
      let since = Double((job.submit - first).milliseconds) * stretch
      moved.submit = first + SimDuration(milliseconds: Int64(since.rounded()))
      return moved
    }
  }
}
