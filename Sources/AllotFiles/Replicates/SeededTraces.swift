public import Allot

/// Replicates of a scenario that no log stands for: its generated trace, once for every seed.
///
/// The trace of a seed has the rows that `allot trace generate` writes with that seed, for the same
/// cluster, days and load, as they are read back.
public struct SeededTraces: Sendable {
  private let machine: ClusterOverTime
  private let generation: Generation

  /// The traces for a cluster, as its pools grow and shrink.
  ///
  /// - Throws: ``InputError`` for what ``TraceGenerator`` can not make.
  public init(
    machine: ClusterOverTime,
    generation: Generation = Generation()
  ) throws(InputError) {
    self.machine = machine
    self.generation = generation
    _ = try generator(seed: 0)
  }

  /// The trace of a seed.
  public func trace(seed: UInt64) throws(InputError) -> Trace {
    try generator(seed: seed).generate()
  }

  private func generator(seed: UInt64) throws(InputError) -> TraceGenerator {
    try TraceGenerator(
      seed: seed,
      days: generation.days,
      load: generation.load,
      machine: machine,
      nodesFail: generation.nodesFail
    )
  }
}
