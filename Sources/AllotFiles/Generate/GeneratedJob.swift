package import Allot

/// One job of a population before it becomes a row; times in whole seconds.
package struct GeneratedJob: Sendable, Equatable {
  /// Seconds from the start of the window.
  package var submit: Int
  /// How long it runs.
  package var run: Int
  /// The run time requested.
  package var limit: Int
  /// Devices of the gang.
  package var gpus: Int
  /// The number of its user within the population's users.
  package var user: Int
  /// The position of the wanted model in the machine, or nil.
  package var model: Int?
  /// How it ends.
  package var ending: Job.Ending

  package init(
    submit: Int,
    run: Int,
    limit: Int,
    gpus: Int,
    user: Int,
    model: Int? = nil,
    ending: Job.Ending
  ) {
    self.submit = submit
    self.run = run
    self.limit = limit
    self.gpus = gpus
    self.user = user
    self.model = model
    self.ending = ending
  }
}
