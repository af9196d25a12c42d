/// The tasks of an array that one record stands for, such as `[1,4-97%2]` or `[0-8:2]`.
struct SlurmTasks {
  /// Tasks next to each other, or with steps between them.
  private struct Range {
    var first: Int64
    var last: Int64
    var step: Int64

    var count: Int64 { (last - first) / step + 1 }

    func contains(_ task: Int64) -> Bool {
      first <= task && task <= last && (task - first) % step == 0
    }
  }

  private var ranges: [Range] = []
  /// How many bytes of the text they take, brackets included.
  let length: Int

  /// The most tasks that one array can have is 4,000,001; a list of many more is none.
  private static let most: Int64 = 100_000_000

  /// How many tasks there are.
  var count: Int { Int(ranges.reduce(0) { $0 + $1.count }) }

  /// The tasks in the brackets with which a text begins; nil where it begins otherwise.
  init?(_ text: Slice<UnsafeRawBufferPointer>) {
    guard text.first == 0x5B, let close = text.firstIndex(of: 0x5D) else { return nil }
    length = close - text.startIndex + 1
    var count: Int64 = 0
    let inside = text[(text.startIndex + 1)..<close]
    for part in inside.prefix(while: { $0 != 0x25 }).split(separator: 0x2C) {
      // A range may have a step: `0-8:2`.
      let halves = part.split(separator: 0x3A)
      guard let bounds = halves.first?.split(separator: 0x2D), !bounds.isEmpty, bounds.count <= 2,
        let first = SlurmJobID.number(bounds[0]),
        let last = SlurmJobID.number(bounds[bounds.count - 1]), last >= first,
        let step = halves.count == 2 ? SlurmJobID.number(halves[1]) : 1, step > 0
      else {
        // Long lists are cut by Slurm: `[1-5,9...]`.
        guard part.contains(0x2E) else { return nil }
        continue
      }
      ranges.append(Range(first: first, last: last, step: step))
      count += (last - first) / step + 1
    }
    guard count > 0, count <= Self.most else { return nil }
  }

  /// Whether a task is one of them.
  func contains(_ task: Int64) -> Bool { ranges.contains { $0.contains(task) } }

  /// Every task.
  var all: [Int64] {
    ranges.flatMap { Array(stride(from: $0.first, through: $0.last, by: Int($0.step))) }
  }
}
