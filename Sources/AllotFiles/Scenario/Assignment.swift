public import Allot

/// Says to which tenant each job of a trace belongs.
///
/// Users that it does not list become leaves `other/USER`, so that no job is lost silently.
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
    /// The tenant path that the trace itself states.
    case tenant

    func text(of row: TraceRow) -> ID<Text> {
      switch self {
      case .user: row.user
      case .group: row.group
      case .queue: row.queue
      case .virtualCluster: row.virtualCluster
      case .project: row.project
      case .tenant: row.tenant
      }
    }
  }

  /// How jobs find their tenants.
  enum Rule: Sendable {
    /// No section: the trace's own paths where it has any; else nobody is listed.
    case automatic
    /// The trace's own paths.
    case paths
    /// Names of a column, each with its tenant.
    case map(Column, [Listed])
    /// A draw for each name of a column.
    case split(Column, seed: UInt64, [Weighted])
  }

  /// One name of a map.
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

  var rule: Rule
  /// The file of the section, for errors; empty without one.
  var file: String

  /// The assignment without a section `assign`.
  ///
  /// Everything belongs to `all` where no tenants are given; else to the tenants that the trace's
  /// own column names; else nobody is listed.
  public static let automatic = Assignment(rule: .automatic, file: "")

  /// The tenant of each row, and what the user should know about it.
  ///
  /// Adds the leaves below `other` to the tree, in order of their first job. Assigning to `other`
  /// itself makes such leaves too, so that jobs are always at leaves.
  ///
  /// - Throws: ``InputError`` for an unknown tenant, one that has children, or a trace none of
  ///   whose rows has the column that the rule asks for. The tree is then unchanged.
  ///   A trace that was made from another may lack whomever the rule names: `mayMatchNobody`.
  public func bind(
    _ trace: Trace,
    to tenants: inout Tenants,
    mayMatchNobody: Bool = false
  ) throws(InputError) -> (rows: [ID<Tenant>], report: AssignmentReport) {
    if case .automatic = rule, tenants == Tenants.single {
      let all = Array(repeating: tenants[Tenants.root].children[0], count: trace.rows.count)
      return (all, AssignmentReport())
    }
    var binder = AssignmentBinder(trace: trace, tenants: tenants, file: file)
    binder.mayMatchNobody = mayMatchNobody
    let rows = try binder.bind(by: rule)
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
  /// Names that the map lists and no job has, in the order of the file.
  public var unusedNames: [String] = []

  /// Nothing unexpected.
  public init() {}

  /// One sentence for each thing that the user should know; printed to standard error.
  public var remarks: [String] {
    var remarks: [String] = []
    if unlistedJobs > 0 {
      remarks.append(
        "\(unlistedJobs) jobs of \(unlistedUsers) users that are not listed are below 'other'"
      )
    }
    if !unusedNames.isEmpty {
      let shown = unusedNames.prefix(5).joined(separator: ", ")
      let more = unusedNames.count > 5 ? ", …" : ""
      remarks.append("\(unusedNames.count) assigned names have no job: \(shown)\(more)")
    }
    return remarks
  }
}
