internal import Allot

/// Reads what changes on dates: the sections `timeline` and `windows` of a YAML file.
///
/// ```yaml
/// zone: Asia/Seoul
/// timeline:
///   - {at: 2026-07-01, tenants: {national: {share: 45%}, university: {share: 25%}}}
///   - {at: 2026-07-01, pool: cloud, add: 64 nodes}
///   - {at: 2026-08-03, until: 2026-08-05, nodes: "cloud[0-31]", maintenance: power}
/// windows:
///   - {name: lab hours, cron: "0 9 * * 1-5", for: 9 h, tenants: {school: {quota: 64}}}
/// ```
///
/// What `tenants` leaves out of a tenant stays as it was. A window lays its terms over those of the
/// dates from each instant of its `cron` on, for as long as `for` says; where several are open, the
/// later one of the file wins. A file that begins with `date,` is a table: see ``QuotaDates``.
enum TimelineFile {
  /// The sections that say something of time.
  static let sections = ["timeline", "windows", "zone"]

  /// The timeline of a file.
  static func load(_ path: String) throws(InputError) -> Timeline {
    let table = try InputFile(path: path).withText { text throws(InputError) in
      QuotaDates.recognises(text) ? try QuotaDates.read(text, file: path) : nil
    }
    if let table { return table }
    let top = try StrictYAML.loadSections(path)
    guard let timeline = try read(top) else {
      throw top.owner.error(
        "there is neither a section 'timeline' nor 'windows'",
        remedy:
          "write timeline: with a list, such as - {at: 2026-07-01, tenants: {a: {share: 45%}}}"
      )
    }
    return timeline
  }

  /// The timeline of a file's sections; nil where they say nothing of time.
  static func read(_ top: YamlMapping) throws(InputError) -> Timeline? {
    guard top["timeline"] != nil || top["windows"] != nil else {
      if let zone = top["zone"] {
        throw zone.error(
          "a zone is given, and no dates",
          remedy: "write it beside 'timeline' or 'windows'; logs are read in that of --zone"
        )
      }
      return nil
    }
    let zone = try top["zone"].map { value throws(InputError) in try clock(value) }
    var timeline = Timeline(zone: zone)
    for value in try top["timeline"]?.list() ?? [] {
      timeline.changes.append(try change(value))
    }
    for value in try top["windows"]?.list() ?? [] {
      timeline.windows.append(try window(value, zone: zone))
    }
    return timeline
  }

  private static func change(_ value: YamlValue) throws(InputError) -> Timeline.Change {
    let mapping = try value.mapping(
      keys: ["at", "tenants"] + CapacityEdit.keys + Maintenance.keys
    )
    let at = try mapping.required("at")
    guard let instant = InstantText(try at.text()) else {
      throw Timeline.unreadable(at, try at.text())
    }
    let capacity = try CapacityEdit.read(mapping)
    let maintenance = try Maintenance.read(mapping)
    if capacity != nil, maintenance != nil, let nodes = mapping["nodes"] {
      throw nodes.error(
        "\(nodes.path) is held, and nodes of a pool are added or removed in the same entry",
        remedy: "write two entries"
      )
    }
    if capacity == nil, maintenance == nil, let idle = mapping["running"] ?? mapping["grace"] {
      throw idle.error(
        "\(idle.path) says what becomes of who runs on nodes, and no nodes go",
        remedy: "leave it out, or write which: pool and remove, or nodes and maintenance"
      )
    }
    let isOther = capacity != nil || maintenance != nil
    let tenants = try isOther ? mapping["tenants"] : mapping.required("tenants")
    return Timeline.Change(
      at: instant,
      place: at,
      edits: try tenants.map { value throws(InputError) in try TermsEdit.read(value) } ?? [],
      capacity: capacity,
      maintenance: maintenance
    )
  }

  private static func window(
    _ value: YamlValue,
    zone: LocalClock?
  ) throws(InputError) -> TermsWindow {
    let mapping = try value.mapping(keys: ["name", "cron", "for", "zone", "tenants"])
    let cron = try mapping.required("cron")
    let length = try mapping.required("for")
    let duration = try length.duration()
    guard duration > .zero, duration.milliseconds % 1_000 == 0 else {
      throw length.error(
        "\(length.path) is no whole number of seconds",
        remedy: "write how long the window is open, such as 9 h"
      )
    }
    let own = try mapping["zone"].map { value throws(InputError) in try clock(value) }
    let fields = try cron.text()
    let minutes: CronText
    do {
      minutes = try CronText(fields)
    } catch {
      throw cron.error("\(cron.path): \(error.description)")
    }
    return TermsWindow(
      name: try mapping["name"]?.text() ?? fields,
      cron: minutes,
      length: duration,
      zone: own ?? zone,
      place: cron,
      edits: try TermsEdit.read(mapping.required("tenants"))
    )
  }

  private static func clock(_ value: YamlValue) throws(InputError) -> LocalClock {
    let name = try value.text()
    guard let clock = LocalClock(zone: name) else {
      throw value.error(
        "\(value.path) is '\(name)', which is no zone",
        remedy: "name one of the time zone database, such as Asia/Seoul or Europe/Berlin"
      )
    }
    return clock
  }
}
