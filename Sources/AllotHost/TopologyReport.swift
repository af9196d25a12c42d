/// What `allot topology` tells: this machine with the places of workers, or a modelled node.
///
/// The properties are for JSON, `TopologyReport.text` for people; both are the same for the same
/// topology, limits and wishes.
public struct TopologyReport: Hashable, Sendable, Encodable {
  /// What only this machine has: limits, binding and workers.
  public struct Host: Hashable, Sendable, Encodable {
    /// The PUs on which the process may run.
    public let allowedProcessingUnits: CPUList
    /// The CPU quota of the process's cgroup; nil when there is none.
    public let quota: CPUQuota?
    /// What a trial of binding gave; nil when binding is off.
    public let binding: BindingOutcome?
    /// Where the workers go.
    public let placement: WorkerPlacement

    /// The findings on a machine.
    public init(
      allowedProcessingUnits: CPUList,
      quota: CPUQuota?,
      binding: BindingOutcome?,
      placement: WorkerPlacement
    ) {
      self.allowedProcessingUnits = allowedProcessingUnits
      self.quota = quota
      self.binding = binding
      self.placement = placement
    }
  }

  /// `this machine`, or the file or synthetic string of the modelled node.
  public let source: String
  /// The packages, NUMA nodes and cores.
  public let hardware: NodeHardware
  /// The limits, binding and workers of this machine; nil for a modelled node.
  public let host: Host?
  /// The GPUs of the modelled node; nil for this machine, whose GPUs are not looked for.
  public let gpus: [ModelGPU]?

  /// A report on this machine from findings made elsewhere.
  public init(hardware: NodeHardware, host: Host) {
    source = "this machine"
    self.hardware = hardware
    self.host = host
    gpus = nil
  }

  /// A report on this machine, which tries binding on the calling thread and leaves it as it was.
  ///
  /// - Parameters:
  ///   - host: The machine.
  ///   - workers: The number of workers wanted; nil for one per core within the quota.
  ///   - binds: Whether binding is wanted, and so tried.
  public init(host: HostTopology, workers: Int? = nil, binds: Bool = true) {
    let quota = CPUQuota.current()
    self.init(
      hardware: host.hardware,
      host: Host(
        allowedProcessingUnits: host.allowedProcessingUnits,
        quota: quota,
        binding: binds ? WorkerBinding(host: host).probe() : nil,
        placement: WorkerPlacement(
          cores: host.hardware.cores,
          quota: quota,
          requested: workers,
          binds: binds
        )
      )
    )
  }

  /// A report on a modelled node.
  public init(model: ModelTopology) {
    source = model.source
    hardware = model.hardware
    host = nil
    gpus = model.gpus
  }
}
