extension ClusterPresets {
  /// The other published inventory; it does not add up to 88.5 PF, and says so.
  static let gwangjuInventory = Preset(
    name: "gwangju-inventory",
    text: """
      cluster:
        name: gwangju-inventory
        note: >-
          A reconstruction from public figures, not the centre's inventory. Korean press: 796 A100,
          880 H100, 384 T4, 128 IPU. The H100 and A100 are here and make 74.482 PF of dense FP64
          tensor peak, not the published 88.5. Left out: the T4 and the IPU, which have no FP64
          tensor peak to count and run other jobs. How nodes are built is not published: 880 H100
          are taken as 110 nodes of 8; 796 A100 are no whole number of such nodes and are taken as
          99 nodes of 8 and one node of 4, whose cores, memory and power are half of an 8-GPU
          node's. Cores, memory and maximum power are those of DGX systems.
        models:
          H100: {fp64: 34 TF, fp64_tensor: 67 TF, tf32: 494.7 TF, bf16: 989.4 TF, fp8: 1979 TF}
          A100: {fp64: 9.7 TF, fp64_tensor: 19.5 TF, tf32: 156 TF, bf16: 312 TF}
        nodes:
          hgx-h100: {gpus: 8, model: H100, cores: 112, memory: 2 TiB, power: 10.2 kW}
          hgx-a100: {gpus: 8, model: A100, cores: 128, memory: 2 TiB, power: 6.5 kW}
          hgx-a100-4: {gpus: 4, model: A100, cores: 64, memory: 1 TiB, power: 3.25 kW}
        pools:
          h100: {nodes: 110, kind: hgx-h100}
          a100: {nodes: 99, kind: hgx-a100}
          a100-rest: {nodes: 1, kind: hgx-a100-4}
      """
  )
}
