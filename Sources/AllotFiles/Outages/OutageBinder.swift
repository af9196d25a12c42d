internal import Allot

/// Finds out which nodes of a machine are out when, and what is to be told of it.
struct OutageBinder {
  private let table: OutageTable
  private let cluster: Cluster
  private let clock: ReplayClock

  init(_ table: OutageTable, on cluster: Cluster, _ clock: ReplayClock) {
    self.table = table
    self.cluster = cluster
    self.clock = clock
  }

  /// What a table comes to.
  struct Bound {
    var outages: [NodeOutage] = []
    var remarks: [String] = []
  }

  /// The outages of the replay; what lies before its beginning is cut off.
  ///
  /// - Throws: ``InputError`` with the line of a row whose nodes or dates are not known.
  func bind() throws(InputError) -> Bound {
    var finder = NodeFinder(cluster)
    var bound = Bound()
    var (early, empty, open) = (0, 0, 0)
    for row in table.rows {
      let from = try time(row.from, of: row)
      let until = try row.until.map { text throws(InputError) in try time(text, of: row) }
      if let until, until < from {
        throw InputError(
          file: table.file,
          line: row.line,
          "the outage ends before it begins",
          remedy: "correct one of its instants"
        )
      }
      let nodes = try nodes(of: row, &finder)
      if until == from { empty += 1 }
      if let until, until <= clock.begin, until > from { early += 1 }
      if until == nil { open += 1 }
      guard until.map({ $0 > max(from, clock.begin) }) ?? true else { continue }
      bound.outages += nodes.map { place in
        NodeOutage(
          place.pool,
          node: place.node,
          from: max(from, clock.begin),
          until: until ?? .distantFuture,
          running: row.running
        )
      }
    }
    bound.remarks = remarks(bound.outages, finder, early: early, empty: empty, open: open)
    return bound
  }

  private func nodes(
    of row: OutageTable.Row,
    _ finder: inout NodeFinder
  ) throws(InputError) -> [NodeFinder.Place] {
    do {
      return try finder.nodes(in: row.nodes)
    } catch {
      throw InputError(
        file: table.file,
        line: row.line,
        "the node '\(row.nodes)' \(error.description)"
      )
    }
  }

  private func time(
    _ instant: InstantText,
    of row: OutageTable.Row
  ) throws(InputError) -> SimTime {
    guard !instant.isDateWithoutZone || clock.zone != nil else {
      throw InputError(
        file: table.file,
        line: row.line,
        "the date '\(instant.text)' has no zone",
        remedy: "give --zone, such as --zone Asia/Seoul, or write dates as "
          + "2026-07-01T00:00:00+09:00"
      )
    }
    do {
      return try clock.time(of: instant)
    } catch {
      throw InputError(file: table.file, line: row.line, error.description)
    }
  }

  // MARK: What is told

  private func remarks(
    _ outages: [NodeOutage],
    _ finder: NodeFinder,
    early: Int,
    empty: Int,
    open: Int
  ) -> [String] {
    var remarks = [summary(outages)]
    func tell(_ count: Int, _ one: String, _ many: String) {
      if count > 0 { remarks.append("\(count == 1 ? "1 row " + one : "\(count) rows " + many)") }
    }
    tell(table.rowsWithoutNode, "names no node", "name no node")
    tell(empty, "has no length", "have no length")
    tell(early, "lies before the beginning", "lie before the beginning")
    tell(
      open,
      "has no end that is known: the node does not come back",
      "have no end that is known: the nodes do not come back"
    )
    if let first = finder.standIns.first, let last = finder.standIns.last {
      let pool = cluster.pools[ID(0)].name
      let count = finder.standIns.count
      remarks.append(
        count == 1
          ? "the cluster names no nodes: '\(first)' is \(pool)[0]"
          : "the cluster names no nodes, so that names stand for them as they come: '\(first)' is "
            + "\(pool)[0], '\(last)' is \(pool)[\(count - 1)]"
      )
    }
    return remarks.map { "\(table.file): \($0)" }
  }

  /// How much of the machine is out, and whom it concerns.
  private func summary(_ outages: [NodeOutage]) -> String {
    guard !outages.isEmpty else { return "no node is ever out" }
    let nodes = Set(outages.map { NodeFinder.Place(pool: $0.pool, node: $0.node) }).count
    let bounded = outages.map { outage in
      var bounded = outage
      if outage.until == .distantFuture { bounded.until = max(clock.last, outage.from) }
      return bounded
    }
    let time = NodeOutage.deviceTime(of: bounded, on: cluster, until: .distantFuture)
    let drained = outages.count { $0.running == .drain }
    let late = outages.count { $0.from > clock.last }
    func counted(_ count: Int, _ one: String, _ many: String) -> String {
      "\(count) \(count == 1 ? one : many)"
    }
    return counted(outages.count, "outage", "outages") + " of " + counted(nodes, "node", "nodes")
      + ", \(HoursText.text(milliseconds: Double(time))) \(cluster.unit.rawValue)-hours: "
      + counted(outages.count - drained, "interrupts", "interrupt") + " who runs there, "
      + counted(drained, "lets", "let") + " them end"
      + (late > 0 ? "; \(counted(late, "begins", "begin")) after the last submit" : "")
  }
}
