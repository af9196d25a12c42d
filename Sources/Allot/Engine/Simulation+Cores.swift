/// What cores allow, where jobs ask for devices and cores in any proportion.
extension Simulation {
  /// For which state of a pool the bounds hold.
  struct CoreState {
    var version = -1
    var versionBeside = -1
    var head: ID<Job>?
  }

  /// False while the waiting jobs themselves are looked at sooner than the nodes of a pool.
  private func isWorthBoundingCores(in pool: Int) -> Bool {
    queue.count * 16 > frames[pool].nodes
  }

  /// Tells the queue how many cores a job may need on a node of a pool to start now.
  mutating func boundCores(in pool: Int) {
    guard isWorthBoundingCores(in: pool) else {
      queue.coreBounds[pool] = CoreBounds()
      queue.corePlaces = CorePlaces()
      coreStates[pool] = CoreState()
      return
    }
    guard coreStates[pool].version != pools[pool].version else { return }
    coreStates[pool].version = pools[pool].version
    let most = pools[pool].free.mostCores(from: shortcuts.leastGPUs)
    queue.coreBounds[pool].now = byClass(most, in: pool)
    queue.coreBounds[pool].beside = SizeClasses.Row(repeating: .max)
    coreStates[pool].versionBeside = -1
    guard shortcuts.asksForCoresAlone else { return }
    queue.corePlaces.most = most
    queue.corePlaces.staying = []
    queue.corePlaces.wholeNodes = []
  }

  /// Tells the queue how many cores a job may need to stay beside the reservation in a pool.
  mutating func boundCoresBeside(planIn pool: Int) {
    guard isWorthBoundingCores(in: pool), let shape = pools[pool].plan.shape,
      !hasOutages || pools[pool].holds.isEmpty,
      coreStates[pool].versionBeside != pools[pool].version
        || coreStates[pool].head != pools[pool].plan.job
    else { return }
    coreStates[pool].versionBeside = pools[pool].version
    coreStates[pool].head = pools[pool].plan.job
    let (free, future) = (pools[pool].free, pools[pool].plan.future)
    guard shortcuts.asksForCoresAlone, frames[pool].kind.cores > 0 else {
      queue.coreBounds[pool].beside = byClass(free.mostCores(beside: shape, in: future), in: pool)
      return
    }
    queue.corePlaces.staying = free.coresThatMayStay(
      beside: shape,
      in: future,
      from: shortcuts.leastGPUs
    )
    queue.corePlaces.wholeNodes = free.wholeNodes(beside: shape, in: future)
    queue.coreBounds[pool].beside = CoreBounds.beside(queue.corePlaces)
  }

  /// From the fewest devices that a job of each class takes on a node.
  private func byClass(_ most: [Int32], in pool: Int) -> SizeClasses.Row {
    var bounds = SizeClasses.Row(repeating: .max)
    guard !most.isEmpty else { return bounds }
    for index in 0..<SizeClasses.Row.scalarCount {
      var gpus = index == 0 ? shortcuts.leastGPUs : 1
      if index > 0 && !shortcuts.usesNodeShapes { gpus = 1 << index }
      bounds[index] = most[min(gpus, most.count - 1)]
    }
    return bounds
  }
}
