/// What the cells of a column of `sacct` look like, by which a row with stray separators is cut.
enum SacctColumn {
  /// The id of a record.
  case job
  /// A state, behind which text may stand.
  case state
  /// A time, or a word for "not known".
  case time
  /// A length of time as `D-HH:MM:SS`, or a word for "none".
  case clock
  /// A number, perhaps with a unit.
  case number
  /// Resources as `cpu=4,mem=1G`.
  case tres
  /// An exit code as `0:15`.
  case exit
  /// A name without blanks and slashes.
  case word
  /// A path from the root on, in which anything may stand.
  case path
  /// Anything.
  case free

  /// The look of a column by its name; a column that is not known may hold anything.
  init(_ name: String) {
    self = Self.looks[name] ?? .free
  }

  private static let looks: [String: SacctColumn] = {
    var looks: [String: SacctColumn] = [:]
    let names: [(SacctColumn, [String])] = [
      (.job, ["JobID", "JobIDRaw"]), (.state, ["State"]),
      (.time, ["Submit", "Eligible", "Start", "End"]),
      (
        .clock,
        [
          "Elapsed", "Timelimit", "Suspended", "Reserved", "Planned", "CPUTime", "TotalCPU",
          "SystemCPU", "UserCPU", "MinCPU", "AveCPU", "PlannedCPU", "ResvCPU",
        ]
      ),
      (
        .number,
        [
          "ElapsedRaw", "TimelimitRaw", "NNodes", "AllocNodes", "ReqNodes", "AllocCPUS", "NCPUS",
          "ReqCPUS", "NTasks", "UID", "GID", "AssocID", "Priority", "QOSRAW", "DBIndex",
          "CPUTimeRAW", "ConsumedEnergyRaw", "ReservationId", "PlannedCPURAW", "ResvCPURAW",
          "ReqMem", "ConsumedEnergy",
        ]
      ),
      (.tres, ["AllocTRES", "ReqTRES"]), (.exit, ["ExitCode", "DerivedExitCode"]),
      (
        .word,
        [
          "User", "Account", "Partition", "QOS", "Cluster", "Group", "ReqGRES", "AllocGRES",
          "NodeList", "WCKey", "Flags", "McsLabel", "QOSREQ",
        ]
      ),
      (.path, ["WorkDir"]),
    ]
    for (look, names) in names {
      for name in names { looks[name] = look }
    }
    return looks
  }()

  /// True where a cell may hold separators and line breaks.
  var isFree: Bool {
    switch self {
    case .path, .free: true
    default: false
    }
  }

  /// Whether a cell, cut at separators, could be of this column.
  func mayBe(_ cell: Cell) -> Bool {
    if cell.isEmpty { return self != .job && self != .state }
    let bytes = cell.bytes
    switch self {
    case .job: return SlurmJobID(cell) != nil
    case .state: return SlurmState(cell) != nil
    case .time:
      return Self.isWord(bytes) || CalendarText.instant(bytes) != nil
        || bytes.allSatisfy { NumberText.digit($0) != nil }
    case .clock:
      return Self.isWord(bytes)
        || bytes.allSatisfy { NumberText.digit($0) != nil || [0x3A, 0x2D, 0x2E].contains($0) }
    case .number:
      return Self.isWord(bytes) || (NumberText.digit(bytes[0]) != nil && !bytes.contains(0x20))
    case .tres:
      return bytes.split(separator: 0x2C, omittingEmptySubsequences: false).allSatisfy {
        $0.contains(0x3D)
      } && !bytes.contains(0x20)
    case .exit:
      return bytes.allSatisfy { NumberText.digit($0) != nil || $0 == 0x3A } && bytes.contains(0x3A)
    case .word:
      return !bytes.contains { NumberText.isBlank($0) || $0 == 0x2F || $0 == 0x0A }
    case .path: return bytes[0] == 0x2F
    case .free: return true
    }
  }

  /// Whether bytes are letters alone, such as `Unknown`, `UNLIMITED` or `Partition_Limit`.
  private static func isWord(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x5F || $0 == 0x2F }
      && bytes.count < 20
  }
}
