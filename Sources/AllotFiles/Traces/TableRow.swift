internal import Allot

/// A row of a table below a header of names, with what its cells say.
protocol TableRow {
  /// The file as the user named it.
  var file: String { get }
  /// The names of the columns.
  var header: [String] { get }
  /// The line of the header.
  var headerLine: Int { get }
  /// The line of the row.
  var line: Int { get }
  /// The cell of a column.
  func cell(_ column: Int) -> Cell
}

extension TableRow {
  /// The position of a column by name.
  func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// The position of a column that the format requires.
  func requiredColumn(_ name: String) throws(InputError) -> Int {
    guard let column = column(name) else {
      throw InputError(
        file: file,
        line: headerLine,
        "the column \"\(name)\" is missing",
        remedy: "name it in the header line"
      )
    }
    return column
  }

  /// The cell of a column; nil when the column does not exist or the cell is empty.
  func said(_ column: Int?) -> Cell? {
    guard let column else { return nil }
    let cell = cell(column)
    return cell.isEmpty ? nil : cell
  }

  /// The cell of a column that every row must fill.
  func required(_ column: Int) throws(InputError) -> Cell {
    guard let cell = said(column) else {
      throw InputError(
        file: file,
        line: line,
        "column \(header[column]) is empty",
        remedy: "every row needs it"
      )
    }
    return cell
  }

  /// A whole number of zero or more; 0 where nothing is said.
  func size(_ column: Int?) throws(InputError) -> Int32 {
    let size = try integer(column)
    guard let column, size < 0 else { return size }
    throw negative(column)
  }

  /// A number of whole devices, zero or more.
  func devices(_ column: Int) throws(InputError) -> Int32 {
    let cell = try required(column)
    if let digits = NumberText.digits(cell.bytes), let size = Int32(exactly: digits) { return size }
    if let parts = try? NumberText.Parts(cell.bytes), parts.thousandths > 0 || parts.hasMoreDecimals
    {
      throw error(column, "is a fraction", remedy: "whole devices only: a job holds all of each")
    }
    return try size(column)
  }

  /// A whole number; 0 where nothing is said.
  func integer(_ column: Int?) throws(InputError) -> Int32 {
    guard let column, let cell = said(column) else { return 0 }
    do throws(NumberText.Fault) {
      let number = try NumberText.whole(cell.bytes)
      guard let small = Int32(exactly: number) else { throw NumberText.Fault.tooLarge }
      return small
    } catch {
      switch error {
      case .tooLarge:
        throw self.error(column, "is too large", remedy: "the largest number is \(Int32.max)")
      case .malformed, .decimals:
        throw self.error(column, "is not a whole number", remedy: "write digits only")
      }
    }
  }

  /// A time in seconds, in milliseconds; nil where nothing is said.
  func milliseconds(
    _ column: Int?,
    isCut: Bool = false,
    mayBeNegative: Bool = false
  ) throws(InputError) -> Int64? {
    guard let column, let cell = said(column) else { return nil }
    let milliseconds: Int64
    do {
      milliseconds = try NumberText.milliseconds(cell.bytes, isCut: isCut)
    } catch {
      switch error {
      case .malformed:
        throw self.error(column, "is not a number", remedy: "write seconds, such as 90 or 1.5")
      case .decimals:
        throw self.error(column, "has more than 3 decimals", remedy: "cut it to milliseconds")
      case .tooLarge:
        throw self.error(
          column,
          "is too large",
          remedy: "times are in seconds, at most \(NumberText.mostSeconds)"
        )
      }
    }
    guard milliseconds >= 0 || mayBeNegative else { throw negative(column) }
    return milliseconds
  }

  /// A time that every row must fill.
  func requiredMilliseconds(_ column: Int, isCut: Bool = false) throws(InputError) -> Int64 {
    _ = try required(column)
    return try milliseconds(column, isCut: isCut) ?? 0
  }

  /// A limit in seconds; nil where nothing is said.
  func limit(_ column: Int?, isCut: Bool = false) throws(InputError) -> SimDuration? {
    guard let column, let limit = try milliseconds(column, isCut: isCut) else { return nil }
    guard limit > 0 else {
      throw error(column, "is zero", remedy: "leave the cell empty where there is no limit")
    }
    return SimDuration(milliseconds: limit)
  }

  /// The job's name: a number where the text is exactly how a number is written.
  func name(_ column: Int, in texts: inout TextTable) throws(InputError) -> TraceRow.Name {
    let cell = try required(column)
    if let number = try? NumberText.whole(cell.bytes), Self.isPlain(cell.bytes) {
      return .number(number)
    }
    return .text(texts.id(of: cell))
  }

  /// An error about the cell of a column in the row that was read last.
  func error(_ column: Int, _ problem: String, remedy: String) -> InputError {
    InputError(
      file: file,
      line: line,
      "column \(header[column]) \(problem): \"\(cell(column).excerpt)\"",
      remedy: remedy
    )
  }

  /// Whether an error is about the last cell of the row that was read last.
  private func isAboutLastCell(_ error: InputError) -> Bool {
    guard let last = header.last else { return false }
    return error.line == line && error.message.hasPrefix("column \(last) ")
  }

  /// Takes the row with which the file ends; true where its last cell makes no sense, as it is cut.
  ///
  /// In the only row of a file (`isOnly`) such a cell is an error like any other.
  func isCut(
    isOnly: Bool = false,
    _ take: () throws(InputError) -> Void
  ) throws(InputError) -> Bool {
    do throws(InputError) {
      try take()
      return false
    } catch {
      guard !isOnly, isAboutLastCell(error) else { throw error }
      return true
    }
  }

  private func negative(_ column: Int) -> InputError {
    error(column, "is negative", remedy: "write zero or more")
  }

  /// Whether a number is written without a leading zero.
  static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard !bytes.contains(0x2E) else { return false }
    let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
    return digits.first != 0x30 || (digits.count == 1 && bytes.count == 1)
  }
}
