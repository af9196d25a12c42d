import Allot
import AllotFiles
import AllotReport
import Testing

@Suite struct ClusterReportTests {
  @Test func listsPresetsWithLabelledPeaks() throws {
    let clusters = try ClusterPresets.all.map { try ClusterFile.load($0.name) }
    #expect(
      ClusterReport.list(clusters) == """
        cluster            nodes   GPUs  models      peak (dense)
        gwangju              256   2048  H100, A100  88.576 PF FP64 tensor
        gwangju-inventory    210   1676  H100, A100  74.482 PF FP64 tensor
        korea-2025          1642  13136  B200, H200  607.952 PF FP64 tensor

        """
    )
  }

  @Test func showsPoolsAndEntitlements() throws {
    var cluster = try ClusterFile.load("gwangju")
    cluster.note = String(repeating: "twelve chars ", count: 7)
    var tenants = try TenantsFile.load("korea")
    tenants.add("kaist", below: ID(1), share: Share(percent: 40))
    tenants.add("guest", below: ID(1))
    #expect(
      ClusterReport.show(cluster, tenants: tenants) == """
        gwangju

        pool   nodes  GPUs  model  PF FP64  PF FP64 tensor  PF TF32   PF BF16    PF FP8      kW
        cloud    128  1024  H100    34.816          68.608  506.573  1013.146  2026.496  1305.6
        hpc      128  1024  A100     9.933          19.968  159.744   319.488         -   832.0
        total    256  2048          44.749          88.576  666.317  1332.634         -  2137.6

        Peak: 44.749 PF FP64 (dense), 88.576 PF FP64 tensor (dense), \
        666.317 PF TF32 (dense), 1332.634 PF BF16 (dense)
        No total in FP8: not every pool has that precision.

        Entitlements, and the whole nodes that walls would be (GPUs)

        tenant          share  GPUs       cloud         hpc       total
        national         50 %  1024    64 (512)    64 (512)  128 (1024)
          kaist          40 %   410    26 (208)    25 (200)    51 (408)
          guest             -     0       0 (0)       0 (0)       0 (0)
          (unassigned)   60 %   614    38 (304)    39 (312)    77 (616)
        enterprise       30 %   614    39 (312)    38 (304)    77 (616)
        university       20 %   410    25 (200)    26 (208)    51 (408)
        total                  2048  128 (1024)  128 (1024)  256 (2048)

        twelve chars twelve chars twelve chars twelve chars twelve chars twelve chars
        twelve chars

        """
    )
  }

  @Test func showsMachinesWithoutPeaksAndPower() {
    #expect(
      ClusterReport.show(Cluster(processors: 10)) == """
        10 processors

        pool        nodes  processors  kW
        processors     10          10   -
        total          10          10   -

        """
    )
    #expect(
      ClusterReport.list([Cluster(processors: 10)]) == """
        cluster        nodes  GPUs  models     peak (dense)
        10 processors     10    10  processor  -

        """
    )
  }

  @Test func aFractionalShareIsShownExactly() {
    var tenants = Tenants()
    tenants.add("most", below: Tenants.root, share: Share(millionths: 585_000))
    #expect(
      ClusterReport.show(Cluster(processors: 10), tenants: tenants).hasSuffix(
        """
        tenant         share  processors  processors    total
        most          58.5 %           6       6 (6)    6 (6)
        (unassigned)  41.5 %           4       4 (4)    4 (4)
        total                         10     10 (10)  10 (10)

        """
      )
    )
  }
}
