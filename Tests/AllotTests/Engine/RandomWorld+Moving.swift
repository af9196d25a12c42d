import Allot
import AllotTesting

extension RandomWorld.Options {
  /// Features that go together with everything that changes on dates, mixed by the seed.
  static func moving(under policy: Policy, seed: UInt64) -> RandomWorld.Options {
    var options = RandomWorld.Options()
    options.isSlow = seed % 3 == 0
    options.isNested = seed % 7 == 5
    options.hasLimits = seed % 5 < 2
    options.hasQuotas = seed % 7 == 3
    options.hasModelLists = seed % 4 == 2
    options.hasComponents = policy.cycle == nil && seed % 6 == 4
    options.hasMemory = seed % 11 == 3
    options.hasResources = seed % 8 == 3
    options.hasPriorities = seed % 4 > 0
    options.hasProtectedJobs = seed % 9 == 5
    options.hasLimitGroups = policy.cycle == nil && seed % 5 == 3
    options.hasDependencies = seed % 6 == 1
    options.isClosed = seed % 13 == 8
    return options
  }
}
