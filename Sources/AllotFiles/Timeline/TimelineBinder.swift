internal import Allot

/// Finds out which terms tenants have when.
///
/// Dates come first, those of one instant in the order of the file; open windows lie over them, the
/// later of the file above the earlier, and what was before comes back when they close.
struct TimelineBinder {
  private let timeline: Timeline
  private let cluster: Cluster
  private let clock: ReplayClock

  init(_ timeline: Timeline, on cluster: Cluster, _ clock: ReplayClock) {
    self.timeline = timeline
    self.cluster = cluster
    // A date that names no zone is one of the file's, where it has one.
    self.clock = ReplayClock(
      zero: clock.zero,
      epoch: clock.epoch,
      zone: timeline.zone ?? clock.zone,
      begin: clock.begin,
      last: clock.last
    )
  }

  /// Windows are looked for as long as jobs come, and once more as long, at least for a year: who
  /// still runs or waits then is far behind.
  private var horizon: SimTime {
    clock.last + max(clock.last - clock.begin, SimDuration(seconds: 366 * 86_400))
  }

  /// The terms of tenants from the beginning on.
  ///
  /// - Throws: ``InputError`` with the line of the date, the window or the tenant that is wrong.
  func bind(_ tenants: Tenants) throws(InputError) -> TermsOverTime {
    let dates = try dates()
    let openings = try timeline.windows.map { window throws(InputError) in
      try self.openings(of: window)
    }
    var states = TermsStates(timeline, on: cluster, tenants)
    let events = events(dates, openings)
    var next = 0
    var last: Timeline.Change?
    func terms(at instant: SimTime) throws(InputError) -> DatedTerms {
      while next < events.count, events[next].time <= instant {
        let event = events[next].event
        if case .date(let change) = event { last = timeline.changes[change] }
        try states.take(event, at: instant > clock.begin ? instant : nil)
        next += 1
      }
      let tenants = try states.tenants(after: last, at: clock.text(instant))
      return DatedTerms(at: instant, on: states.dated[states.dated.count - 1].cluster, tenants)
    }
    let first = try terms(at: clock.begin)
    var changes: [DatedTerms] = []
    while next < events.count { changes.append(try terms(at: events[next].time)) }
    let held = try outages(dates, on: states.machine.machine)
    return TermsOverTime(
      cluster: first.cluster,
      tenants: first.tenants,
      machine: states.machine,
      changes: changes,
      outages: held.flatMap { $0 },
      instants: instants(
        changes.map(\.time) + held.flatMap { $0 }.flatMap { [$0.from, $0.until] }
      ),
      remarks: remarks(dates, openings, states.dated, held, states.machine.machine)
    )
  }

  /// The machine from the beginning on, whatever tenants have of it.
  ///
  /// - Throws: ``InputError`` with the line of the date or the pool that is wrong.
  func machine() throws(InputError) -> ClusterOverTime {
    var machine = ClusterOverTime(cluster)
    for (time, change) in try dates() {
      try timeline.changes[change].capacity?
        .apply(to: &machine, at: time > clock.begin ? time : nil)
    }
    return machine
  }

  /// When each change comes, in order; those of one instant in that of the file.
  private func dates() throws(InputError) -> [(time: SimTime, change: Int)] {
    var dates: [(time: SimTime, change: Int)] = []
    for (index, change) in timeline.changes.enumerated() {
      dates.append((try time(of: change), index))
    }
    return dates.sorted { ($0.time, $0.change) < ($1.time, $1.change) }
  }

  /// All that changes terms, in order; a window that is open when nobody looks any more stays open.
  private func events(
    _ dates: [(time: SimTime, change: Int)],
    _ openings: [[Range<SimTime>]]
  ) -> [(time: SimTime, event: TermsStates.Event)] {
    var events = dates.map { (time: $0.time, event: TermsStates.Event.date($0.change)) }
    for (window, openings) in openings.enumerated() {
      for range in openings {
        events.append((range.lowerBound, .opens(window)))
        if range.upperBound <= horizon { events.append((range.upperBound, .closes(window))) }
      }
    }
    let order = events.indices.sorted { (events[$0].time, $0) < (events[$1].time, $1) }
    return order.map { events[$0] }
  }

  private func time(of change: Timeline.Change) throws(InputError) -> SimTime {
    try Timeline.time(change.at, at: change.place, isRow: change.isRow, clock)
  }

  /// The outages of all nodes that are held, by the date that says so.
  ///
  /// - Throws: ``InputError`` for a node that is held twice at once.
  private func outages(
    _ dates: [(time: SimTime, change: Int)],
    on machine: Cluster
  ) throws(InputError) -> [[NodeOutage]] {
    var held: [NodeFinder.Place: [NodeOutage]] = [:]
    return try dates.map { time, change throws(InputError) in
      let own = timeline.changes[change]
      let outages = try own.maintenance?.outages(from: time, on: machine, clock) ?? []
      for outage in outages {
        let place = NodeFinder.Place(pool: outage.pool, node: outage.node)
        let others = held[place] ?? []
        if others.contains(where: { $0.from < outage.until && outage.from < $0.until }) {
          throw own.place.error(
            "the node \(machine.pools[place.pool].name)[\(place.node)] is held by two entries at "
              + "once",
            remedy: "let one end before the other begins"
          )
        }
      }
      for outage in outages {
        held[NodeFinder.Place(pool: outage.pool, node: outage.node), default: []].append(outage)
      }
      return outages
    }
  }

  private func openings(of window: TermsWindow) throws(InputError) -> [Range<SimTime>] {
    guard let epoch = clock.epoch else {
      throw window.place.error(
        "the window '\(window.name)' opens by the calendar, but the trace does not know the date "
          + "of its time zero",
        remedy: "give it with --epoch, such as 2026-03-02T00:00:00+09:00"
      )
    }
    guard let zone = window.zone ?? clock.zone else {
      throw window.place.error(
        "the window '\(window.name)' opens by a clock, and no zone is given",
        remedy: "write zone: Asia/Seoul beside its cron or at the top of the file, or give --zone"
      )
    }
    func unix(_ time: SimTime) -> Int64 { epoch + (time - clock.zero).milliseconds / 1_000 }
    func sim(_ second: Int64) -> SimTime { clock.zero + SimDuration(seconds: second - epoch) }
    let openings = window.openings(from: unix(clock.begin), to: unix(horizon), zone)
    guard !openings.isEmpty else {
      throw window.place.error(
        "the window '\(window.name)' never opens between \(clock.text(clock.begin)) and "
          + "\(clock.text(horizon))",
        remedy: "look at its days and months"
      )
    }
    return openings.map { sim($0.lowerBound)..<sim($0.upperBound) }
  }

  // MARK: What is told

  /// So many changes are told one by one.
  private static let mostTold = 10
  /// So many instants stand in a manifest.
  private static let mostListed = 100

  /// When terms change, until jobs are submitted no more.
  private func instants(_ times: [SimTime]) -> [String] {
    let all = Set(times).sorted()
    let until = all.prefix { $0 <= clock.last }
    let more = all.count - min(until.count, Self.mostListed)
    return until.prefix(Self.mostListed).map { clock.text($0) }
      + (more > 0 ? ["and \(more) more"] : [])
  }

  private func remarks(
    _ dates: [(time: SimTime, change: Int)],
    _ openings: [[Range<SimTime>]],
    _ dated: [(cluster: Cluster, tenants: Tenants)],
    _ held: [[NodeOutage]],
    _ machine: Cluster
  ) -> [String] {
    var remarks: [String] = []
    for (place, (time, index)) in dates.prefix(Self.mostTold).enumerated() {
      let change = timeline.changes[index]
      let isLate = time > clock.last ? ", after the last submit," : ""
      let when =
        time <= clock.begin ? "from the beginning on" : "from \(clock.text(time)) on\(isLate)"
      let before = dates.prefix { $0.time < time }.count
      let after = dates.prefix { $0.time <= time }.count
      // Of several changes of an instant each says what it does to the machine, and what tenants
      // have once all are made.
      let capacity = change.capacity.map {
        $0.said(
          before: dated[place].cluster,
          after: dated[place + 1].cluster,
          hasBegun: time > clock.begin
        )
      }
      let edits = said(change.edits, before: dated[before], after: dated[after])
      let maintenance = change.maintenance.map { own in
        held[place].isEmpty
          ? "a maintenance is over before the replay begins"
          : own.said(held[place], on: machine, clock)
      }
      let told = ([capacity, maintenance].compactMap { $0 } + edits).joined(separator: ", ")
      remarks.append("\(change.place.file): \(when) \(told)")
    }
    if dates.count > Self.mostTold, let last = dates.last, let file = timeline.changes.first?.place
    {
      remarks.append(
        "\(file.file): \(dates.count - Self.mostTold) more changes, the last one at "
          + "\(clock.text(last.time)); manifest.json lists the first \(Self.mostListed) instants"
      )
    }
    for (window, openings) in zip(timeline.windows, openings) {
      let within = openings.filter { $0.lowerBound <= clock.last }
      let times = "\(within.count) \(within.count == 1 ? "time" : "times")"
      let since =
        within.first.map { ", first from \(clock.text(max($0.lowerBound, clock.begin)))" } ?? ""
      let longest = openings.map { $0.upperBound - $0.lowerBound }.max() ?? window.length
      let isLonger =
        longest > window.length
        ? "; it would open again before it closes, so that it stays open for up to "
          + DurationText.format(longest) : ""
      remarks.append(
        "\(window.place.file): the window '\(window.name)' opens \(times) until the last submit"
          + "\(since) for \(DurationText.format(window.length))\(isLonger): \(said(window.edits))"
      )
    }
    return remarks
  }

  private func said(_ edits: [TermsEdit]) -> String {
    edits.map { "\($0.path) has \($0.said)" }.joined(separator: ", ")
  }

  /// The same, one by one, with the devices that tenants are entitled to, where these change.
  private func said(
    _ edits: [TermsEdit],
    before: (cluster: Cluster, tenants: Tenants),
    after: (cluster: Cluster, tenants: Tenants)
  ) -> [String] {
    // Under an open window, the terms below it need not go together.
    guard TermsStates.overfull(before.tenants) == nil, TermsStates.overfull(after.tenants) == nil
    else { return edits.map { said([$0]) } }
    let old = Entitlements(cluster: before.cluster, tenants: before.tenants)
    let new = Entitlements(cluster: after.cluster, tenants: after.tenants)
    return edits.map { edit in
      guard edit.movesEntitlement, let id = after.tenants.find(path: edit.path),
        old.gpus(of: id) != new.gpus(of: id)
      else { return said([edit]) }
      let count = new.gpus(of: id)
      let devices = "\(count) \(cluster.unit.rawValue)\(count == 1 ? "" : "s")"
      return said([edit]) + " (\(devices), before \(old.gpus(of: id)))"
    }
  }
}
