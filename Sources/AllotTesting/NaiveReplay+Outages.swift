import Allot

/// Nodes that are out or not there, by definition: from its beginning on that is known, and with it
/// when the node comes back.
extension NaiveReplay {
  /// When each node that has been out so far is there again.
  private var ends: [(outage: NodeOutage, until: Int64)] {
    let begun = world.closures.prefix(begun)
    return begun.map { outage in
      let same = begun.filter { $0.pool == outage.pool && $0.node == outage.node }
      return (outage, same.map(\.until.milliseconds).max() ?? 0)
    }
  }

  /// What has been announced and has not begun.
  private var announced: [NodeOutage] {
    world.closures.dropFirst(begun).filter { $0.known.milliseconds <= now }
  }

  /// When the nodes that are out now, or are announced to be, come back.
  var returns: [Int64] {
    (ends.map(\.until) + announced.map(\.until.milliseconds)).filter { $0 > now }
  }

  /// When a node comes back, is out or is announced to be next.
  var nextOutage: Int64? {
    let coming = world.closures.dropFirst(begun)
    let begins = coming.prefix(1).map(\.from.milliseconds)
    let known = coming.map(\.known.milliseconds).filter { $0 > now || !hasLookedAtNodes }
    return (begins + known + returns.filter { $0 < SimTime.distantFuture.milliseconds }).min()
  }

  /// When a claimant starts at the latest: once its victims' grace is over.
  var claimedStart: Int64 { now + (policy.grace?.milliseconds ?? 0) }

  /// Whether a node is known now to be out at some time from one time until another; never at no
  /// time.
  func isOut(_ node: Int, of pool: Int, from time: Int64?, until end: Int64) -> Bool {
    guard let time else { return false }
    let isAnnounced = announced.contains { outage in
      outage.pool == clusterPool(pool) && Int(outage.node) == node
        && outage.from.milliseconds < end && time < outage.until.milliseconds
    }
    return isAnnounced
      || ends.contains { end in
        end.outage.pool == clusterPool(pool) && Int(end.outage.node) == node && time < end.until
      }
  }

  /// Takes back the nodes that are there again now and gives up those that are out.
  mutating func changeNodes() {
    let due = world.closures.dropFirst(begun).prefix { $0.from.milliseconds <= now }
    let isAnnouncing = announced.contains {
      $0.known.milliseconds == now || !hasLookedAtNodes && $0.from.milliseconds > now
    }
    hasLookedAtNodes = true
    guard !due.isEmpty || isAnnouncing || ends.contains(where: { $0.until == now }) else { return }
    begun += due.count
    let there = running.filter { held in held.isPending && due.contains { lies(held, on: $0) } }
    for job in there.map(\.job).sorted() { giveUpPlace(of: job) }
    let failing = running.filter { held in
      due.contains { $0.running == .requeue && lies(held, on: $0) }
    }
    for job in failing.map(\.job).sorted() { interrupt(job) }
    // Everybody is looked at again, and where a node is lost slots are given anew.
    aside = []
    if !due.isEmpty || isAnnouncing { slots = [] }
  }

  private func lies(_ held: Held, on outage: NodeOutage) -> Bool {
    held.places.contains { place in
      clusterPool(place.pool) == outage.pool && place.node == Int(outage.node)
    }
  }

  /// A job that a node fails under loses what it has not saved, and waits again.
  private mutating func interrupt(_ job: Int) {
    guard let held = running.first(where: { $0.job == job }) else { return }
    leave(held)
    let preempts = policy.reclaims || policy.cycle != nil
    let own = preempts ? policy.checkpoint : nil
    if let interval = (world.checkpoint ?? own)?.milliseconds {
      saved[job] += (now - held.start) / interval * interval
    }
    note(.interrupt, job)
    if assignments(job).isEmpty && !couldRunLater(job) { return dismiss(job) }
    waiting.append(job)
  }

  /// A claimant whose place fails waits again; those of its victims that are still there have all
  /// of their places until they go.
  private mutating func giveUpPlace(of job: Int) {
    running.removeAll { $0.job == job }
    let given = claims.filter { $0.job == job }.flatMap(\.given)
    claims.removeAll { $0.job == job }
    for (victim, place) in given {
      guard let index = running.firstIndex(where: { $0.job == victim }) else { continue }
      let own = running[index].places.firstIndex {
        $0.pool == place.pool && $0.node == place.node
      }
      guard let own else {
        running[index].places.append(place)
        continue
      }
      running[index].places[own].gpus += place.gpus
      running[index].places[own].cores += place.cores
      running[index].places[own].memory += place.memory
    }
    if assignments(job).isEmpty && !couldRunLater(job) { return dismiss(job) }
    waiting.append(job)
  }
}

extension NaiveReplay.Place {
  /// What is left of a place without a part of it.
  func less(_ part: NaiveReplay.Place) -> NaiveReplay.Place {
    var rest = self
    rest.gpus -= part.gpus
    rest.cores -= part.cores
    rest.memory -= part.memory
    return rest
  }
}
