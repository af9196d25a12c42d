/// Where the columns that are used stand in the output of `sacct -P`.
struct SacctColumns {
  let job: Int
  let user: Int
  let account: Int
  let partition: Int
  let state: Int
  let submit: Int
  let start: Int
  let eligible: Int?
  let end: Int?
  let elapsed: Int?
  let limitMinutes: Int?
  let limit: Int?
  let allocated: Int?
  let requested: Int?
  let nodes: Int?
  /// How many other columns there are.
  let unused: Int

  /// The columns that an export must have; of those in one list, one is enough.
  private static let needed = [
    ["JobID"], ["User"], ["Account"], ["Partition"], ["State"], ["Submit"], ["Start"],
    ["End", "ElapsedRaw"], ["TimelimitRaw", "Timelimit"], ["AllocTRES", "ReqTRES"],
  ]

  /// Finds the columns.
  ///
  /// - Throws: `InputError` that names every missing one and the command that gives them all.
  init(_ table: DelimitedReader) throws(InputError) {
    let missing = Self.needed.filter { names in names.allSatisfy { table.column($0) == nil } }
    guard missing.isEmpty, let job = table.column("JobID"), let user = table.column("User"),
      let account = table.column("Account"), let partition = table.column("Partition"),
      let state = table.column("State"), let submit = table.column("Submit"),
      let start = table.column("Start")
    else {
      let names = missing.map { $0.joined(separator: " or ") }.joined(separator: ", ")
      throw InputError(
        file: table.file,
        line: table.headerLine,
        "columns are missing: \(names)",
        remedy: "export with sacct -a -X -P -D --noconvert -o JobID,User,Account,Partition,"
          + "State,Submit,Eligible,Start,End,ElapsedRaw,TimelimitRaw,NNodes,ReqTRES,AllocTRES"
      )
    }
    self.job = job
    self.user = user
    self.account = account
    self.partition = partition
    self.state = state
    self.submit = submit
    self.start = start
    eligible = table.column("Eligible")
    end = table.column("End")
    elapsed = table.column("ElapsedRaw")
    limitMinutes = table.column("TimelimitRaw")
    limit = table.column("Timelimit")
    allocated = table.column("AllocTRES")
    requested = table.column("ReqTRES")
    nodes = table.column("NNodes")
    let optional = [eligible, end, elapsed, limitMinutes, limit, allocated, requested, nodes]
    unused = table.header.count - 7 - optional.count { $0 != nil }
  }
}
