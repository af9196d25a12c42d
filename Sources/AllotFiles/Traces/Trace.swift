internal import Allot

/// A trace as its file gives it, after cleaning and before it is bound to a cluster and tenants.
///
/// Rows are sorted stably by submit. Texts (users, queues, models) are ids into ``texts``.
public struct Trace: Sendable {
  /// The file as the user named it.
  public var file: String
  /// The name of the format that was read, such as `swf`.
  public var format: String
  /// The accepted rows, in submit order.
  public var rows: [TraceRow] = []
  /// The components of each job that is a gang of several shapes, in the order of the file.
  public var gangs: [[TraceComponent]] = []
  /// What jobs wait for before they come, by their names; others come at their submits.
  public var preceding: [TraceRow.Name: TracePreceding] = [:]
  /// The device models that the log says lists of nodes have, which jobs need not have asked for;
  /// both texts.
  var modelsOfNodes: [ID<Text>: ID<Text>] = [:]
  /// Every text that the rows refer to.
  public var texts = TextTable()
  /// The user of whom each added user is a copy; they belong to the same tenant.
  var originals: [ID<Text>: ID<Text>] = [:]
  /// Unix seconds of the trace's time zero, where the trace says it.
  public var epoch: Int64?
  /// True where the devices of rows are processors, as in classic logs, so that a count of them is
  /// a machine.
  public var countsProcessors = false
  /// The machine's size as the trace's header states it (MaxProcs).
  public var processors: Int?
  /// The machine's nodes as the trace's header states them (MaxNodes).
  public var nodes: Int?
  /// How a generated trace was made; nil for a recorded one.
  public var synthetic: String?
  /// What happens to jobs without a limit when the user does not say.
  public var missingLimit = MissingLimit.run
  /// What was dropped and altered on the way in, by reason.
  public var cleaning = Cleaning()
  /// Things that the user should know, each one sentence; printed to standard error.
  public var remarks: [String] = []

  /// An empty trace of a format.
  public init(file: String, format: String) {
    self.file = file
    self.format = format
  }
}
