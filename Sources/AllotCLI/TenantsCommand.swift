import Allot
import AllotFiles
import AllotReport
import ArgumentParser

/// `allot tenants`: the trees of those who share a machine.
struct TenantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tenants",
    abstract: "Draft tenants from a trace.",
    subcommands: [Draft.self]
  )

  /// `allot tenants draft`.
  struct Draft: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "draft",
      abstract: "Print a tenants file: who used what part of the work, and how jobs find them.",
      discussion: """
        Every account (or QOS, or partition) becomes a tenant with its part of the work as its \
        share. The file replays at once; sort its tenants into classes by hand.

        Example: allot tenants draft --trace year.txt > tenants.yaml
                 allot replay --trace year.txt --tenants tenants.yaml …
        """
    )

    @OptionGroup var input: TraceInput

    @Option(
      help: """
        What makes a tenant: account, qos, partition, vc, group or user (default: the first that \
        the trace has).
        """
    )
    var by: String?

    func run() throws {
      try Failure.caught {
        let column = try by.map { word in
          guard let column = DraftedTenants.columns.first(where: { $0.rawValue == word }) else {
            let words = DraftedTenants.columns.map(\.rawValue)
            throw UsageError(
              "--by is '\(word)'; "
                + DidYouMean.remedy(for: word, among: words, plural: "choices")
            )
          }
          return column
        }
        Terminal.print(try DraftedTenants(input.read(), by: column).text)
      }
    }
  }
}
