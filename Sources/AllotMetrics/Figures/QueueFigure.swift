public import Allot

/// Who waits at the end of each hour, how much for, and how long already.
public struct QueueFigure: Figure {
  public static let name = "queue"
  public static let fields: [FigureField] = []
  public static let fileNames = ["queue.csv"]
  public static let definition = """
    `queue.csv`: one row for each hour of the replay, also outside the window (`hour` is the second
    since time zero at which it begins), and tenant with somebody waiting as the hour ends, before
    what happens at that instant: `jobs` and `gpus` that wait, and `longest_wait` of them since
    submit, in seconds. Tenants as in `timeline.csv`.
    """

  private let tenants: Tenants
  private let isShown: [Bool]
  private var jobs: [Job]
  /// The waiting jobs in no order, and the place of each.
  private var waiting: [Int32] = []
  private var place: [Int32]
  private var hour: Int64?
  private var rows = CSVRows(header: "hour,tenant,jobs,gpus,longest_wait")

  public init(_ measured: MeasuredWorld) {
    tenants = measured.world.tenants
    isShown = measured.charted
    jobs = measured.world.resubmitsUntil == nil ? measured.world.jobs : []
    place = Array(repeating: -1, count: jobs.count)
  }

  public mutating func receive(_ batch: JournalBatch) {
    jobs += batch.jobs
    place += repeatElement(-1, count: batch.jobs.count)
    for entry in batch.entries {
      advance(to: entry.time.milliseconds / 3_600_000)
      switch entry.kind {
      case .submit:
        // A job that waited for others to end is in the queue from then on.
        let job = Int(entry.job.index)
        if jobs[job].submit != entry.time { jobs[job].submit = entry.time }
        add(entry.job.index)
      case .evict, .interrupt: add(entry.job.index)
      case .start, .dismiss: remove(entry.job.index)
      case .end, .reject: break
      }
    }
  }

  public func fill(_ sheet: inout FigureSheet) {}

  public func files() -> [FigureFile] { [FigureFile(name: "queue.csv", bytes: rows.bytes)] }

  private mutating func add(_ job: Int32) {
    place[Int(job)] = Int32(waiting.count)
    waiting.append(job)
  }

  private mutating func remove(_ job: Int32) {
    let hole = Int(place[Int(job)])
    let last = waiting.removeLast()
    guard last != job else { return }
    waiting[hole] = last
    place[Int(last)] = Int32(hole)
  }

  private mutating func advance(to next: Int64) {
    let first = hour ?? next
    hour = next
    guard !waiting.isEmpty else { return }
    for hour in first..<next { write(hour) }
  }

  private mutating func write(_ hour: Int64) {
    var sums = Table<Tenant, (jobs: Int64, gpus: Int64, first: SimTime)>(
      repeating: (0, 0, .distantFuture),
      count: tenants.count
    )
    for index in waiting {
      let job = jobs[Int(index)]
      var at: ID<Tenant>? = job.tenant
      while let tenant = at {
        sums[tenant].jobs += 1
        sums[tenant].gpus += Int64(job.gpus)
        sums[tenant].first = min(sums[tenant].first, job.submit)
        at = tenants.parent(of: tenant)
      }
    }
    let end = SimTime(milliseconds: (hour + 1) * 3_600_000)
    for tenant in tenants.ids where isShown[Int(tenant.index)] && sums[tenant].jobs > 0 {
      rows.append(hour * 3_600)
      rows.append(tenants.path(of: tenant))
      rows.append(sums[tenant].jobs)
      rows.append(sums[tenant].gpus)
      rows.append(seconds: (end - sums[tenant].first).milliseconds)
      rows.endRow()
    }
  }
}
