public import Allot

/// What a trace calls its jobs and users, for tables that print them.
public protocol JobLabels: Sendable {
  /// Adds the job's name in the trace.
  func appendName(of job: ID<Job>, to bytes: inout [UInt8])
  /// Adds the name of who submitted it; nothing where the trace does not say.
  func appendUser(of job: ID<Job>, to bytes: inout [UInt8])
}
