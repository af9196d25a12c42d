/// What Volcano's plugin capacity asks of a hierarchy of queues, without which older versions share
/// nothing and newer ones warn.
///
/// Source: volcano-sh/volcano at ed72c7c8, plugin capacity, the check of hierarchical queues.
enum VolcanoHierarchy {
  /// What a queue says of one resource; zero or nil where it says nothing.
  struct Queue {
    var key: String
    var parent: String?
    var deserved: Int64
    var guarantee: Int64
    var capability: Int64?
  }

  /// What becomes of such a hierarchy.
  static let consequence = "of such a hierarchy Volcano shares out nothing, or warns, by version"

  /// The queues whose children ask for more than they have, each with one clause.
  static func faults(of queues: [Queue]) -> [(queue: Queue, fault: String)] {
    queues.flatMap { queue in
      let children = queues.filter { $0.parent == queue.key }
      return faults(of: queue, children).map { (queue, $0) }
    }
  }

  private static func faults(of queue: Queue, _ children: [Queue]) -> [String] {
    guard !children.isEmpty else { return [] }
    var faults: [String] = []
    func compare(_ what: String, _ own: Int64, _ sum: Int64) {
      if sum > own { faults.append("\(what) \(own), and its children \(sum) together") }
    }
    compare("deserves", queue.deserved, children.reduce(0) { $0 + $1.deserved })
    compare("is guaranteed", queue.guarantee, children.reduce(0) { $0 + $1.guarantee })
    if let most = queue.capability {
      let larger = children.first { ($0.capability ?? 0) > most }
      if let larger, let own = larger.capability {
        faults.append("may hold \(most), and '\(larger.key)' below it \(own)")
      }
    }
    return faults
  }
}
