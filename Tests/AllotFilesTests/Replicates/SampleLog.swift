import Allot
import AllotFiles

/// A log of three weeks less half a day, with six users of unlike habits.
enum SampleLog {
  static let users = 6

  /// Jobs are numbered in order of submit; each has a run time of its own.
  static func text(
    days: Int = 20,
    columns: String = "user,model,tenant,group,queue,class",
    name: (Int) -> String = { String($0) },
    labels: (Int) -> String = { "u\($0),h100,t/u\($0),g\($0 % 2),q\($0 % 3),c\($0 % 2)" }
  ) -> String {
    var lines = [
      "# epoch: 1772377200", "job,submit_seconds,run_seconds,limit_seconds,gpus,\(columns)",
    ]
    for day in 0...days {
      for user in 0..<users where day == 0 || day % (user + 1) == user {
        let submit = day * 86_400 + user / 2 * 3_600
        let number = lines.count - 1
        let limit = number % 7 == 0 ? "" : String(number + 60)
        lines.append("\(name(number)),\(submit),\(number),\(limit),\(user + 1),\(labels(user))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The name of a row.
  static func name(_ row: TraceRow, _ trace: Trace) -> String {
    switch row.name {
    case .number(let number): String(number)
    case .text(let id): trace.texts[id]
    }
  }
}
