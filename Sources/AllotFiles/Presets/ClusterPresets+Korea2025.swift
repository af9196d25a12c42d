extension ClusterPresets {
  /// The GPUs that Korea bought in 2025, as one machine.
  static let korea2025 = Preset(
    name: "korea-2025",
    text: """
      cluster:
        name: korea-2025
        note: >-
          A reconstruction from public figures, not the centres' inventory. 10,080 B200 (NHN 7,656,
          Kakao 2,424) and 3,056 H200 (Naver) of the 2025 supplementary budget (kmjournal, it.chosun
          and ajunews 2025-07-28), of which the government's own share is 10,456; taken as one site
          of 8-GPU nodes. 25.7 EF of dense BF16 and 608 PF of dense FP64 tensor peak. The maximum
          power of a B200 node is from general knowledge; cores, memory and maximum power are those
          of DGX systems.
        models:
          B200: {fp64: 40 TF, fp64_tensor: 40 TF, tf32: 1100 TF, bf16: 2250 TF, fp8: 4500 TF}
          H200: {fp64: 34 TF, fp64_tensor: 67 TF, tf32: 494.7 TF, bf16: 989.4 TF, fp8: 1979 TF}
        nodes:
          hgx-b200: {gpus: 8, model: B200, cores: 112, memory: 2 TiB, power: 14.3 kW}
          hgx-h200: {gpus: 8, model: H200, cores: 112, memory: 2 TiB, power: 10.2 kW}
        pools:
          b200: {nodes: 1260, kind: hgx-b200}
          h200: {nodes: 382, kind: hgx-h200}
      """
  )
}
