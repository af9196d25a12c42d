import Allot
import AllotFiles
import Testing

/// What goes into a reader comes out: jobs are rows or are left out with a reason, and their work
/// is that of the rows and of what was left out. Logs are written here, with sums of their own.
@Suite struct ConservationTests {
  /// One job of a made log.
  struct LogJob {
    var submit: Int64
    var wait: Int64
    var run: Int64
    var gpus: Int64
    var cores: Int64
    var isPending: Bool

    var start: Int64 { submit + wait }
    var end: Int64 { start + run }
  }

  private static let epoch: Int64 = 1_585_699_200

  private static func jobs(_ random: inout RandomStream) -> [LogJob] {
    var submit: Int64 = 0
    return (0..<400).map { _ in
      submit += Int64(random.below(500))
      let gpus = [0, 1, 1, 2, 8, 64][random.below(6)]
      return LogJob(
        submit: submit,
        wait: Int64(random.below(3_000)),
        run: random.chance(1, in: 12) ? 0 : Int64(1 + random.below(200_000)),
        gpus: Int64(gpus),
        cores: random.chance(1, in: 10) ? 0 : Int64(1 + random.below(256)),
        isPending: random.chance(1, in: 15)
      )
    }
  }

  private static func time(_ second: Int64, zone: String = "") -> String {
    let text = CalendarTexts.text(ofUnixSeconds: epoch + second)
    return text + zone
  }

  /// A format, how a job stands in it, and what stands around.
  struct Writer: Sendable {
    var format: String
    var head: String
    var tail = ""
    var separator = "\n"
    /// Whether jobs without devices hold processors, so that devices are never zero.
    var hasCores = true
    /// What a job is to the format; nil for one that the format can not have.
    var text: @Sendable (Int, LogJob) -> String?
  }

  private static let writers: [Writer] = [
    Writer(
      format: "helios-original",
      head: "job_id,user,vc,gpu_num,cpu_num,node_num,state,submit_time,start_time,end_time,"
        + "duration,queue\n"
    ) { number, job in
      job.isPending
        ? "\(number),u,v,\(job.gpus),\(job.cores),1,PENDING,\(time(job.submit)),,,,"
        : "\(number),u,v,\(job.gpus),\(job.cores),1,FAILED,\(time(job.submit)),\(time(job.start)),"
          + "\(time(job.end)),\(job.run),\(job.wait)"
    },
    Writer(
      format: "acme",
      head: "job_id,user,node_num,gpu_num,cpu_num,type,state,submit_time,start_time,end_time,"
        + "duration,queue,gpu_time\n"
    ) { number, job in
      job.isPending
        ? "\(number),u,1,\(job.gpus),\(job.cores),SFT,PENDING,"
          + "\(time(job.submit, zone: "+00:00")),,,,,"
        : "\(number),u,1,\(job.gpus).0,\(job.cores),SFT,CANCELLED,"
          + "\(time(job.submit, zone: "+00:00")),\(time(job.start, zone: "Z")),"
          + "\(time(job.end + 28_800, zone: "+08:00")),\(job.run),\(job.wait),0.0"
    },
    Writer(
      format: "openb",
      head: "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,"
        + "deletion_time,scheduled_time\n"
    ) { number, job in
      job.isPending
        ? "p\(number),\(job.cores)000,1,\(job.gpus),1000,,LS,Pending,\(job.submit),"
          + "\(job.submit + 1),"
        : "p\(number),\(job.cores)000,1,\(job.gpus),1000,,LS,Succeeded,\(job.submit),\(job.end),"
          + "\(job.start)"
    },
    Writer(
      format: "eagle",
      head: "job_id,user,account,partition,qos,wallclock_req,nodes_req,processors_req,gpus_req,"
        + "mem_req,submit_time,start_time,end_time,run_time,state,name,work_dir,submit_line\n"
    ) { number, job in
      job.isPending
        ? "\(number),u,a,p,q,60.0,1,\(job.cores),\(job.gpus),0.0,\(time(job.submit)),,,,PENDING,,,"
        : "\(number),u,a,p,q,60.0,1,\(job.cores),\(job.gpus),0.0,\(time(job.submit)),"
          + "\(time(job.start)),\(time(job.end)),\(job.run).0,COMPLETED,n,w,s"
    },
    Writer(
      format: "batsim",
      head: "{\"nb_res\": 100, \"jobs\": [",
      tail: "], \"profiles\": {"
        + (0...63).map { "\"\($0)\": {\"type\": \"delay\", \"delay\": \($0 * 3_000)}" }
        .joined(separator: ", ") + "}}",
      separator: ",\n",
      hasCores: false
    ) { number, job in
      // Runs are those of profiles: the test below counts by the same rule.
      job.isPending || job.run % 3_000 != 0 || job.run / 3_000 > 63
        ? nil
        : "{\"id\": \"\(number)\", \"subtime\": \(job.submit), \"res\": \(job.gpus), "
          + "\"profile\": \"\(job.run / 3_000)\"}"
    },
    Writer(format: "sls", head: "", separator: "\n") { number, job in
      job.isPending
        ? nil
        : "{\"job.id\": \"\(number)\", \"job.tasks\": [{\"container.start.ms\": \(job.start)000, "
          + "\"container.end.ms\": \(job.end)000, \"vcores\": \(job.cores), "
          + "\"container.yarn.io/gpu\": \(job.gpus)}]}"
    },
    Writer(format: "philly-original", head: "[", tail: "]", separator: ",", hasCores: false) {
      number,
      job in
      let gpus = (0..<job.gpus).map { "\"gpu\($0)\"" }.joined(separator: ",")
      let attempt =
        job.isPending
        ? ""
        : "{\"start_time\": \"\(time(job.start))\", \"end_time\": \"\(time(job.end))\", "
          + "\"detail\": [{\"ip\": \"m\", \"gpus\": [\(gpus)]}]}"
      return "{\"status\": \"Pass\", \"vc\": \"v\", \"jobid\": \"a_\(number)\", \"attempts\": "
        + "[\(attempt)], \"submitted_time\": \"\(time(job.submit))\", \"user\": \"u\"}"
    },
    Writer(format: "sacct-json", head: "{\"jobs\": [", tail: "]}", separator: ",\n") {
      number,
      job in
      let state = job.isPending ? "PENDING" : "COMPLETED"
      let start = job.isPending ? 0 : epoch + job.start
      let end = job.isPending ? 0 : epoch + job.end
      return "{\"job_id\": \(number), \"user\": \"u\", \"state\": {\"current\": [\"\(state)\"]}, "
        + "\"time\": {\"submission\": \(epoch + job.submit), \"start\": \(start), \"end\": \(end), "
        + "\"elapsed\": \(job.isPending ? 0 : job.run)}, \"tres\": {\"allocated\": "
        + "[{\"type\": \"cpu\", \"count\": \(job.cores)}, {\"type\": \"gres\", \"name\": \"gpu\", "
        + "\"count\": \(job.gpus)}]}}"
    },
  ]

  @Test(arguments: writers.indices)
  func nothingIsLost(_ index: Int) throws {
    let writer = Self.writers[index]
    var random = RandomStream("conservation \(writer.format)", seed: 7)
    var jobs = Self.jobs(&random)
    if writer.format == "batsim" {
      for place in jobs.indices where place % 3 != 0 {
        jobs[place].run = Int64(random.below(64)) * 3_000
      }
    }
    var count = 0
    var (work, coreWork): (Int64, Int64) = (0, 0)
    var lines: [String] = []
    for (number, job) in jobs.enumerated() {
      guard let line = writer.text(number + 1, job) else { continue }
      lines.append(line)
      count += 1
      if job.isPending { continue }
      work += job.gpus * job.run * 1_000
      if writer.hasCores { coreWork += job.cores * job.run * 1_000 }
    }
    let trace = try read(writer.head + lines.joined(separator: writer.separator) + writer.tail)
    #expect(trace.format == writer.format)
    #expect(count > 50)
    #expect(trace.rows.count + trace.cleaning.dropped.values.reduce(0, +) == count)
    #expect(trace.cleaning.dropped.count >= 2)
    let kept = trace.rows.reduce(0) { $0 + $1.work }
    let lost = trace.cleaning.droppedWork.values.reduce(0, +)
    #expect(kept + lost == work)
    let keptCores = trace.rows.reduce(0) { $0 + $1.coreWork }
    let lostCores = trace.cleaning.droppedCoreWork.values.reduce(0, +)
    #expect(keptCores + lostCores == coreWork)
  }

  @Test(.enabled(if: SharedFiles.areThere, "the folder with the real logs is not there"))
  func realPodsKeepTheirWork() throws {
    let path = SharedFiles.path("traces/ai/openb/openb_pod_list_default.csv.gz")
    let text = try InputFile(path: path).withText { String(decoding: $0, as: UTF8.self) }
    var (jobs, milli, cores): (Int, Int64, Int64) = (0, 0, 0)
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
      jobs += 1
      guard let start = Int64(cells[10]), let end = Int64(cells[9]) else { continue }
      let gpu = (Int64(cells[3]) ?? 0) * (Int64(cells[4]) ?? 0)
      milli += gpu * (end - start)
      cores += ((Int64(cells[1]) ?? 0) + 999) / 1_000 * (end - start) * 1_000
    }
    let trace = try Trace.read(path: path)
    let cleaning = trace.cleaning
    #expect(trace.rows.count + cleaning.dropped.values.reduce(0, +) == jobs)
    let shared = cleaning.alteredWork["parts_of_devices", default: 0]
    #expect(shared > 0)
    let work =
      trace.rows.reduce(0) { $0 + $1.work } + cleaning.droppedWork.values.reduce(0, +) + shared
    #expect(abs(work - milli) <= milli / 10_000)
    let coreWork =
      trace.rows.reduce(0) { $0 + $1.coreWork } + cleaning.droppedCoreWork.values.reduce(0, +)
    #expect(coreWork == cores)
  }

  @Test(
    .enabled(if: SharedFiles.areThere, "the folder with the real logs is not there"),
    arguments: [
      ("traces/ai/philly/philly_sia.csv.gz", 2, 1),
      ("traces/ai/helios/venus_2vc_sept2020.csv.gz", 5, 8),
    ]
  )
  func realTablesKeepTheirWork(_ name: String, _ gpus: Int, _ run: Int) throws {
    let path = SharedFiles.path(name)
    let text = try InputFile(path: path).withText { String(decoding: $0, as: UTF8.self) }
    var (jobs, seconds) = (0, 0.0)
    for line in text.split(separator: "\n").filter({ !$0.hasPrefix("#") }).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      jobs += 1
      seconds += (Double(cells[gpus]) ?? 0) * (Double(cells[run]) ?? 0)
    }
    let trace = try Trace.read(path: path)
    #expect(trace.rows.count + trace.cleaning.dropped.values.reduce(0, +) == jobs)
    let work =
      trace.rows.reduce(0) { $0 + $1.work } + trace.cleaning.droppedWork.values.reduce(0, +)
    #expect(abs(Double(work) / 1_000 - seconds) <= seconds / 10_000)
  }
}

/// Calendar times as logs write them, by counting days one after the other.
enum CalendarTexts {
  static func text(ofUnixSeconds second: Int64) -> String {
    var (year, days): (Int64, Int64) = (1_970, second / 86_400)
    func length(_ year: Int64) -> Int64 {
      year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
    }
    while days >= length(year) {
      days -= length(year)
      year += 1
    }
    var months: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if length(year) == 366 { months[1] = 29 }
    var month = 0
    while days >= months[month] {
      days -= months[month]
      month += 1
    }
    let rest = second % 86_400
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(Int64(month) + 1))-\(two(days + 1)) "
      + "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
  }
}
