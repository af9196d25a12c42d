internal import Allot

/// Reads quotas by dates: a table with a column `date` and one for each tenant, by its path.
///
/// ```
/// date,vc1,vc2,total
/// 2020-04-01,112,64,176
/// ```
///
/// A row holds from its date on, and says how many devices each tenant is given; what is as in the
/// row before changes nothing. A column `total` is the sum of the others. This is how the quotas of
/// the Helios logs are given.
enum QuotaDates {
  static func recognises(_ text: UnsafeRawBufferPointer) -> Bool {
    text.starts(with: "date,".utf8)
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    file: String
  ) throws(InputError) -> Timeline {
    var table = try DelimitedReader(text, file: file)
    let date = try table.requiredColumn("date")
    let total = table.column("total")
    let tenants = table.header.indices.filter { $0 != date && $0 != total }
    for column in tenants where table.header[..<column].contains(table.header[column]) {
      throw InputError(
        file: file,
        line: table.headerLine,
        "the column '\(table.header[column])' is there twice",
        remedy: "keep one of them"
      )
    }
    var timeline = Timeline()
    var former: [Int: Int32] = [:]
    while try table.next() {
      let cell = try table.required(date)
      guard let instant = InstantText(cell.text), instant.isDate else {
        throw table.error(date, "is no date", remedy: "write dates, such as 2026-07-01")
      }
      var change = Timeline.Change(
        at: instant,
        place: Self.place(table, "date"),
        edits: [],
        isRow: true
      )
      var sum: Int64 = 0
      for column in tenants {
        _ = try table.required(column)
        let quota = try table.size(column)
        sum += Int64(quota)
        guard former[column] != quota else { continue }
        former[column] = quota
        let name = table.header[column]
        change.edits.append(
          TermsEdit(quota: Int64(quota), of: name, at: Self.place(table, name))
        )
      }
      if let total, try Int64(table.size(total)) != sum {
        throw table.error(
          total,
          "is not the sum of the others, which is \(sum)",
          remedy: "correct it, or remove the column"
        )
      }
      if !change.edits.isEmpty { timeline.changes.append(change) }
    }
    guard table.rowCount > 0 else {
      throw InputError(file: file, "there are no rows below the header", remedy: "add dates")
    }
    return timeline
  }

  private static func place(_ table: DelimitedReader, _ column: String) -> YamlValue {
    YamlValue(file: table.file, line: table.line, path: column, content: .nothing)
  }
}
