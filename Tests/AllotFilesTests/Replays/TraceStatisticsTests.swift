import Allot
import AllotFiles
import Testing

@Suite struct TraceStatisticsTests {
  private let text = """
    # epoch: 1772377200
    job,submit_seconds,run_seconds,gpus,cores,models,user,project,qos
    1,10,3600,1,8,h100,ann,x,high
    2,20,3600,8,64,A100|H100,ben,x,
    3,86410,1800,2,,,ann,,high

    """

  @Test func everyGroupingSumsToTheWhole() throws {
    let statistics = TraceStatistics(try read(text))
    #expect(statistics.total.jobs == 3)
    #expect(statistics.total.gpuHours == 10 && statistics.total.coreHours == 72)
    let groupings = [statistics.sizes, statistics.models] + statistics.by.values
    for entries in groupings where !entries.isEmpty {
      var sum = TraceStatistics.Amount()
      for entry in entries {
        sum = sum + entry.amount
        if entry.sizes.isEmpty { continue }
        let bySize = entry.sizes.reduce(TraceStatistics.Amount()) { $0 + $1 }
        #expect(bySize.jobs == entry.amount.jobs && bySize.gpuHours == entry.amount.gpuHours)
      }
      #expect(sum.jobs == 3 && sum.gpuHours == 10 && sum.coreHours == 72)
      #expect(abs(sum.part - 1) < 1e-12)
    }
  }

  @Test func theLargestComesFirst() throws {
    let statistics = TraceStatistics(try read(text))
    #expect(statistics.by["user"]?.map(\.name) == ["ben", "ann"])
    #expect(statistics.by["user"]?.map(\.amount.gpuHours) == [8, 2])
    #expect(statistics.by["account"]?.map(\.name) == ["x", ""])
    #expect(statistics.by["qos"]?.map(\.name) == ["", "high"])
    #expect(statistics.by["partition"]?.isEmpty == true)
    #expect(statistics.models.map(\.name) == ["A100|H100", "", "h100"])
    #expect(statistics.sizes.map(\.amount.jobs) == [0, 1, 2, 0, 0])
    #expect(statistics.span.from == "2026-03-01T15:00:10Z")
    #expect(statistics.span.to == "2026-03-02T15:00:10Z")
    #expect(statistics.stillRunning == TraceStatistics.Amount())
  }

  @Test func coresCountWhereNoJobHasADevice() throws {
    let statistics = TraceStatistics(
      try read("job,submit_seconds,run_seconds,gpus,cores\n1,0,3600,0,4\n2,0,1800,0,100\n")
    )
    #expect(statistics.unit == "core-hours")
    #expect(statistics.total.coreHours == 54 && statistics.total.part == 1)
    #expect(statistics.sizes.map(\.amount.jobs) == [0, 0, 1, 0, 1])
    #expect(statistics.devices.max == 100)
  }
}
