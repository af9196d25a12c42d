import Allot
import AllotFiles
import ArgumentParser

extension PolicyCommand {
  /// `allot policy import`.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import",
      abstract: "Turn another system's queues into a policy and tenants.",
      discussion: """
        Reads ClusterQueue, Cohort and LocalQueue of Kueue, Queue of KAI-Scheduler and of Volcano \
        (YAML), and YARN's capacity-scheduler.xml and fair-scheduler.xml. Prints a file that \
        --policy and --tenants take alike; every field that is ignored is told on standard error. \
        Of a tenants file of allot itself it tells what earlier versions took otherwise.

        Example: allot policy import queues.yaml > kueue.yaml
                 allot replay --policy kueue.yaml --tenants kueue.yaml …
        """
    )

    @Argument(help: "Queue files of one system.")
    var files: [String]

    @Option(help: "The resource that counts as GPUs; by default the one whose name ends in 'gpu'.")
    var resource: String?

    @Option(
      name: .customLong("model"),
      help: """
        The GPU model of all amounts, such as H100, or of each flavor, such as \
        'h100-spot=H100,a100=A100'; by default amounts are of every model of the cluster.
        """
    )
    var models: String?

    @Flag(
      name: .customLong("all-resources"),
      help: "Keep cpu and memory of Kueue and Volcano too, for clusters that have cores and memory."
    )
    var keepsAll = false

    func run() throws {
      try Failure.caught {
        let words = models.map { CommaList.parts(of: $0) } ?? []
        let models = try words.map { text in
          let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
          guard !parts.contains(""), parts.count == 2 || (parts.count == 1 && words.count == 1)
          else {
            throw UsageError(
              "--model has '\(text)': give one model, or FLAVOR=MODEL between commas, such as "
                + "h100-spot=H100,a100=A100"
            )
          }
          return (name: parts.count == 2 ? parts[0] : "", model: parts[parts.count - 1])
        }
        let queues = try QueueImport(
          files,
          resource: resource,
          models: models,
          keepsAll: keepsAll
        )
        for note in queues.notes { Terminal.tell(note.description) }
        func counted(_ count: Int, _ word: String) -> String {
          "\(count) \(word)\(count == 1 ? "" : "s")"
        }
        let ignored =
          queues.notes.isEmpty ? "nothing ignored" : counted(queues.notes.count, "note") + " above"
        Terminal.tell(
          "\(queues.system): \(counted(queues.tenants.count - 1, "tenant")) under policy "
            + "\(queues.policy.name), \(ignored)"
        )
        Terminal.print("# From \(files.joined(separator: ", ")) by 'allot policy import'.\n")
        Terminal.print(queues.text)
      }
    }
  }
}
