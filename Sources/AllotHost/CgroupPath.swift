/// Finds the directories of the cgroups that this process is in.
enum CgroupPath {
  /// The directories that can hold a CPU limit for the process: its cgroup, then all above it.
  ///
  /// Cgroup v2 has one hierarchy; of v1, the one with the `cpu` controller counts. Both may be
  /// there.
  static func directories(reading read: (String) -> String?) -> [String] {
    guard let own = read("/proc/self/cgroup"), let mounts = read("/proc/self/mountinfo") else {
      return []
    }
    var directories: [String] = []
    for line in own.split(separator: "\n") {
      // hierarchy:controllers:path, and only the path may hold further colons
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let controllers = fields[1].split(separator: ",")
      guard controllers.isEmpty || controllers.contains("cpu") else { continue }
      let type = controllers.isEmpty ? "cgroup2" : "cgroup"
      for mount in mounts.split(separator: "\n").compactMap({ Mount($0) })
      where mount.type == type && (controllers.isEmpty || mount.options.contains("cpu")) {
        directories += mount.directories(downTo: String(fields[2]))
      }
    }
    return directories
  }

  /// One line of /proc/self/mountinfo, as far as it matters.
  private struct Mount {
    /// The part of the hierarchy that is mounted.
    var root: String
    /// Where it is mounted.
    var point: String
    /// `cgroup` or `cgroup2` for the mounts wanted here.
    var type: String
    /// The controllers are among these in v1.
    var options: [Substring]

    init?(_ line: Substring) {
      let words = line.split(separator: " ")
      guard let dash = words.firstIndex(of: "-"), dash >= 5, words.count > dash + 3 else {
        return nil
      }
      root = String(words[3])
      point = String(words[4])
      type = String(words[dash + 1])
      options = words[dash + 3].split(separator: ",")
    }

    /// The directory of the cgroup, and every one above it up to the mount point.
    func directories(downTo cgroup: String) -> [String] {
      var names = cgroup.split(separator: "/")
      let mounted = root.split(separator: "/")
      if names.starts(with: mounted) {
        names.removeFirst(mounted.count)
      } else {
        // The cgroup is outside of what this container sees; the top is all that can be read.
        names = []
      }
      if names.contains("..") { names = [] }
      return (0...names.count).reversed().map { depth in
        ([Substring(point)] + names.prefix(depth)).joined(separator: "/")
      }
    }
  }
}
