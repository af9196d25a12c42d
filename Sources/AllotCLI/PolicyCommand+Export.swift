import AllotFiles
import ArgumentParser

extension PolicyCommand {
  /// `allot policy export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export",
      abstract: "Write tenants and their policy as the queues of another system.",
      discussion: """
        Prints objects of Kueue (ClusterQueue, Cohort, LocalQueue), KAI-Scheduler or Volcano \
        (Queue) for the tenants of a file and, where it has one, its policy; 'allot policy import' \
        of what is printed gives the same. What such queues can not say is told on standard error.

        Example: allot policy export --for kueue mine.yaml > queues.yaml
                 allot policy export --for kai --cluster next-year.yaml shares.yaml
        """
    )

    @Argument(help: "Tenants: a preset or a YAML file, which may have a policy beside them.")
    var tenants: String

    @Option(name: .customLong("for"), help: "The system: kueue, kai or volcano.")
    var system: String

    @Option(help: "The cluster of which shares and percentages are: a preset or a YAML file.")
    var cluster: String?

    @Option(help: "The resource that counts as GPUs there.")
    var resource = "nvidia.com/gpu"

    func run() throws {
      try Failure.caught {
        guard QueueExport.systems.contains(system) else {
          throw UsageError(
            "--for is '\(system)'; it takes one of " + QueueExport.systems.joined(separator: ", ")
          )
        }
        let export = try QueueExport(
          path: tenants,
          for: system,
          cluster: cluster.map { try ClusterFile.load($0) },
          resource: resource
        )
        for note in export.notes { Terminal.tell("\(tenants): \(note)") }
        Terminal.print("# From \(tenants) by 'allot policy export --for \(system)'.\n")
        Terminal.print(export.text)
      }
    }
  }
}
