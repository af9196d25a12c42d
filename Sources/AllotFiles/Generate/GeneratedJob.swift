internal import Allot

/// One job of a population before it becomes a row; times in whole seconds.
struct GeneratedJob: Sendable, Equatable {
  /// Seconds from the start of the window.
  var submit: Int
  /// How long it runs.
  var run: Int
  /// The run time requested.
  var limit: Int
  /// Devices of the gang.
  var gpus: Int
  /// The number of its user within the population's users.
  var user: Int
  /// The position of the wanted model in the machine, or nil.
  var model: Int?
  /// How it ends.
  var ending: Job.Ending
}
