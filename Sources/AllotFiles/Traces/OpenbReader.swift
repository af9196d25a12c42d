/// The pods of Alibaba's GPU cluster of 2023 as jobs: seconds on the log's own clock, thousandths
/// of cores and of GPUs.
///
/// A pod runs from when it was scheduled to when it was deleted. Pods that share a GPU are told and
/// left out, with what they held. Cores are rounded up.
struct OpenbReader: MappedTableReader {
  static let name = "openb"
  static let marks = ["cpu_milli", "gpu_milli", "pod_phase", "scheduled_time", "deletion_time"]
  static let map = ColumnMap(
    columns: [
      .job: "name", .cores: "cpu_milli", .memory: "memory_mib", .gpus: "num_gpu",
      .gpuMilli: "gpu_milli", .model: "gpu_spec", .qos: "qos", .state: "pod_phase",
      .submit: "creation_time", .start: "scheduled_time", .end: "deletion_time",
    ],
    coreUnit: NumberUnit(numerator: 1, denominator: 1_000)
  )
}
