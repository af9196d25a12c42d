internal import Allot

/// Finds out which nodes of a machine are out when, and what is to be told of it.
struct OutageBinder {
  private let table: OutageTable
  private let machine: ClusterOverTime
  private var cluster: Cluster { machine.machine }
  private let clock: ReplayClock

  init(_ table: OutageTable, on machine: ClusterOverTime, _ clock: ReplayClock) {
    self.table = table
    self.machine = machine
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
    var (early, empty) = (0, 0)
    var others: Set<String> = []
    for row in table.rows {
      let from = try time(row.from, of: row)
      var until = try row.until.map { text throws(InputError) in try time(text, of: row) }
      // Of an hour that comes twice in autumn the second one is meant where the first can not be.
      if let early = until, early < from, let text = row.until {
        until = try time(text, of: row, isLater: true)
      }
      if let until, until < from {
        throw InputError(
          file: table.file,
          line: row.line,
          "the outage ends before it begins",
          remedy: "correct one of its instants"
        )
      }
      if until == from { empty += 1 }
      if let until, until <= clock.begin, until > from { early += 1 }
      guard until.map({ $0 > max(from, clock.begin) }) ?? true else { continue }
      if table.isSlurms && finder.isUnknown(row.nodes) {
        others.insert(row.nodes)
        continue
      }
      bound.outages += try nodes(of: row, &finder).map { place in
        NodeOutage(
          place.pool,
          node: place.node,
          from: max(from, clock.begin),
          until: until ?? .distantFuture,
          running: row.running
        )
      }
    }
    let closed = Self.close(&bound.outages)
    // Counted here: a row may be of several nodes, and some of them have later rows.
    let open = bound.outages.count { $0.until == .distantFuture }
    bound.remarks = remarks(bound.outages, finder, early: early, empty: empty, open: open)
    if closed > 0 {
      bound.remarks.append(
        "\(table.file): \(closed) outages without an end end where the next of their nodes begin"
      )
    }
    if !others.isEmpty {
      let names = others.sorted().prefix(3).joined(separator: ", ")
      bound.remarks.append(
        "\(table.file): nodes that the cluster has not are left out: \(names)"
      )
    }
    return bound
  }

  /// Ends outages of unknown ends where the next one of their node is said to begin, or where the
  /// same one has an end elsewhere, as in exports of several months; gives how many.
  private static func close(_ outages: inout [NodeOutage]) -> Int {
    let order = outages.indices.sorted { a, b in
      let (x, y) = (outages[a], outages[b])
      return (x.pool.index, x.node, x.from, x.until, a) < (y.pool.index, y.node, y.from, y.until, b)
    }
    let pairs = zip(order, order.dropFirst()).filter { place, next in
      outages[place].pool == outages[next].pool && outages[place].node == outages[next].node
    }
    var closed = 0
    for (place, next) in pairs
    where outages[place].from == outages[next].from && outages[next].until == .distantFuture {
      outages[next].until = outages[place].until
      closed += outages[place].until < .distantFuture ? 1 : 0
    }
    for (place, next) in pairs
    where outages[place].from < outages[next].from && outages[place].until == .distantFuture {
      outages[place].until = outages[next].from
      closed += 1
    }
    return closed
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
    of row: OutageTable.Row,
    isLater: Bool = false
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
      return try clock.time(of: instant, isLater: isLater)
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
    var remarks = [Self.summary(of: outages, on: machine, clock)]
    func tell(_ count: Int, _ one: String, _ many: String) {
      if count > 0 { remarks.append("\(count == 1 ? "1 row " + one : "\(count) rows " + many)") }
    }
    tell(table.rowsWithoutNode, "names no node", "name no node")
    tell(table.rowsOfUse, "is of a node in use", "are of nodes in use")
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

  /// How much of what is commissioned is out, and whom it concerns.
  static func summary(
    of outages: [NodeOutage],
    on machine: ClusterOverTime,
    _ clock: ReplayClock
  ) -> String {
    guard !outages.isEmpty else { return "no node is ever out" }
    let nodes = Set(outages.map { NodeFinder.Place(pool: $0.pool, node: $0.node) }).count
    let bounded = outages.map { outage in
      var bounded = outage
      if outage.until == .distantFuture { bounded.until = max(clock.last, outage.from) }
      return bounded
    }
    let end = bounded.map(\.until).max() ?? clock.last
    func deviceTime(_ outages: [NodeOutage]) -> Int128 {
      NodeOutage.deviceTime(of: outages, on: machine.machine, until: end)
    }
    let time = deviceTime(bounded + machine.absences) - deviceTime(machine.absences)
    let drained = outages.count { $0.running == .drain }
    let late = outages.count { $0.from > clock.last }
    func counted(_ count: Int, _ one: String, _ many: String) -> String {
      "\(count) \(count == 1 ? one : many)"
    }
    return counted(outages.count, "outage", "outages") + " of " + counted(nodes, "node", "nodes")
      + ", \(HoursText.text(milliseconds: Double(time))) \(machine.machine.unit.rawValue)-hours: "
      + counted(outages.count - drained, "interrupts", "interrupt") + " who runs there, "
      + counted(drained, "lets", "let") + " them end"
      + (late > 0 ? "; \(counted(late, "begins", "begin")) after the last submit" : "")
  }
}
