extension ClusterPresets {
  /// The node mix that makes the published 88.5 PF, by published peaks of two known GPU models.
  static let gwangju = Preset(
    name: "gwangju",
    text: """
      cluster:
        name: gwangju
        note: >-
          A reconstruction from public figures, not the centre's inventory. Published: 88.5 PF, of
          which 68.5 PF GPU cloud and 20 PF HPC (asiae 2022-04-12, etnews 2021-01-03), with more
          than 1,000 H100 (khan 2024-03-25) and H100 facing A100 racks (edaily 2024-03-25). No page
          states the precision or the number of A100: 128 nodes of each kind give 88.576 PF of dense
          FP64 tensor peak, 0.09 % above the published figure. Cores, memory and maximum power are
          those of DGX systems.
        models:
          H100: {fp64: 34 TF, fp64_tensor: 67 TF, tf32: 494.7 TF, bf16: 989.4 TF, fp8: 1979 TF}
          A100: {fp64: 9.7 TF, fp64_tensor: 19.5 TF, tf32: 156 TF, bf16: 312 TF}
        nodes:
          hgx-h100: {gpus: 8, model: H100, cores: 112, memory: 2 TiB, power: 10.2 kW}
          hgx-a100-80gb: {gpus: 8, model: A100, cores: 128, memory: 2 TiB, power: 6.5 kW}
        pools:
          cloud: {nodes: 128, kind: hgx-h100}
          hpc: {nodes: 128, kind: hgx-a100-80gb}
      """
  )
}
