internal import Allot

extension MappedTable {
  /// Lets the jobs that still ran, and of which nothing says how long, have run until the latest
  /// instant of the log.
  mutating func closeRunning(in builder: inout TraceBuilder) {
    var notRun: Set<Int> = []
    for open in openRows {
      var row = builder.rows[open.position]
      row.run = SimDuration(milliseconds: latest - (row.start?.milliseconds ?? latest))
      if row.run <= .zero {
        builder.drop(.runNotPositive, row)
        notRun.insert(open.position)
      } else if settles(row, thousandths: open.thousandths, isRunning: true, in: &builder) {
        builder.setRun(row.run, at: open.position)
      } else {
        notRun.insert(open.position)
      }
    }
    builder.remove(notRun)
  }
}
