import Allot
import AllotMetrics
import AllotPolicies
import AllotReport
import SiteFigures

/// A program of a site's own, which knows its figures only by their list: it replays three jobs of
/// two tenants on four processors, prints the tables, then the page about the figures, and writes a
/// folder of results.
@main struct Site {
  static func main() throws {
    let world = Self.world
    let policy = Policy(
      name: "fcfs",
      order: ArrivalOrder(),
      quota: NoQuota(),
      fill: StrictFill()
    )
    let figures = SiteFigures.all
    let replay = try Replay(MeasuredWorld(world: world), policy: policy, figures: figures)
    print(ComparisonReport([replay.summary], title: [], device: "processor", figures: figures).text)
    let page = ["# The figures of this site"] + figures.map { MetricsPage.section(of: $0) }
    print(page.joined(separator: "\n\n"))
    try write(replay, of: world)
  }

  private static var world: World {
    var tenants = Tenants()
    let left = tenants.add("left", below: Tenants.root, share: Share(percent: 50))
    let right = tenants.add("right", below: Tenants.root, share: Share(percent: 50))
    let hour = SimDuration(seconds: 3_600)
    let jobs = [left, right, left].enumerated().map { place, tenant in
      Job(
        submit: SimTime(seconds: Int64(place) * 3_600),
        run: hour,
        limit: hour,
        gpus: 3,
        tenant: tenant
      )
    }
    return World(cluster: Cluster(processors: 4), tenants: tenants, jobs: jobs)
  }

  private static func write(_ replay: Replay, of world: World) throws {
    let files = ResultFiles(
      world: world,
      labels: Numbers(),
      manifest: Manifest(
        version: "0",
        inputs: [],
        settings: [:],
        policy: "",
        pass: "instant",
        cleaning: Manifest.Cleaning(dropped: [:], altered: [:]),
        digest: ""
      ),
      compress: { $0 }
    )
    let folder = try OutputFolder(path: "result", replaces: true, figures: SiteFigures.all)
    try files.write(replay, policyText: "", to: folder)
    try folder.write("host.json", Array("{}\n".utf8))
    try folder.finish()
  }
}

/// Jobs that are called by their numbers.
private struct Numbers: JobLabels {
  func appendName(of job: ID<Job>, to cells: inout CSVRows) { cells.append(Int64(job.index) + 1) }
  func appendUser(of job: ID<Job>, to cells: inout CSVRows) { cells.appendEmpty() }
  func appendClass(of job: ID<Job>, to cells: inout CSVRows) { cells.appendEmpty() }
}
