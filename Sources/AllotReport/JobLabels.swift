public import Allot
public import AllotMetrics

/// What a trace calls its jobs and users, for tables that print them.
public protocol JobLabels: Sendable {
  /// Adds a cell with the job's name in the trace.
  func appendName(of job: ID<Job>, to cells: inout CSVRows)
  /// Adds a cell with the name of who submitted it; an empty one where the trace does not say.
  func appendUser(of job: ID<Job>, to cells: inout CSVRows)
  /// Adds a cell with the class of the job; an empty one where the trace does not say.
  func appendClass(of job: ID<Job>, to cells: inout CSVRows)
}
