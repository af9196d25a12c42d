/// Where the columns that are read stand in an export of `sacct`.
struct SacctColumns {
  let job: Int
  let state: Int
  let submit: Int
  let user: Int?
  let account: Int?
  let partition: Int?
  let qos: Int?
  let cluster: Int?
  let eligible: Int?
  let start: Int?
  let end: Int?
  let elapsedSeconds: Int?
  let elapsed: Int?
  let suspended: Int?
  let limitMinutes: Int?
  let limit: Int?
  let allocated: Int?
  let requested: Int?
  let allocatedGres: Int?
  let requestedGres: Int?
  let cpus: Int?
  let nodes: Int?
  let nodeList: Int?
  /// The names of all columns that are not read.
  let unused: [String]

  /// The columns that the documented command asks for, all of which are read.
  static let exported = [
    "JobID", "User", "Account", "Partition", "QOS", "Cluster", "State", "Submit", "Eligible",
    "Start", "End", "ElapsedRaw", "TimelimitRaw", "NNodes", "NodeList", "ReqTRES", "AllocTRES",
  ]

  /// The command that exports what is read and nothing else.
  static let command =
    "SLURM_TIME_FORMAT=%s sacct -a -X -P -D --noconvert -o " + exported.joined(separator: ",")

  /// The columns that an export must have; of those in one list, one is enough.
  private static let needed = [
    ["JobID"], ["State"], ["Submit"], ["ElapsedRaw", "Elapsed", "End"],
    ["AllocTRES", "ReqTRES", "AllocGRES", "ReqGRES", "AllocCPUS", "NCPUS", "ReqCPUS"],
  ]

  /// Finds the columns.
  ///
  /// - Throws: `InputError` that names every missing one and the command that gives them all.
  init(_ table: SacctTable) throws(InputError) {
    var missing = Self.needed.filter { names in names.allSatisfy { table.column($0) == nil } }
    // Start is needed where only it and the end tell how long a job ran.
    if table.column("ElapsedRaw") == nil, table.column("Elapsed") == nil,
      table.column("Start") == nil
    {
      missing.append(["Start"])
    }
    guard missing.isEmpty, let job = table.column("JobID"), let state = table.column("State"),
      let submit = table.column("Submit")
    else {
      let names = missing.map { $0.joined(separator: " or ") }.joined(separator: ", ")
      throw InputError(
        file: table.file,
        line: table.headerLine,
        "columns are missing: \(names)",
        remedy: "export with \(Self.command)"
      )
    }
    var read = [job, state, submit]
    func find(_ names: String...) -> Int? {
      let found = names.lazy.compactMap { table.column($0) }.first
      if let found { read.append(found) }
      return found
    }
    (self.job, self.state, self.submit) = (job, state, submit)
    user = find("User")
    account = find("Account")
    partition = find("Partition")
    qos = find("QOS")
    cluster = find("Cluster")
    eligible = find("Eligible")
    start = find("Start")
    end = find("End")
    elapsedSeconds = find("ElapsedRaw")
    elapsed = find("Elapsed")
    suspended = find("Suspended")
    limitMinutes = find("TimelimitRaw")
    limit = find("Timelimit")
    allocated = find("AllocTRES")
    requested = find("ReqTRES")
    allocatedGres = find("AllocGRES")
    requestedGres = find("ReqGRES")
    cpus = find("AllocCPUS", "NCPUS", "ReqCPUS")
    nodes = find("NNodes", "AllocNodes")
    nodeList = find("NodeList")
    unused = table.header.indices.filter { !read.contains($0) }.map { table.header[$0] }
    positions = read
  }

  /// The positions of all columns that are read.
  let positions: [Int]
}
