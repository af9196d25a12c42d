internal import Glibc

/// Binds threads of this machine to the places of workers, one block of work at a time.
///
/// Dispatch runs blocks on pooled threads and on the calling one, and new threads inherit the mask
/// of the one that starts them: a mask left behind would confine work that has nothing to do with
/// it. What a thread had before is therefore put back after every block, also of nested ones.
public struct WorkerBinding: Sendable {
  /// The machine whose threads are bound.
  public let host: HostTopology

  /// A binding on this machine.
  public init(host: HostTopology) {
    self.host = host
  }

  /// Runs the body on the calling thread, bound to the worker's PU and preferring its node's
  /// memory.
  ///
  /// The body always runs once. A refusal by the system, as in many containers, is told by the
  /// outcome.
  ///
  /// - Parameters:
  ///   - worker: The place; nothing is bound for a worker that is not to be bound.
  ///   - body: The work; memory that it touches first lies on the worker's NUMA node, if possible.
  /// - Returns: What the body returned, and what became of the binding.
  /// - Throws: The body's error, after the thread's mask and policy are restored.
  public func bound<R, Failure: Error>(
    to worker: WorkerPlacement.Worker,
    _ body: () throws(Failure) -> R
  ) throws(Failure) -> (R, BindingOutcome) {
    guard worker.isBound else {
      return (try body(), .skipped("the worker has no core of its own or binding is off"))
    }
    var outcome = BindingOutcome.skipped("nothing was changed")
    let affinity = bindThread(to: worker, &outcome.thread)
    let policy = preferMemory(of: worker, &outcome.memory)
    do throws(Failure) {
      let result = try body()
      outcome.restoration = Self.restore(affinity, policy)
      return (result, outcome)
    } catch {
      _ = Self.restore(affinity, policy)
      throw error
    }
  }

  /// Tries whether binding works, on the calling thread, which is left as it was.
  public func probe() -> BindingOutcome {
    bound(to: WorkerPlacement(cores: host.hardware.cores, requested: 1).workers[0]) {}.1
  }

  /// Binds the calling thread; its mask before, when that has to be restored.
  private func bindThread(
    to worker: WorkerPlacement.Worker,
    _ step: inout BindingOutcome.Step
  ) -> ThreadAffinity? {
    guard let before = ThreadAffinity.ofCallingThread() else {
      // What can not be read could not be restored.
      step = .refused("the thread's CPU mask can not be read: \(SystemError.text(errno))")
      return nil
    }
    if let number = host.bindThread(toProcessingUnit: worker.processingUnit) {
      step = .refused(SystemError.text(number))
      return nil
    }
    let after = ThreadAffinity.ofCallingThread()?.processingUnits
    // Some sandboxes accept the call and ignore it.
    step =
      after == CPUList([worker.processingUnit])
      ? .done : .refused("the system accepted the binding and did not follow it")
    return before
  }

  /// Prefers the node's memory for the calling thread; its policy before, when to be restored.
  private func preferMemory(
    of worker: WorkerPlacement.Worker,
    _ step: inout BindingOutcome.Step
  ) -> ThreadMemoryPolicy? {
    guard let node = worker.numaNode, let wanted = ThreadMemoryPolicy(preferring: node) else {
      step = .skipped("the NUMA node is unknown")
      return nil
    }
    guard ThreadMemoryPolicy.isAvailable else {
      step = .refused("the system has no NUMA calls or forbids them")
      return nil
    }
    guard let before = ThreadMemoryPolicy.ofCallingThread() else {
      step = .refused("the thread's memory policy can not be read: \(SystemError.text(errno))")
      return nil
    }
    if let number = wanted.applyToCallingThread() {
      step = .refused(SystemError.text(number))
      return nil
    }
    step = .done
    return before
  }

  private static func restore(
    _ affinity: ThreadAffinity?,
    _ policy: ThreadMemoryPolicy?
  ) -> BindingOutcome.Step {
    guard affinity != nil || policy != nil else { return .skipped("nothing was changed") }
    // Both are tried, whatever becomes of the first.
    let numbers = [affinity?.applyToCallingThread(), policy?.applyToCallingThread()]
    guard let number = numbers.compactMap({ $0 }).first else { return .done }
    return .refused(SystemError.text(number))
  }
}
