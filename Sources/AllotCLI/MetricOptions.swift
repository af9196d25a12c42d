import AllotFiles
import AllotMetrics
import ArgumentParser

/// The options that say what is measured, the same for every verb that replays.
struct MetricOptions: ParsableArguments {
  @Option(
    help: """
      What is measured: standard (default), none, or names of further figures, which come beside \
      the standard ones: \(Figures.further.map { $0.name }.joined(separator: ", ")).
      """
  )
  var metrics = "standard"

  @Option(
    parsing: .unconditional,
    help: "How many levels of declared tenants timeline.csv and queue.csv have."
  )
  var depthOfTenants = 2

  func validate() throws {
    if !(1...100).contains(depthOfTenants) {
      throw ValidationError("--depth-of-tenants is \(depthOfTenants); give 1 to 100")
    }
  }

  /// The figures that are asked for.
  func figures(writesFiles: Bool) throws -> [any Figure.Type] {
    if let figures = Figures.named(metrics, writesFiles: writesFiles) { return figures }
    let known = ["standard", "none"] + Figures.further.map { $0.name }
    throw UsageError("--metrics is '\(metrics)'; names are \(known.joined(separator: ", "))")
  }
}
