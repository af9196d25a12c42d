import AllotHost
import Testing

@Suite struct CPUQuotaTests {
  @Test(arguments: [
    ("200000 100000\n", 2), ("150000 100000", 2), ("50000 100000", 1), ("100001 100000", 2),
    ("1 1000000", 1), ("9223372036854775807 9223372036854775807", 1),
  ])
  func cpuMaxRoundsUp(text: String, processors: Int) {
    #expect(CPUQuota(cpuMax: text)?.processors == processors)
  }

  @Test(arguments: ["max 100000\n", "max", "", "0 100000", "100000", "-1 100000", "a b", "1 2 3"])
  func cpuMaxWithoutLimit(text: String) {
    #expect(CPUQuota(cpuMax: text) == nil)
  }

  @Test func versionOneFiles() {
    #expect(CPUQuota(quotaText: "-1\n", periodText: "100000\n") == nil)
    #expect(CPUQuota(quotaText: "0\n", periodText: "100000\n") == nil)
    #expect(CPUQuota(quotaText: "", periodText: "100000\n") == nil)
    #expect(CPUQuota(quotaText: "250000\n", periodText: "100000\n")?.processors == 3)
  }

  @Test func comparesAsRatios() throws {
    let half = try #require(CPUQuota(microseconds: 1, periodMicroseconds: 2))
    let sameHalf = try #require(CPUQuota(microseconds: 50_000, periodMicroseconds: 100_000))
    let huge = try #require(CPUQuota(microseconds: .max, periodMicroseconds: 1))
    #expect(!half.allowsLess(than: sameHalf) && !sameHalf.allowsLess(than: half))
    #expect(half.allowsLess(than: huge))
    #expect(!huge.allowsLess(than: half))
  }

  @Test func smallestOnTheWayUpCounts() {
    let files = [
      "/proc/self/cgroup": "0::/slurm/job_1/step_0\n",
      "/proc/self/mountinfo": """
      22 28 0:20 / /sys rw - sysfs sysfs rw
      31 22 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate
      """,
      "/sys/fs/cgroup/slurm/job_1/step_0/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/slurm/job_1/cpu.max": "300000 100000\n",
      "/sys/fs/cgroup/slurm/cpu.max": "100000 50000\n",
    ]
    let quota = CPUQuota.smallest { files[$0] }
    #expect(quota == CPUQuota(microseconds: 100_000, periodMicroseconds: 50_000))
  }

  /// In a container without its own cgroup namespace, the path is that of the host.
  @Test func mountedSubtreeIsStripped() {
    let files = [
      "/proc/self/cgroup": "5:cpuset:/docker/abc\n4:cpu,cpuacct:/docker/abc/sub\n0::/\n",
      "/proc/self/mountinfo": """
      40 39 0:35 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
      41 39 0:36 /docker/abc /sys/fs/cgroup/cpuset ro - cgroup cgroup rw,cpuset
      """,
      "/sys/fs/cgroup/cpu,cpuacct/sub/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu,cpuacct/sub/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "400000\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpuset/cpu.cfs_quota_us": "1\n",
      "/sys/fs/cgroup/cpuset/cpu.cfs_period_us": "100000\n",
    ]
    #expect(CPUQuota.smallest { files[$0] }?.processors == 4)
  }

  @Test(arguments: ["/../other", "/elsewhere"])
  func cgroupOutsideTheMountReadsTheTop(path: String) {
    let files = [
      "/proc/self/cgroup": "0::\(path)\n",
      "/proc/self/mountinfo": "31 22 0:27 /pod /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
      "/sys/fs/cgroup/cpu.max": "700000 100000\n",
    ]
    #expect(CPUQuota.smallest { files[$0] }?.processors == 7)
  }

  @Test func nothingReadableMeansNoQuota() {
    #expect(CPUQuota.smallest { _ in nil } == nil)
    #expect(CPUQuota.smallest { _ in "0::/x\n1 2 - \n" } == nil)
  }
}
