package import Allot

/// A group of jobs that are alike: who submits them, when, how large and how long.
///
/// A population draws only from its own streams, so adding one never changes another's jobs.
package protocol Population: Sendable {
  /// What all populations state about themselves.
  var profile: PopulationProfile { get }

  /// Adds one arrival that begins in a week: a job, a session, a class or a campaign.
  ///
  /// Called until the week's budget is spent. The first job lies within the week.
  func arrive(
    in week: GenerationWeek,
    at machine: MachineShape,
    streams: inout PopulationStreams,
    into budget: inout WorkBudget
  )

  /// The same population where no node fails under its jobs.
  var withoutNodeFailures: any Population { get }
}

extension Population {
  /// Itself: most jobs know nothing of nodes.
  package var withoutNodeFailures: any Population { self }
}

/// The name, owner and size of a population.
package struct PopulationProfile: Sendable, Equatable {
  /// The name that its random streams begin with.
  package var name: String
  /// The class of tenants that it belongs to.
  package var tenant: TenantClass
  /// The label of its rows' job class.
  package var jobClass: String
  /// Its part of all work.
  package var work: Share
  /// Its users.
  package var users: UserActivity
}
