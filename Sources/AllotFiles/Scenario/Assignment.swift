public import Allot

/// Says to which tenant each job of a trace belongs: by rules in order, the first that lists a job
/// decides.
///
/// Users that no rule lists become leaves `other/USER`, so that no job is lost silently.
public struct Assignment: Sendable {
  /// The column of a trace by which jobs are told apart.
  public enum Column: String, Sendable, CaseIterable {
    /// Who submitted the job.
    case user
    /// The user's group.
    case group
    /// The queue or partition.
    case queue
    /// The virtual cluster.
    case virtualCluster = "vc"
    /// The project or account.
    case project
    /// The same, as Slurm calls it.
    case account
    /// The queue or partition, as Slurm calls it.
    case partition
    /// The quality of service.
    case qos
    /// The cluster of a log of several.
    case cluster
    /// The tenant path that the trace itself states.
    case tenant

    /// The column with its article, for sentences.
    var words: String { self == .account ? "an account" : "a \(rawValue)" }

    /// The text of a row in this column; of a copied user the original's.
    func text(of row: TraceRow, in trace: Trace) -> ID<Text> {
      switch self {
      case .user: trace.originals[row.user] ?? row.user
      case .group: row.group
      case .queue, .partition: row.queue
      case .virtualCluster: row.virtualCluster
      case .project, .account: row.project
      case .qos: row.qos
      case .cluster: row.cluster
      case .tenant: row.tenant
      }
    }
  }

  /// How jobs find their tenants.
  enum Rule: Sendable {
    /// The trace's own paths.
    case paths
    /// Names and patterns of a column, each with its tenant.
    case map(Column, [Listed])
    /// A draw for each name of a column.
    case split(Column, seed: UInt64, [Weighted])
    /// A rule that may list nobody.
    indirect case optional(Rule)

    /// True where the queue or the tenant that a job names decides, as under systems of queues.
    var isByQueue: Bool {
      switch self {
      case .paths: true
      case .map(let column, _): [.queue, .partition, .tenant].contains(column)
      case .split: false
      case .optional(let rule): rule.isByQueue
      }
    }
  }

  /// One name or pattern of a map.
  struct Listed: Sendable {
    var name: String
    var tenant: String
    var line: Int
  }

  /// One tenant of a split, with its weight in millionths.
  struct Weighted: Sendable {
    var tenant: String
    var weight: Int64
    var line: Int
  }

  /// The rules in order; none stands for the trace's own paths.
  var rules: [Rule]
  /// The file of the section, for errors; empty without one.
  var file: String

  /// The assignment without a section `assign`.
  ///
  /// Everything belongs to `all` where no tenants are given; else to the tenants that the trace's
  /// own column names.
  public static let automatic = Assignment(rules: [], file: "")

  /// The tenant of each row, and what the user should know about it.
  ///
  /// Adds the leaves below `other` to the tree, in order of their first job. Assigning to `other`
  /// itself makes such leaves too, so that jobs are always at leaves.
  ///
  /// - Throws: ``InputError`` for an unknown tenant, one that has children, or a rule that lists no
  ///   job of the trace. The tree is then unchanged.
  ///   A trace that was made from another may lack whomever the rule names: `mayMatchNobody`.
  public func bind(
    _ trace: Trace,
    to tenants: inout Tenants,
    onProcessors: Bool = false,
    mayMatchNobody: Bool = false
  ) throws(InputError) -> (rows: [ID<Tenant>], report: AssignmentReport) {
    if rules.isEmpty, tenants == Tenants.single {
      let all = Array(repeating: tenants[Tenants.root].children[0], count: trace.rows.count)
      return (all, AssignmentReport())
    }
    var binder = AssignmentBinder(trace: trace, tenants: tenants, file: file)
    binder.mayMatchNobody = mayMatchNobody
    let rows = try binder.bind(by: rules, WorkMeasure(of: trace, onProcessors: onProcessors))
    tenants = binder.tenants
    return (rows, binder.report)
  }
}

/// What an assignment did that the user may not expect.
public struct AssignmentReport: Sendable, Equatable {
  /// Jobs of users that no rule lists; they are below `other`.
  public var unlistedJobs = 0
  /// How many users that were.
  public var unlistedUsers = 0
  /// The work of those jobs with its unit, such as `12 GPU-hours`.
  public var unlistedWork = ""
  /// Names and patterns that the map lists and no job has, in the order of the file.
  public var unusedNames: [String] = []

  /// Nothing unexpected.
  public init() {}

  private static func counted(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }

  /// One sentence for each thing that the user should know; printed to standard error.
  public var remarks: [String] {
    var remarks: [String] = []
    if unlistedJobs > 0 {
      remarks.append(
        "\(Self.counted(unlistedJobs, "job")) (\(unlistedWork)) of "
          + "\(Self.counted(unlistedUsers, "user")) that no rule takes to a tenant "
          + "\(unlistedJobs == 1 ? "is" : "are") below 'other'"
      )
    }
    if !unusedNames.isEmpty {
      let shown = unusedNames.prefix(5).joined(separator: ", ")
      let more = unusedNames.count > 5 ? ", …" : ""
      remarks.append(
        "\(Self.counted(unusedNames.count, "assigned name")) "
          + "\(unusedNames.count == 1 ? "has" : "have") no job: \(shown)\(more)"
      )
    }
    return remarks
  }
}
