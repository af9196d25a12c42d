import AllotHost
import Foundation
import Testing

@Suite struct TopologyReportTests {
  private func report(
    requested: Int? = nil,
    binding: BindingOutcome? = nil,
    quota: CPUQuota? = nil
  ) throws -> TopologyReport {
    let hardware = try ModelTopology(
      synthetic: "Package:2 [NUMANode(memory=8053063680)] Core:2 PU:2"
    ).hardware
    return TopologyReport(
      hardware: hardware,
      host: TopologyReport.Host(
        allowedProcessingUnits: CPUList(Array(0..<8)),
        quota: quota,
        binding: binding,
        placement: WorkerPlacement(
          cores: hardware.cores,
          quota: quota,
          requested: requested,
          binds: binding != nil
        )
      )
    )
  }

  @Test func textOfAMachine() throws {
    let outcome = BindingOutcome(
      thread: .done,
      memory: .refused("Operation not permitted"),
      restoration: .done
    )
    let quota = CPUQuota(cpuMax: "250000 100000")
    #expect(
      try report(binding: outcome, quota: quota).text == """
        This machine
          packages      2
          cores         4
          PUs           8
          memory        15.0 GiB
          NUMA nodes    2
            node 0      7.5 GiB, 2 cores
            node 1      7.5 GiB, 2 cores
          allowed PUs   0-7
          CPU quota     250000 of every 100000 microseconds, counted as 3 processors
          bind threads  works
          bind memory   refused: Operation not permitted

        Workers: 3, as many as the CPU quota feeds
          worker  core  PU  NUMA node
          0       0     0   0
          1       2     4   1
          2       1     2   0

        Binding keeps a worker's thread on one core and its memory near it. No gain from NUMA
        placement is claimed: none has been measured. Results never depend on the placement.

        """
    )
  }

  @Test func sharingAndNoBindingAreSaid() throws {
    let text = try report(requested: 5).text
    #expect(text.contains("  CPU quota     none\n"))
    #expect(text.contains("  binding       off\n"))
    #expect(text.contains("Workers: 5, as requested\n"))
    #expect(text.contains("share the cores in turn and are not bound"))
    #expect(try report().text.contains("Workers are not bound"))
  }

  @Test func textOfASyntheticNode() throws {
    let model = try ModelTopology(synthetic: "Package:1 [NUMANode(memory=1073741824)] Core:1 PU:1")
    #expect(
      TopologyReport(model: model).text == """
        Modelled node: Package:1 [NUMANode(memory=1073741824)] Core:1 PU:1
          packages      1
          cores         1
          PUs           1
          memory        1.0 GiB
          NUMA nodes    1
            node 0      1.0 GiB, 1 core

        GPUs: none

        """
    )
  }

  @Test func thisMachineCanBeReported() throws {
    let host = try HostTopology()
    let report = TopologyReport(host: host, workers: 2)
    #expect(report.text.hasPrefix("This machine\n"))
    #expect(report.host?.placement.workers.count == 2)
    #expect(report.text == TopologyReport(host: host, workers: 2).text)
    #expect(TopologyReport(host: host, binds: false).host?.binding == nil)
  }

  @Test func everythingIsEncodable() throws {
    let outcome = BindingOutcome(
      thread: .done,
      memory: .skipped("why"),
      restoration: .done
    )
    let data = try JSONEncoder().encode(report(binding: outcome))
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("\"allowedProcessingUnits\":\"0-7\""))
    #expect(text.contains("\"memory\":\"skipped: why\""))
    #expect(text.contains("\"countReason\":\"cores\""))
  }
}
