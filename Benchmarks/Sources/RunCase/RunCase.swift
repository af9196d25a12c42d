import Allot
import BenchmarkCases
import Glibc

/// Replays one case once and prints what it cost: `run-case NAME JOBS BACKLOG [LOAD]`.
///
/// With zero as the number of replays only the world is made, so that its cost can be taken off.
@main
struct RunCase {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 4, let bench = BenchmarkCase.named(arguments[1]),
      let jobs = Int(arguments[2]), let backlog = Int(arguments[3])
    else {
      print("usage: RunCase CASE JOBS BACKLOG [LOAD [only-world]]")
      print(BenchmarkCase.all.map(\.name).joined(separator: "\n"))
      exit(64)
    }
    let load = arguments.count > 4 ? Double(arguments[4]) ?? 0.95 : 0.95
    let world = bench.world(jobs: jobs, backlog: backlog, load: load)
    if arguments.count > 5 { return }
    let begin = seconds()
    let result = try bench.replay(world)
    let taken = seconds() - begin
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      bench.name,
      jobs,
      backlog,
      "seconds",
      taken,
      "microseconds per job",
      taken / Double(jobs) * 1e6,
      "megabytes",
      usage.ru_maxrss / 1_024
    )
    print(result.digest, result.counters)
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
