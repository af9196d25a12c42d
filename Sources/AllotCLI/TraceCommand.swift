import Allot
import AllotFiles
import AllotReport
import ArgumentParser
import Foundation

/// `allot trace`: look at, convert and generate traces.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Look at, convert and generate traces.",
    subcommands: [Statistics.self, Convert.self, Generate.self]
  )

  /// `allot trace stat`.
  struct Statistics: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "stat",
      abstract: "Print what a trace holds: who used how much, what was left out, and when."
    )

    @OptionGroup var input: TraceInput

    @Flag(help: "Print everything as JSON, all names included.")
    var json = false

    func run() throws {
      try Failure.caught {
        let statistics = TraceStatistics(
          try input.read(),
          reading: try input.reading.reading()
        )
        if json {
          Terminal.print(bytes: try JSONText.bytes(statistics))
        } else {
          Terminal.print(statistics.report)
        }
      }
    }
  }

  /// `allot trace convert`.
  struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "convert",
      abstract: "Write a trace in the native CSV format."
    )

    @OptionGroup var input: TraceInput

    @Option(help: "The file to write: .csv or .csv.gz, or - for standard output.")
    var out: String

    func run() throws {
      try Failure.caught {
        let trace = try input.read()
        try TraceCommand.write(
          TraceWriter.csv(trace, comments: ["converted from: \(trace.format)"]),
          to: out,
          from: input.path
        )
      }
    }
  }

  /// `allot trace generate`.
  struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "generate",
      abstract: "Make a synthetic tenant-labelled trace; see docs/generator.md."
    )

    @Option(
      parsing: .unconditional,
      help: "The seed: the same one gives the same trace everywhere."
    )
    var seed: UInt64 = 1

    @Option(parsing: .unconditional, help: "Days to generate, from 1 to 366.")
    var days = 28

    @Option(parsing: .unconditional, help: "The offered load, from 0.01 to 3.")
    var load = "0.9"

    @Option(help: "The cluster it is for: a preset's name or a YAML file.")
    var cluster = "gwangju"

    @Option(
      help: "The file whose 'timeline' adds and removes nodes: jobs follow what is commissioned."
    )
    var timeline: String?

    @Flag(help: "No node fails under gangs: for replays that fail nodes (docs/failures.md).")
    var noNodeFailures = false

    @Option(help: "The file to write: .csv or .csv.gz, or - for standard output.")
    var out: String

    func run() throws {
      try Failure.caught {
        guard (1...366).contains(days) else {
          throw UsageError("--days is \(days); give 1 to 366")
        }
        guard let millionths = QuantityText.millionths(load),
          (10_000...3_000_000).contains(millionths)
        else {
          throw UsageError("--load is '\(load)'; give a number from 0.01 to 3, such as 0.9")
        }
        var generation = Generation()
        generation.days = days
        generation.load = Share(millionths: millionths)
        let generator = try TraceGenerator(
          seed: seed,
          days: days,
          load: generation.load,
          machine: generation.machine(of: try ClusterFile.load(cluster), timeline: timeline),
          nodesFail: !noNodeFailures
        )
        let trace = generator.generate()
        try TraceCommand.write(TraceWriter.csv(trace), to: out)
      }
    }
  }

  /// Writes a file whole or not at all, compressed when its name says so; pipes and devices are
  /// written to, links are followed.
  static func write(_ bytes: [UInt8], to path: String, from input: String? = nil) throws {
    if path == "-" { return Terminal.print(bytes: bytes) }
    let stored = path.hasSuffix(".gz") ? Gzip.compress(bytes) : bytes
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    if let input, URL(fileURLWithPath: input).resolvingSymlinksInPath() == target {
      throw UsageError("--out is the trace itself; name another file")
    }
    do {
      let attributes = try? FileManager.default.attributesOfItem(atPath: target.path)
      let type = attributes?[.type] as? FileAttributeType
      if type == nil || type == .typeRegular {
        try Data(stored).write(to: target, options: .atomic)
      } else {
        try FileHandle(forWritingTo: target).write(contentsOf: Data(stored))
      }
    } catch {
      throw OutputError("\(path) can not be written; check that its folder exists and has room")
    }
  }
}
