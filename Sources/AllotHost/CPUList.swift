/// A set of PUs by the operating system's indexes, written as the kernel does: `0-3,8`.
public struct CPUList: Hashable, Sendable, CustomStringConvertible, Encodable {
  /// The indexes, ascending and without repetition.
  public let indexes: [Int]

  /// The set of these indexes, in any order.
  public init(_ indexes: [Int]) {
    var distinct: [Int] = []
    for index in indexes.sorted() where index != distinct.last {
      distinct.append(index)
    }
    self.indexes = distinct
  }

  /// The number of PUs.
  public var count: Int { indexes.count }

  /// The runs of consecutive indexes, joined by commas; `none` for the empty set.
  public var description: String {
    guard var first = indexes.first else { return "none" }
    var last = first
    var runs: [String] = []
    for index in indexes.dropFirst() {
      if index != last + 1 {
        runs.append(first == last ? "\(first)" : "\(first)-\(last)")
        first = index
      }
      last = index
    }
    runs.append(first == last ? "\(first)" : "\(first)-\(last)")
    return runs.joined(separator: ",")
  }

  /// Encodes the text form, which stays short on machines with hundreds of PUs.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
