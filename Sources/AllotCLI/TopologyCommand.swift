import AllotFiles
import AllotHost
import AllotReport
import ArgumentParser

/// `allot topology`: this machine and where workers would go, or a described node.
struct TopologyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topology",
    abstract: "Show this machine and where workers would go, or a node described by hwloc."
  )

  @Argument(help: "An hwloc XML file of a node to model; without it, this machine.")
  var file: String?

  @Option(
    parsing: .unconditional,
    help: "Workers to place (default: one for each core this process may use)."
  )
  var workers: Int?

  @Flag(help: "Place workers without binding them.")
  var noBind = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    try WorkerPlacement.validate(workers)
  }

  func run() throws {
    try Failure.caught {
      let report: TopologyReport
      if let file {
        if workers != nil || noBind {
          throw UsageError("--workers and --no-bind place workers on this machine, not on \(file)")
        }
        report = TopologyReport(model: try ModelTopology(xmlFile: file))
      } else {
        report = TopologyReport(host: try HostTopology(), workers: workers, binds: !noBind)
      }
      if json {
        Terminal.print(bytes: try JSONText.bytes(report))
      } else {
        Terminal.print(report.text)
      }
    }
  }
}
