/// A limit on CPU time per period, as cgroups set it: what a container may use of its cores.
///
/// hwloc knows the cpuset of a cgroup, not its quota, which is therefore read here.
public struct CPUQuota: Hashable, Sendable, Encodable {
  /// The CPU time allowed in one period, in microseconds, positive.
  public let microseconds: Int64
  /// The length of the period in microseconds, positive.
  public let periodMicroseconds: Int64

  /// The quota of so much CPU time per period; nil unless both are positive.
  public init?(microseconds: Int64, periodMicroseconds: Int64) {
    guard microseconds > 0, periodMicroseconds > 0 else { return nil }
    self.microseconds = microseconds
    self.periodMicroseconds = periodMicroseconds
  }

  /// Parses the text of a cgroup v2 `cpu.max`; nil for `max` (no limit) and for other texts.
  public init?(cpuMax text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let quota = Int64(words[0]), let period = Int64(words[1]) else {
      return nil
    }
    self.init(microseconds: quota, periodMicroseconds: period)
  }

  /// Parses cgroup v1's `cpu.cfs_quota_us` and `cpu.cfs_period_us`; nil for −1 (no limit).
  public init?(quotaText: String, periodText: String) {
    let quota = quotaText.split(whereSeparator: \.isWhitespace)
    let period = periodText.split(whereSeparator: \.isWhitespace)
    guard quota.count == 1, period.count == 1, let microseconds = Int64(quota[0]),
      let periodMicroseconds = Int64(period[0])
    else { return nil }
    self.init(microseconds: microseconds, periodMicroseconds: periodMicroseconds)
  }

  /// The number of processors that can use the quota up: rounded up, at least 1.
  ///
  /// Rounded up because workers under 2.5 processors finish sooner as three that are throttled a
  /// little than as two that leave a fifth unused.
  public var processors: Int {
    let whole = microseconds / periodMicroseconds
    return Int(whole) + (microseconds % periodMicroseconds == 0 ? 0 : 1)
  }

  /// Whether this quota allows less than the other, exactly compared as ratios.
  public func allowsLess(than other: CPUQuota) -> Bool {
    let ours = microseconds.multipliedFullWidth(by: other.periodMicroseconds)
    let theirs = other.microseconds.multipliedFullWidth(by: periodMicroseconds)
    return ours.high == theirs.high ? ours.low < theirs.low : ours.high < theirs.high
  }

  /// The smallest quota that holds for this process; nil when there is none or none can be read.
  public static func current() -> CPUQuota? {
    smallest { path in try? SystemFile.text(of: path) }
  }

  /// The smallest quota on the way from the process's cgroup to the root, in a given file system.
  ///
  /// - Parameter read: The text of the file at an absolute path; nil when there is none.
  /// - Returns: The quota that allows least; nil when none is set.
  public static func smallest(reading read: (String) -> String?) -> CPUQuota? {
    var smallest: CPUQuota?
    for directory in CgroupPath.directories(reading: read) {
      guard let quota = quota(in: directory, reading: read) else { continue }
      if smallest.map({ quota.allowsLess(than: $0) }) ?? true {
        smallest = quota
      }
    }
    return smallest
  }

  private static func quota(in directory: String, reading read: (String) -> String?) -> CPUQuota? {
    if let text = read(directory + "/cpu.max") {
      return CPUQuota(cpuMax: text)
    }
    guard let quota = read(directory + "/cpu.cfs_quota_us"),
      let period = read(directory + "/cpu.cfs_period_us")
    else { return nil }
    return CPUQuota(quotaText: quota, periodText: period)
  }
}
