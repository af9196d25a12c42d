import Allot
import AllotFiles
import Testing

@Suite struct PhillyOriginalReaderTests {
  @Test func attemptsAreOneRun() throws {
    let trace = try read(Samples.phillyOriginal)
    #expect(trace.rows.count == 1)
    let row = trace.rows[0]
    // Ten minutes and ten minutes, without the wait between them, on the last attempt's devices.
    #expect(row.run == SimDuration(seconds: 1_200))
    #expect(row.gpus == 4)
    #expect(row.gpusPerNode == 2)
    #expect(row.start == SimTime(seconds: 61))
    #expect(trace.texts[row.nodes] == "m1,m2")
    #expect(trace.texts[row.virtualCluster] == "ee9e8c")
    #expect(trace.texts[row.user] == "u1")
    #expect(trace.epoch == 1_507_532_515)
    #expect(trace.cleaning.dropped == ["never_started": 1, "still_running": 1])
    #expect(
      trace.cleaning.altered == ["attempts_joined": 1, "attempts_with_other_devices": 1]
    )
    #expect(
      trace.remarks == [
        "Times without a zone are read as UTC; name the zone with --zone, such as --zone "
          + "Asia/Seoul."
      ]
    )
  }

  private static func job(_ changed: String = "\"status\": \"Pass\"") -> String {
    "[{\"jobid\": \"a\", \"submitted_time\": \"2017-10-09 07:01:55\",\n\(changed), \"attempts\": "
      + "[]}]"
  }

  @Test(arguments: [
    (
      job("\"status\": \"Lost\""),
      "2: [0].status is not a known end: \"Lost\"; known are Pass, Failed and Killed"
    ),
    (job("\"user\": 7"), "2: [0].user is a number; a text in quotes is wanted there"),
    (
      job().replacing("2017-10-09", with: "2017-13-09"),
      "1: [0].submitted_time is not a time: \"2017-13-09 07:01:55\"; write it as "
        + "2017-10-09 07:01:55"
    ),
    (
      job().replacing("2017", with: "1975"),
      "1: [0].submitted_time is before 1980; a clock was not set; write null instead"
    ),
    (
      job().replacing("[]", with: "[{\"start_time\": null}]"),
      "2: [0].attempts[0] has no \"end_time\"; every one needs it"
    ),
  ])
  func brokenJobsAreErrors(_ text: String, _ message: String) throws {
    #expect(try failure(text, named: "p.json") == "p.json:\(message)")
  }

  @Test func timesAreOfTheZoneThatIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("philly.json", Samples.phillyOriginal)
    var reading = TraceReading()
    reading.zone = LocalClock(zone: "America/Los_Angeles")
    let trace = try Trace.read(path: path, reading: reading)
    #expect(trace.epoch == 1_507_557_715)
    #expect(trace.remarks.isEmpty)
  }
}
