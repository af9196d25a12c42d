import Allot
import AllotFiles
import AllotReport
import ArgumentParser

/// `allot cluster`: the modelled machines.
struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "List and show modelled clusters.",
    subcommands: [List.self, Show.self]
  )

  /// `allot cluster list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the clusters that ship with allot."
    )

    func run() throws {
      try Failure.caught {
        let clusters = try ClusterPresets.all.map { try ClusterFile.load($0.name) }
        Terminal.print(ClusterReport.list(clusters))
      }
    }
  }

  /// `allot cluster show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show nodes, GPUs or cores, petaflops by precision and power."
    )

    @Argument(help: "A preset's name or a YAML file.")
    var cluster: String

    @Option(help: "Show each tenant's entitlement by pool: a preset's name (korea) or a YAML file.")
    var tenants: String?

    func run() throws {
      try Failure.caught {
        let cluster = try ClusterFile.load(cluster)
        let tree = try tenants.map { try TenantsFile.load($0) }
        if let tenants, let tree {
          let world = World(cluster: cluster, tenants: tree, jobs: [])
          for remark in try world.remarks(onTenantsOf: tenants) { Terminal.tell(remark) }
        }
        Terminal.print(ClusterReport.show(cluster, tenants: tree))
      }
    }
  }
}
