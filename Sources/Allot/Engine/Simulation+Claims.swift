/// Grace: victims run on for a while, and their devices are held for the claimant.
///
/// The claimant's place changes hands in the free map at once: on each node it takes over what
/// victims use there, in their order, and only beyond that what is free. Victims give back the rest
/// when they go. So nothing that is held is ever free for others, and the claimant starts when its
/// last victim has gone.
extension Simulation {
  /// When the next victim is evicted, if it has not ended by then.
  var nextLeave: SimTime? {
    heldPlaces.leaving.first.flatMap { running[$0].leaves }
  }

  /// Tells the victims to go when their grace ends and holds the place for the claimant.
  mutating func hold(
    _ slots: [NodeSlot],
    for claimant: WaitingJob,
    pool: Int,
    victims: [ID<Job>],
    grace: SimDuration
  ) {
    let gpus = world.jobs[Int(claimant.job.index)].gpus
    var handover = Handover(of: slots, gpus: gpus)
    var empty = now
    var handovers: [HeldPlaces.Handed] = []
    for victim in victims {
      let record = running.record(of: victim)
      let due = running[record].leaves ?? notify(record, grace: grace)
      empty = max(empty, due)
      pools[pool].vacate(running[record])
      let (taken, rest) = handover.take(from: running[record].slots, gpus: running[record].gpus)
      running.keep(record, slots: rest.slots, gpus: rest.gpus)
      handovers.append((victim, taken))
    }
    dequeue(claimant)
    let end = empty + remainingLimit(claimant.job)
    take(claimant.job, pool: pool, slots: slots, until: end)
    for victim in victims {
      let record = running.record(of: victim)
      pools[pool].occupyAgain(running[record])
    }
    heldPlaces.hold(for: claimant.job, handovers)
  }

  /// Sets the end of a victim's grace and gives it back.
  private mutating func notify(_ record: Int, grace: SimDuration) -> SimTime {
    let entry = running[record]
    let job = world.jobs[Int(entry.job.index)]
    let due = now + grace
    running.letLeave(record, at: due)
    heldPlaces.leave(entry.job)
    pools[entry.pool].unmarkPreemptible(entry)
    books.ownQueues.stop(job)
    expectEnd(of: record, at: min(entry.expectedEnd, due))
    books.leave(job, model: Int(frames[entry.pool].model.index))
    return due
  }

  /// A victim has ended or was evicted.
  mutating func forgetLeaving(_ id: ID<Job>, model: Int) {
    heldPlaces.forget(id)
    books.left(world.jobs[Int(id.index)], model: model)
  }

  /// Evicts the victims whose grace ends now and starts the claimants whose place is empty.
  mutating func settleClaims() {
    guard !heldPlaces.isEmpty else { return }
    while let victim = heldPlaces.leaving.first, nextLeave == now {
      evict(victim)
    }
    for claimant in heldPlaces.takeSettled() { begin(claimant) }
  }
}
