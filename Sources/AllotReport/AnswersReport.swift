internal import Allot
public import AllotMetrics

/// The text of `allot policy answers`: what tenants hold under every policy, side by side.
public enum AnswersReport {
  /// A line about the input, then a row for each policy; `idle` is what nobody holds.
  public static func text(
    _ state: SteadyState,
    _ answers: [(policy: String, held: [Double])]
  ) -> String {
    func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: "/") }
    let hours = [state.window.from, state.window.to].map { $0.milliseconds / 3_600_000 }
    let machine = state.gpus == 1 ? "1 GPU" : "\(state.gpus) GPUs"
    let title =
      "\(machine), quotas \(list(state.tenants.map(\.quota))), "
      + "wanted \(list(state.tenants.map(\.wanted))): GPUs held on average, "
      + "hours \(hours[0]) to \(hours[1])"
    let heading = ["policy"] + state.tenants.map(\.name) + ["idle"]
    let rows = answers.map { answer in
      let idle = Double(state.gpus) - answer.held.reduce(0, +)
      return [answer.policy]
        + (answer.held + [idle]).map { DecimalText.text($0, decimals: 1) }
    }
    let table = AlignedTable(rows: [heading] + rows).lines()
    return ([title, ""] + table).joined(separator: "\n") + "\n"
  }
}
