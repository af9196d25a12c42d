internal import AllotMetrics

/// Values of figures as tables write them.
struct FigureText {
  /// The decimals of hours, the same in a whole table, so that they can be compared and added.
  let decimals: Int

  /// Texts for a table in which hours are at most so many.
  init(mostHours: Double) {
    decimals = mostHours <= 0 ? 0 : mostHours < 1 ? 4 : mostHours < 100 ? 2 : 0
  }

  /// Texts for a table with the given columns and entries.
  init(_ columns: [FigureColumn], _ entries: [Summary.Entry]) {
    let hours = columns.filter { [.hours, .coreHours].contains($0.unit) }.flatMap { column in
      entries.compactMap { $0[column.path]?.number }
    }
    self.init(mostHours: hours.max() ?? 0)
  }

  /// A cell of a column: `never` where a value is beyond all bounds, a dash where there is none.
  func cell(_ column: FigureColumn, of entry: Summary.Entry) -> String {
    guard let value = entry[column.path] else { return "-" }
    if value == .none {
      let parent = column.path.split(separator: ".").dropLast().joined(separator: ".")
      return entry[parent + ".unbounded"] == nil ? "-" : "never"
    }
    return text(value, column.unit)
  }

  /// A value in the unit that suits it.
  func text(_ value: FigureValue, _ unit: FigureUnit) -> String {
    switch (unit, value) {
    case (.text, .text(let text)): text
    case (.seconds, _): DecimalText.duration(seconds: value.number)
    case (.part, _): DecimalText.percent(value.number)
    case (.ratio, _): DecimalText.text(value.number, decimals: 3)
    case (.count, _): DecimalText.text(value.number)
    case (.hours, _), (.coreHours, _): DecimalText.text(value.number, decimals: decimals)
    case (.text, _): "-"
    }
  }
}
