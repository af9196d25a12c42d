internal import Allot
internal import AllotFiles
internal import Glibc

/// Ends with a sentence where the environment does not say how inputs are to be read; with
/// `FUZZ_FORMAT=list` it prints the formats.
@_cdecl("allot_fuzz_begin")
public func beginFuzzing() {
  if Target.environment("FUZZ_FORMAT") == "list" {
    print(TraceFormats.names.joined(separator: "\n"))
    exit(0)
  }
  _ = target
}

/// Reads bytes as a trace and checks what every reader owes.
@_cdecl("allot_fuzz_read")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let trace = target.read(bytes) else { return }
  precondition(!trace.rows.isEmpty, "a trace without rows is no error")
  for row in trace.rows {
    precondition(row.run > .zero, "a row that never ran")
    precondition(row.gpus >= 0 && row.cores >= 0 && row.memory >= 0, "a row of less than nothing")
    precondition(row.gpus > 0 || row.cores > 0, "a row that holds nothing")
  }
  _ = TraceStatistics(trace)
  // Counts of containers make long logs of short inputs, which would take most of the time.
  if trace.rows.count < 10_000 { RoundTrip.check(trace) }
}

private let target = Target()
