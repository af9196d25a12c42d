import Allot
import AllotFiles
import AllotMetrics
import AllotPolicies
import AllotReport
import ArgumentParser

extension PolicyCommand {
  /// `allot policy answers`.
  struct Answers: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "answers",
      abstract: "Replay one steady demand under every policy and compare what tenants hold.",
      discussion: """
        Every tenant keeps as many jobs of one GPU and one hour in the system as it wants GPUs; a \
        job that ends is submitted again. What tenants hold is averaged from hour 10 to hour 20.

        Example: allot policy answers --demand 50,30,100
        """
    )

    @Option(help: "The GPUs that are shared.")
    var gpus = 100

    @Option(help: "The quota of each tenant in GPUs, separated by commas.")
    var quotas = "50,30,20"

    @Option(help: "The GPUs that each tenant wants, separated by commas.")
    var demand = "10,100,100"

    @Option(
      help: "The weight of each tenant, separated by commas; else what each policy takes for it."
    )
    var weights: String?

    @Option(help: "Presets or YAML files, separated by commas; else every preset.")
    var policy: String?

    func run() throws {
      try Failure.caught {
        let state = try state()
        let policies =
          try policy.map { list in
            try CommaList.policies(in: [list]).map { try PolicyFile.load($0) }
          } ?? PolicyPresets.all.map(\.policy)
        let answers = try policies.map { policy in
          (policy: policy.name, held: try state.held(under: policy))
        }
        Terminal.print(AnswersReport.text(state, answers))
      }
    }

    private static let largest = 100_000

    private func state() throws -> SteadyState {
      guard (1...Self.largest).contains(gpus) else {
        throw UsageError("--gpus is \(gpus); it must be from 1 to \(Self.largest)")
      }
      let quotas = try numbers(quotas, option: "--quotas")
      let wanted = try numbers(demand, option: "--demand")
      let weights = try weights.map { try numbers($0, option: "--weights") }
      guard quotas.count == wanted.count, weights.map({ $0.count == quotas.count }) ?? true else {
        throw UsageError(
          "--quotas has \(quotas.count) numbers, --demand \(wanted.count)"
            + (weights.map { ", --weights \($0.count)" } ?? "") + ": give one for each tenant"
        )
      }
      guard quotas.reduce(0, +) <= gpus else {
        throw UsageError(
          "the quotas sum to \(quotas.reduce(0, +)), more than \(gpus) GPUs; lower one of them"
        )
      }
      let names =
        quotas.count == 3
        ? ["national", "enterprise", "university"] : quotas.indices.map { "tenant\($0 + 1)" }
      return SteadyState(
        gpus: gpus,
        tenants: quotas.indices.map { index in
          SteadyState.Demand(
            name: names[index],
            quota: quotas[index],
            weight: weights.map { Double($0[index]) },
            wanted: wanted[index]
          )
        }
      )
    }

    private func numbers(_ text: String, option: String) throws -> [Int] {
      try CommaList.parts(of: text).map { part in
        guard let number = Int(part), (0...Self.largest).contains(number) else {
          throw UsageError(
            "\(option) has '\(part)': give whole numbers from 0 to \(Self.largest), "
              + "separated by commas"
          )
        }
        return number
      }
    }
  }
}
