import Allot
import AllotFiles
import AllotPolicies
import Testing

/// Terms that change on dates: what a file says is what tenants have, and what can not be is told.
@Suite struct TimelineTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Two jobs of a day and a half; time zero is 2026-03-02T00:00:00+09:00, a Monday.
  private func inputs(
    _ timeline: String,
    epoch: Int64? = 1_772_377_200,
    zone: String? = nil,
    from: String? = nil,
    last: Int64 = 130_000
  ) throws -> ReplayInputs {
    var options = ReplayOptions()
    let header = epoch.map { "# epoch: \($0)\n" } ?? ""
    options.trace = try folder.write(
      "log.csv",
      header + "# unit: processors\njob,submit_seconds,run_seconds,gpus,tenant,start_seconds\n"
        + "1,0,60,1,a,0\n2,\(last),60,1,b,\n"
    )
    options.processors = 100
    options.tenants = try folder.write(
      "tenants.yaml",
      "tenants: {a: {share: 50%}, b: {share: 50%}}"
    )
    options.timeline = try folder.write("timeline.yaml", timeline)
    options.reading.zone = zone.flatMap { LocalClock(zone: $0) }
    options.from = from.flatMap { InstantText($0) }
    return try ReplayInputs(options)
  }

  /// The devices of both tenants as time goes on: hours since time zero, then a and b.
  private func devices(_ inputs: ReplayInputs) -> [[Int]] {
    let world = inputs.world
    let steps = [DatedTerms(at: .zero, on: world.cluster, world.tenants)] + world.changes
    return steps.map { step in
      let entitlements = Entitlements(cluster: world.cluster, tenants: step.tenants)
      let hours = Int(step.time.milliseconds / 3_600_000)
      return [hours] + [1, 2].map { Int(entitlements.gpus(of: ID($0))) }
    }
  }

  @Test func datesChangeWhatTheyName() throws {
    let inputs = try inputs(
      """
      zone: Asia/Seoul
      timeline:
        - {at: 2026-03-03, tenants: {a: {share: 30%}}}
        - {at: 2026-03-02T15:00:00Z, tenants: {b: {share: 70%, reserve: 10%}}}
        - {at: 30 h, tenants: {a: {weight: 2}, b: {share: 20%}}}
      """
    )
    #expect(devices(inputs) == [[0, 50, 50], [24, 30, 70], [30, 30, 20]])
    #expect(inputs.world.reserves.suffix(1) == [0])
    let later = inputs.world.changes.map(\.tenants)
    #expect(later.map { $0.terms(of: ID(2)).reserve != nil } == [true, true])
    #expect(later.map { $0[ID(1)].weight } == [nil, 2_000_000])
    let told = inputs.remarks.joined(separator: "\n")
    #expect(
      told.contains("from 2026-03-03T00:00:00+09:00 on a has share 30% (30 processors, before 50)")
    )
    #expect(told.contains("on b has share 70% and reserve 10%"))
    #expect(inputs.files.map(\.role).contains("timeline"))
  }

  @Test func windowsLieOverDatesAndTheLaterWins() throws {
    let inputs = try inputs(
      """
      timeline:
        - {at: 26 h, tenants: {a: {share: 40%}}}
      windows:
        - {name: lab, cron: "0 9 * * 1-5", for: 9 h, zone: Asia/Seoul, tenants: {a: {share: 10%}}}
        - {cron: "0 12 * * mon", for: 3 h, zone: Asia/Seoul, tenants: {a: {share: 20%}}}
      """,
      last: 100_000
    )
    #expect(
      devices(inputs).prefix(8) == [
        [0, 50, 50], [9, 10, 50], [12, 20, 50], [15, 10, 50], [18, 50, 50], [26, 40, 50],
        [33, 10, 50], [42, 40, 50],
      ]
    )
    let told = inputs.remarks.joined(separator: "\n")
    #expect(
      told.contains("the window 'lab' opens 1 time until the last submit, first from 2026-03-02T0")
    )
  }

  @Test func whatSeemsOddIsTold() throws {
    let inputs = try inputs(
      """
      zone: Asia/Seoul
      timeline:
        - {at: 2027-03-03T09:00+09:00, tenants: {a: {share: 30%, reserve: 10%}}}
      windows:
        - {cron: "0 9-18 * * *", for: 9 h, tenants: {a: {share: 1%}}}
      """
    )
    let told = inputs.remarks.joined(separator: "\n")
    #expect(told.contains("from 2027-03-03T09:00:00+09:00 on, after the last submit, a has share"))
    #expect(
      told.contains("it would open again before it closes, so that it stays open for up to 18 h")
    )
    let policy = try #require(PolicyPresets.named("fair-share"))
    #expect(inputs.world.idleTerms(under: policy).contains { $0.contains("'reserve' of 'a'") })
  }

  @Test func whatIsPastHoldsFromTheBeginning() throws {
    let text = """
      zone: Asia/Seoul
      timeline:
        - {at: 2020-01-01, tenants: {a: {share: 40%}}}
        - {at: 2026-03-02, tenants: {b: {share: 60%}}}
        - {at: 20 h, tenants: {b: {share: 30%}}}
      windows:
        - {cron: "0 20 * * *", for: 8 h, tenants: {a: {share: 1%}}}
      """
    #expect(devices(try inputs(text)).prefix(2) == [[0, 1, 60], [4, 40, 60]])
    #expect(
      devices(try inputs(text, from: "19 h")).prefix(3) == [
        [0, 40, 60], [20, 1, 30], [28, 40, 30],
      ]
    )
  }

  /// Clocks of Berlin go on at 2026-03-29T02:00 and back at 2026-10-25T03:00.
  @Test func clocksThatGoOnOpenWindowsWhenTheyDo() throws {
    func hours(_ date: String, _ cron: String) throws -> [Int] {
      let epoch = try #require(EpochText.unixSeconds(date))
      let text = """
        windows:
          - {cron: "\(cron)", for: 30 min, zone: Europe/Berlin, tenants: {a: {share: 1%}}}
        """
      let inputs = try inputs(text, epoch: epoch, last: 80_000)
      return inputs.world.changes.prefix(2).map { Int($0.time.milliseconds / 60_000) }
    }
    // Midnight in Berlin is 23:00Z in winter, 22:00Z in summer.
    #expect(try hours("2026-03-28T23:00:00Z", "30 2 * * *") == [120, 150])
    #expect(try hours("2026-10-24T22:00:00Z", "30 2 * * *") == [150, 180])
    #expect(try hours("2026-03-28T23:00:00Z", "30 4 * * sun") == [210, 240])
  }

  @Test(arguments: [
    ("0 9 * * 1-5", 261), ("0 9 1 * *", 12), ("0 9 1 * mon", 12 + 52 - 1), ("*/30 9 29 2 *", 0),
    ("0 9 */2 * mon", 26), ("15,45 9-10 * jan 7", 16), ("0 0 * * 0,7", 52),
  ])
  func cronIsVixies(cron: String, days: Int) throws {
    // 2026 in UTC; each opening is an opening and an end.
    let epoch = try #require(EpochText.unixSeconds("2026-01-01T00:00:00Z"))
    func world() throws -> World {
      try inputs(
        "windows: [{cron: \"\(cron)\", for: 1 min, zone: UTC, tenants: {a: {share: 1%}}}]",
        epoch: epoch,
        last: 365 * 86_400 - 1
      ).world
    }
    guard days > 0 else {
      // Within two years there is no 29th of February.
      #expect(throws: InputError.self) { try world() }
      return
    }
    let end = SimTime(seconds: 365 * 86_400)
    let opened = try world().changes.filter {
      $0.time < end && $0.tenants[ID(1)].share?.millionths == 10_000
    }
    #expect(opened.count == days)
  }

  @Test(arguments: [
    ("timeline: []\nzone: Asia/Soul", "2: zone is 'Asia/Soul', which is no zone; name one of the"),
    ("zone: UTC", "1: a zone is given, and no dates; write it beside 'timeline'"),
    ("tenants: {}", "1: there is neither a section 'timeline' nor 'windows'; write timeline:"),
    (
      "timeline:\n- {at: 2026-03-03, tenants: {a: {share: 30%}}}",
      "2: the date '2026-03-03' has no zone; write zone: Asia/Seoul at the top"
    ),
    (
      "timeline:\n- {at: someday, tenants: {a: {share: 30%}}}",
      "2: timeline[0].at is 'someday'; write a date"
    ),
    ("timeline:\n- {at: 1 d, tenants: {}}", "2: timeline[0].tenants names no tenant; write whose"),
    (
      "windows:\n- {name: w, cron: 0 9 * * *, for: 1 h, zone: UTC, tenants: {a: {share: 60%}}}",
      "2: from 2026-03-02T09:00:00Z on, with 'w' open, the shares of the tenants at the top sum to"
    ),
    ("timeline:\n- {at: 1 d, tenants: {a: {}}}", "2: nothing is said of 'a'; write what changes"),
    ("timeline:\n- {at: 1 d, tenants: {c: {share: 1%}}}", "2: there is no tenant 'c'; "),
    (
      "timeline:\n- at: 1 d\n  tenants:\n    b: {share: 20%}\n    a: {share: 90%}",
      "5: from 2026-03-02T15:00:00Z on the shares of the tenants at the top sum to 110 %, more than"
    ),
    (
      "timeline:\n- {at: 1 d, tenants: {a: {quota: 3}}}",
      "2: 'a' has a share, and is given a quota; change"
    ),
    (
      "timeline:\n- {at: 1 d, tenants: {a: {reserve: 60}}}",
      "2: from 2026-03-02T15:00:00Z on 'a' reserves 60 processor, more than the 50"
    ),
    (
      "timeline:\n- {at: 1 d, tenants: {a: {cap: {H100: 3}}}}",
      "2: the cap of 'a' is of 'H100', of which the cluster has none"
    ),
    (
      "timeline:\n- {at: 1 d, tenants: {a: {children: {}}}}",
      "2: unknown key 'children' in timeline[0].tenants.a; "
    ),
    (
      "windows:\n- {cron: 9 * *, for: 1 h, tenants: {a: {share: 1%}}}",
      "2: windows[0].cron: '9 * *' has 3 fields; write five"
    ),
    (
      "windows:\n- {cron: 0 25 * * *, for: 1 h, tenants: {a: {share: 1%}}}",
      "2: windows[0].cron: the hour is '25'; write * or numbers from 0 to 23"
    ),
    (
      "windows:\n- {cron: 0 9 31 2 *, for: 1 h, zone: UTC, tenants: {a: {share: 1%}}}",
      "2: the window '0 9 31 2 *' never opens between"
    ),
    (
      "windows:\n- {cron: 0 9 * * *, for: 0 h, tenants: {a: {share: 1%}}}",
      "2: windows[0].for is no whole number of seconds; write how long"
    ),
    (
      "windows:\n- {cron: 0 9 * * *, for: 1 h, tenants: {a: {share: 1%}}}",
      "2: the window '0 9 * * *' opens by a clock, and no zone is given"
    ),
  ])
  func whatCanNotBeIsAnError(text: String, message: String) throws {
    let error = #expect(throws: InputError.self) { try inputs(text) }
    let said = "\(error, default: "")".replacing(folder.path + "/timeline.yaml:", with: "")
    #expect(said.hasPrefix(message) || said.hasPrefix(" " + message), "\(said)")
  }

  @Test func sumsAreCheckedOnceAnInstantIsOver() throws {
    let inputs = try inputs(
      """
      timeline:
        - {at: 1 h, tenants: {a: {share: 70%}}}
        - {at: 1 h, tenants: {b: {share: 30%}}}
        - {at: 2 h, tenants: {a: {share: 90%}}}
      windows: [{cron: "0 * * * *", for: 1 h, zone: UTC, tenants: {b: {share: 1%}}}]
      """
    )
    #expect(devices(inputs) == [[0, 50, 1], [1, 70, 1], [2, 90, 1]])
    #expect(inputs.remarks.contains { $0.contains("a has share 70% (70 processors, before 50)") })
  }

  /// Terms that end only where nobody looks any further are no later terms.
  @Test func windowsThatNeverCloseStayOpen() throws {
    let day = "{cron: 0 9 * * *, for: 12 h, zone: UTC, tenants: {a: {share: 1%}}}"
    let night = "{cron: 0 21 * * *, for: 12 h, zone: UTC, tenants: {a: {share: 1%}}}"
    let alternating = try inputs("windows: [\(day), \(night)]")
    #expect(alternating.world.changes.isEmpty)
    #expect(devices(alternating) == [[0, 1, 50]])
    let long = "windows: [{cron: 0 9 * * *, for: 1000 d, zone: UTC, tenants: {a: {share: 1%}}}]"
    #expect(devices(try inputs(long)).count == 1)
  }

  @Test func aTenantsFileMayHoldItsTimeline() throws {
    var options = ReplayOptions()
    options.processors = 100
    options.trace = try folder.write(
      "plain.csv",
      "job,submit_seconds,run_seconds,gpus,tenant\n1,0,60,1,a\n2,100000,60,1,b\n"
    )
    options.tenants = try folder.write(
      "both.yaml",
      """
      tenants: {a: {share: 50%}, b: {share: 50%}}
      timeline: [{at: 1 d, tenants: {a: {share: 30%}}}]
      """
    )
    #expect(devices(try ReplayInputs(options)) == [[0, 50, 50], [24, 30, 50]])
  }

  @Test func datesNeedADateOfTimeZero() throws {
    let date = "timeline:\n- {at: 2026-03-03T00:00:00Z, tenants: {a: {share: 30%}}}"
    let window = "windows:\n- {cron: 0 9 * * *, for: 1 h, zone: UTC, tenants: {a: {share: 1%}}}"
    for text in [date, window] {
      let error = #expect(throws: InputError.self) { try inputs(text, epoch: nil) }
      #expect("\(error, default: "")".contains("--epoch"))
    }
    let plain = "timeline:\n- {at: 1 d, tenants: {a: {share: 30%}}}"
    #expect(devices(try inputs(plain, epoch: nil)) == [[0, 50, 50], [24, 30, 50]])
  }

  @Test func aScenarioNamesOrHoldsItsTimeline() throws {
    let lines = "timeline: [{at: 1 d, tenants: {a: {share: 30%}}}]"
    _ = try inputs(lines)
    for scenario in [
      "scenario: {trace: log.csv, tenants: tenants.yaml, timeline: timeline.yaml}",
      "scenario: {trace: log.csv, tenants: tenants.yaml}\n\(lines)",
    ] {
      var options = ReplayOptions()
      options.scenario = try folder.write("scenario.yaml", scenario)
      options.processors = 100
      #expect(devices(try ReplayInputs(options)) == [[0, 50, 50], [24, 30, 50]])
    }
  }
}
