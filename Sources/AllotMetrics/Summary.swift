/// What a replay reports in `summary.json`: what its figures say of all measured jobs and of every
/// tenant, class, size and model.
public struct Summary: Sendable, Encodable {
  /// The version of the layout of `summary.json`.
  public static let schema = 2

  /// What figures say of a group of measured jobs.
  public struct Entry: Sendable {
    /// The group's name: a tenant's path below the root, a class, a range of sizes, a model.
    public var name: String
    /// The members by key, such as `wait`.
    public var values: [String: FigureValue]

    package init(name: String, values: [String: FigureValue]) {
      self.name = name
      self.values = values
    }

    /// The value at a path, such as `gpu_hours.owed`.
    public subscript(path: String) -> FigureValue? { FigureValue.members(values)[path] }
  }

  /// Groups of one kind.
  public struct Grouping: Sendable {
    /// What `summary.json` calls them: `tenants`, `classes`, `sizes` or `models`.
    public var key: String
    /// The groups.
    public var entries: [Entry]

    package init(key: String, entries: [Entry]) {
      self.key = key
      self.entries = entries
    }
  }

  /// Jobs that preempt each other at one instant, as ``PreemptionRound`` says.
  public struct Round: Sendable {
    /// Their names in the trace, or their ids where it has none.
    public var jobs: [String]
    /// When, in seconds since time zero.
    public var at: Double
    /// After how many looks things stand as before.
    public var looks: Int
  }

  /// The policy's name.
  public var policy: String
  /// The digest of every decision.
  public var digest: String
  /// All jobs by state.
  public var jobs: [String: Int]
  /// The measurement window, in seconds since time zero.
  public var window: (from: Double, to: Double)
  /// What figures say of all measured jobs.
  public var whole: Entry
  /// What they say of groups of them.
  public var groupings: [Grouping]
  /// What the numbers of each member are counted in, in words.
  public var units: [String: String]
  /// Who preempts each other.
  public var rounds: [Round] = []

  package init(
    policy: String,
    digest: String,
    jobs: [String: Int],
    window: (from: Double, to: Double),
    whole: Entry,
    groupings: [Grouping],
    units: [String: String]
  ) {
    self.policy = policy
    self.digest = digest
    self.jobs = jobs
    self.window = window
    self.whole = whole
    self.groupings = groupings
    self.units = units
  }

  /// Every declared tenant in the order of the file, and `other` where it has jobs.
  public var tenants: [Entry] { entries("tenants") }

  /// The groups of a kind.
  public func entries(_ key: String) -> [Entry] {
    groupings.first { $0.key == key }?.entries ?? []
  }

  /// The value of the whole at a path, such as `wait.p95`.
  public subscript(path: String) -> FigureValue? { whole[path] }

  /// Writes the summary as `summary.json` has it.
  public func encode(to encoder: any Encoder) throws {
    var members = whole.values
    members["schema"] = .count(Self.schema)
    members["units"] = .members(units.mapValues { .text($0) })
    members["policy"] = .text(policy)
    members["digest"] = .text(digest)
    members["jobs"] = .members(jobs.mapValues { .count($0) })
    members["window"] = .members(["from": .number(window.from), "to": .number(window.to)])
    if !rounds.isEmpty {
      members["preempt_each_other"] = .list(
        rounds.map { round in
          .members([
            "jobs": .list(round.jobs.map { .text($0) }), "at": .number(round.at),
            "rounds": .count(round.looks),
          ])
        }
      )
    }
    for grouping in groupings {
      members[grouping.key] = .list(
        grouping.entries.map { entry in
          var values = entry.values
          values["name"] = .text(entry.name)
          return .members(values)
        }
      )
    }
    try FigureValue.members(members).encode(to: encoder)
  }
}
