import Allot
import AllotFiles
import Foundation
import Testing

/// The counts of the classic logs under the rule that published schedules use.
@Suite(.enabled(if: SharedFiles.areThere, "the folder with the real logs is not there"))
struct SwfLogTests {
  struct Log: Sendable {
    var name: String
    var machine: Int
    var usable: Int
    var runNotPositive = 0
    var withoutLimit = 0
    var cut: Int?
    var epoch: Int64?
  }

  private static let logs = [
    Log(
      name: "KTH-SP2-1996-2",
      machine: 100,
      usable: 28_481,
      runNotPositive: 8,
      cut: 475,
      epoch: 843_480_031
    ),
    Log(
      name: "CTC-SP2-1996-3.1-cln",
      machine: 338,
      usable: 77_199,
      runNotPositive: 17,
      withoutLimit: 6,
      cut: 7_174,
      epoch: 835_823_160
    ),
    Log(
      name: "SDSC-SP2-1998-4.2-cln",
      machine: 128,
      usable: 53_999,
      runNotPositive: 5_681,
      withoutLimit: 35,
      cut: 4_134,
      epoch: 893_466_664
    ),
    Log(
      name: "HPC2N-2002-2.2-cln",
      machine: 240,
      usable: 202_871,
      cut: 14_817,
      epoch: 1_027_839_845
    ),
    Log(
      name: "SDSC-BLUE-2000-4.2-cln",
      machine: 1_152,
      usable: 232_536,
      runNotPositive: 10_770,
      epoch: 956_700_003
    ),
    Log(name: "SDSC-SP2-sc15-filtered", machine: 128, usable: 54_006),
    Log(name: "SDSC-BLUE-sc15-filtered", machine: 1_152, usable: 232_542),
    Log(name: "CEA-Curie-sc15-filtered", machine: 80_640, usable: 295_540),
  ]

  @Test(arguments: logs)
  func countsMatch(_ log: Log) throws {
    let trace = try Trace.read(path: SharedFiles.path("traces/swf/\(log.name).swf.gz"))
    let usable = trace.rows.filter { $0.limit != nil }
    #expect(trace.processors == log.machine)
    #expect(trace.epoch == log.epoch)
    #expect(usable.count == log.usable)
    #expect(trace.rows.count - usable.count == log.withoutLimit)
    #expect(trace.cleaning.dropped["run_not_positive", default: 0] == log.runNotPositive)
    #expect(
      trace.cleaning.dropped
        == (log.runNotPositive == 0 ? [:] : ["run_not_positive": log.runNotPositive])
    )
    if let cut = log.cut {
      #expect(usable.count { row in row.limit.map { row.run > $0 } ?? false } == cut)
    }
    #expect(trace.remarks.isEmpty)
  }

  @Test(arguments: ["lublin_256", "lublin_256_new2"])
  func syntheticLogsHaveNoLimits(_ name: String) throws {
    let trace = try Trace.read(path: SharedFiles.path("traces/swf/\(name).swf.gz"))
    #expect(trace.rows.count == 10_000)
    #expect(trace.processors == nil)
    #expect(trace.nodes == 256)
    #expect(trace.rows.allSatisfy { $0.limit == nil })
  }
}
