internal import Allot

/// The inputs of every replicate of a comparison: files are read once, traces are made on demand.
///
/// Replicates of a log have the same tenants in the same order, those of its users whom nobody
/// lists included, even where a replicate lacks them; so have seeds those of the first seed. A
/// replicate depends on what was read and on its position alone, never on which others are made.
public struct ReplicatedInputs: Sendable {
  /// The kind and the number of replicates.
  public let replicates: Replicates
  /// What all replicates share.
  public let basis: ReplayBasis
  /// Things that the user should know, each one sentence, told once for all replicates: about the
  /// log as it was read, or about the trace of the first seed.
  public let remarks: [String]
  private let maker: Maker

  /// Who makes the traces.
  private enum Maker: Sendable {
    case seeds(SeededTraces)
    case resample(UserResampling)
    case shake(ShakenArrivals)
  }

  /// Reads everything that the replicates share.
  ///
  /// - Throws: ``InputError`` for what is wrong with a file or can not be replicated,
  ///   ``UsageError`` for options that do not go together, such as seeds and a log.
  public init(_ options: ReplayOptions, _ replicates: Replicates) throws {
    self.replicates = replicates
    var basis: ReplayBasis
    let first: Trace
    if case .seeds(let seeds) = replicates {
      basis = try Self.basisWithoutLog(options)
      let generation = basis.options.generation ?? Generation()
      let traces = try SeededTraces(
        machine: basis.machine(of: generation),
        generation: generation
      )
      maker = .seeds(traces)
      first = try traces.trace(seed: seeds.lowerBound)
    } else {
      basis = try ReplayBasis(options)
      guard basis.options.from == nil else {
        throw UsageError(
          "replicates move when jobs come, and --from takes who runs then from the log; leave one "
            + "of them out, or account from then on with --measure FROM..TO"
        )
      }
      guard let log = basis.log else { preconditionFailure("a basis with a log has none") }
      first = log
      if case .shake(_, let amount) = replicates {
        maker = .shake(ShakenArrivals(log, by: amount))
      } else {
        maker = .resample(try UserResampling(log))
      }
    }
    try basis.checkPromises(against: first)
    let inputs = try basis.bind(first)
    try basis.keepTenants(of: first)
    self.basis = basis
    remarks = inputs.remarks
  }

  /// How many replicates there are.
  public var count: Int { replicates.count }

  /// The trace of the replicate at a position from 0.
  public func trace(of position: Int) throws(InputError) -> Trace {
    let number = replicates.number(of: position)
    return switch maker {
    case .seeds(let traces): try traces.trace(seed: number)
    case .resample(let resampling): resampling.trace(number: number)
    case .shake(let arrivals): arrivals.trace(number: number)
    }
  }

  /// The inputs of the replicate at a position from 0, without remarks.
  ///
  /// - Throws: What ``ReplayBasis/bind(_:)`` throws.
  public func inputs(of position: Int) throws -> ReplayInputs {
    var inputs = try basis.bind(
      trace(of: position),
      replicate: replicates.number(of: position)
    )
    inputs.remarks = []
    return inputs
  }

  private static func basisWithoutLog(_ options: ReplayOptions) throws -> ReplayBasis {
    let remedy = "replicate a log with --resample N or --shake N:DURATION"
    if let path = options.trace {
      throw UsageError("--seeds makes the traces and --trace '\(path)' is a log; \(remedy)")
    }
    if options.processors != nil {
      throw UsageError(
        "--seeds makes jobs for a cluster's GPUs, which --processors has not; give --cluster"
      )
    }
    if options.userScale != nil {
      throw UsageError(
        "--scale-users adds users to a log, and --seeds makes the traces; give a higher load in "
          + "the scenario's 'generate' for more of them"
      )
    }
    let basis = try ReplayBasis(options, hasLog: false)
    if basis.options.from != nil || basis.options.to != nil {
      throw UsageError(
        "--seeds makes the traces, and --from and --to take a part of a log; \(remedy)"
      )
    }
    guard basis.cluster.unit == .gpu else {
      throw UsageError(
        "--seeds makes jobs for a cluster's GPUs, which \(basis.cluster.name) has not; \(remedy)"
      )
    }
    if let path = basis.options.trace, basis.options.generation == nil {
      throw UsageError(
        "--seeds makes the traces and the scenario names the log '\(path)'; \(remedy), or say in "
          + "the scenario how they are made, such as generate: {days: 28, load: 0.9}"
      )
    }
    return basis
  }
}
