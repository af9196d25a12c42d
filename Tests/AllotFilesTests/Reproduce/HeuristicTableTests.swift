import Allot
import AllotFiles
import Foundation
import Testing

/// The rules of the published table, by hand and against its figures.
@Suite struct HeuristicTableTests {
  /// Four jobs on two processors; the last asks for `request` seconds.
  private func average(request: Int64, backfills: Bool) -> Double {
    let jobs = [(0, 10, 10, 1), (1, 10, 20, 2), (2, 5, 5, 1), (3, 1, request, 1)].map {
      Job(
        submit: SimTime(seconds: $0.0),
        run: SimDuration(seconds: $0.1),
        limit: SimDuration(seconds: $0.2),
        gpus: $0.3,
        tenant: Tenants.root
      )
    }
    return CommittedHead.averageSlowdown(jobs[...], processors: 2, backfills: backfills) { job, _ in
      Double(job.submit.milliseconds)
    }
  }

  @Test func aCommittedJobIsNotOvertaken() {
    // Starts at 0, 10, 20 and 20 s: bounded slowdowns 1, 1.9, 2.3 and 1.8.
    #expect(abs(average(request: 1, backfills: false) - 1.75) < 1e-12)
  }

  @Test func whoEndsStrictlyBeforeItsStartIsBackfilled() {
    // Starts at 0, 10, 2 and 7 s: bounded slowdowns 1, 1.9, 1 and 1.
    #expect(abs(average(request: 1, backfills: true) - 1.225) < 1e-12)
    // At 7 s a request of 3 s ends at 10 s, not before it: the last starts at 20 s.
    #expect(abs(average(request: 3, backfills: true) - 1.425) < 1e-12)
  }

  @Test(
    .enabled(if: SharedFiles.areThere, "the folder with the real logs is not there"),
    arguments: [
      "lublin_256", "SDSC-SP2-1998-4.2-cln", "HPC2N-2002-2.2-cln", "lublin_256_new2",
    ]
  )
  func publishedFiguresComeOut(log: String) throws {
    let rows = try HeuristicTable.rows(path: SharedFiles.path("traces/swf/\(log).swf.gz"))
    #expect(rows.map(\.source) == ["published", "wait misread", "true wait"] * 2)
    for at in [0, 3] {
      for (published, ours) in zip(rows[at].values, rows[at + 1].values) {
        #expect(abs(published - ours) < 0.005, "\(log)")
      }
    }
  }

  @Test func aShortLogIsAnError() {
    let text = "; MaxProcs: 4\n1 0 -1 5 1 -1 -1 1 5 -1 1 1 1 -1 1 -1 -1 -1\n"
    let path = FileManager.default.temporaryDirectory.path + "/short-\(UUID().uuidString).swf"
    #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: InputError.self) { try HeuristicTable.rows(path: path) }
  }
}

private func * (texts: [String], count: Int) -> [String] {
  Array(repeatElement(texts, count: count).joined())
}
