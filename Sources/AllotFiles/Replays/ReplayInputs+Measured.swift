public import Allot
public import AllotMetrics

extension ReplayInputs {
  /// What figures are told: the world, the window, the classes of its jobs, and what was left out.
  public func measured(depthOfTenants: Int = 2) -> MeasuredWorld {
    MeasuredWorld(
      world: world,
      window: measure.map { MeasurementWindow(from: $0.lowerBound, to: $0.upperBound) },
      classes: JobClasses(of: trace, rows: rows),
      names: self,
      dropped: dropped,
      depthOfTenants: depthOfTenants
    )
  }
}

extension ReplayInputs: JobNames {
  /// The name of a job in the trace.
  public func name(of job: ID<Job>) -> String {
    trace.rows[Int(rows[Int(job.index)])].name.text(in: trace.texts)
  }
}

extension JobClasses {
  /// The classes that a trace gives jobs made from some of its rows, in the order in which they
  /// first come.
  init(of trace: Trace, rows: [Int32]) {
    var place = [Int32](repeating: -1, count: trace.texts.count)
    var names: [String] = []
    let ofJob = rows.map { row -> Int32 in
      let text = trace.rows[Int(row)].jobClass
      guard text != TextTable.none else { return -1 }
      if place[Int(text.index)] < 0 {
        place[Int(text.index)] = Int32(names.count)
        names.append(trace.texts[text])
      }
      return place[Int(text.index)]
    }
    self.init(names: names, ofJob: names.isEmpty ? [] : ofJob)
  }
}
