import AllotFiles
import Testing

@Suite struct ModelNameTests {
  @Test(arguments: [
    ("NVIDIA H100 80GB HBM3", "h100"), ("nvidia_h100_80gb_hbm3", "h100"), ("H100-SXM5", "h100"),
    ("h100sxm", "h100"), ("nvidia_h100_nvl", "h100"), ("nvidia_h100_pcie", "h100"),
    ("nvidia_a100-sxm4-80gb", "a100"), ("nvidia_a100_80gb_pcie", "a100"), ("a100_80", "a100"),
    ("A100-40", "a100"), ("nvidia_h200", "h200"), ("nvidia_b200", "b200"),
    ("nvidia_gb200", "gb200"), ("nvidia_gh200_480gb", "gh200"), ("tesla_v100-sxm2-32gb", "v100"),
    ("tesla_v100s-pcie-32gb", "v100s"), ("v100-32g", "v100"), ("tesla_t4", "t4"),
    ("tesla_p100-pcie-16gb", "p100"), ("nvidia_l40s", "l40s"), ("nvidia_l40", "l40"),
    ("nvidia_rtx_a6000", "a6000"), ("geforce_rtx_3090", "rtx3090"), ("rtx3090", "rtx3090"),
    ("nvidia_geforce_rtx_2080_ti", "rtx2080ti"), ("quadro_rtx_8000", "rtx8000"),
    ("amd_instinct_mi250x", "mi250x"), ("AMD Instinct MI300X OAM", "mi300x"), ("mi210", "mi210"),
    ("nvidia", "nvidia"), ("gpu", "gpu"), ("", ""),
  ])
  func familyLeavesOutVendorMemoryAndForm(name: String, family: String) {
    let taken = ModelName(name)
    #expect(taken.family == family)
    #expect(taken.slice == nil)
  }

  @Test(arguments: [
    ("1g.10gb", "", "1g.10gb"), ("nvidia_a100_1g.5gb", "a100", "1g.5gb"),
    ("a100_3g.20gb", "a100", "3g.20gb"), ("nvidia_h100_80gb_hbm3_1g.10gb", "h100", "1g.10gb"),
    ("NVIDIA-A100-SXM4-40GB-MIG-1g.5gb", "a100", "1g.5gb"), ("mig-1g.5gb", "", "1g.5gb"),
    ("1g.10gb+me", "", "1g.10gb+me"), ("1c.3g.20gb", "", "1c.3g.20gb"),
    ("a100_mig_2g_10gb", "a100", "2g.10gb"),
  ])
  func slicesAreToldFromTheirModel(name: String, family: String, slice: String) {
    let taken = ModelName(name)
    #expect(taken.family == family)
    #expect(taken.slice == slice)
  }

  @Test func memoryAndFormStayInThePlainName() {
    #expect(ModelName("NVIDIA A100-SXM4-80GB").plain == ModelName("a100_sxm4_80gb").plain)
    #expect(ModelName("a100-sxm4-40gb").plain != ModelName("a100-sxm4-80gb").plain)
  }
}
