import Allot
import AllotMetrics
import Testing

/// Paired comparisons: Student's t, intervals of mean differences, Holm's correction.
@Suite struct StatisticsTests {
  // MARK: Student's t

  /// From scipy 1.17.1, `2 * scipy.stats.t.sf(t, degrees)`; each agrees with 50 digits of mpmath
  /// to 10⁻¹⁴.
  static let probabilities: [(degrees: Int, t: Double, p: Double)] = [
    (1, 0.5, 0.7048327646991335),
    (1, 1, 0.5000000000000001),
    (1, 63.65674116287399, 0.009999999999999624),
    (1, 1e20, 6.366197723675813e-21),
    (2, 1.5, 0.2723931248910011),
    (2, 300, 1.1110925929355216e-05),
    (3, 2, 0.13932596855884305),
    (4, 2.25, 0.08764517650339462),
    (5, 0.001, 0.9992407867721976),
    (9, 4.062127683382037, 0.002832890197384273),
    (10, 15, 3.496291436553529e-08),
    (11, 1.9, 0.08395043706449332),
    (29, 2.045, 0.050024075922411614),
    (30, 2.05, 0.049192831083900636),
    (31, 9.5, 1.0752223933892458e-10),
    (100, 1.2, 0.23297456721824167),
    (101, 30, 4.146070920003428e-52),
    (1_000, 2.5, 0.012578567801090807),
    (9_999, 1.7, 0.08916202583772537),
    (100_000, 1.99, 0.04659365382148665),
    (100_000, 4, 6.338799755719541e-05),
  ]

  @Test(arguments: probabilities)
  func probabilitiesAreThoseOfScipy(degrees: Int, t: Double, p: Double) {
    let student = StudentT(degreesOfFreedom: degrees)
    #expect(abs(student.twoSidedP(t) - p) < 1e-10 * p)
    #expect(student.twoSidedP(-t) == student.twoSidedP(t))
  }

  /// From scipy 1.17.1, `scipy.stats.t.ppf(0.975, degrees)`.
  static let quantiles: [(degrees: Int, quantile: Double)] = [
    (1, 12.706204736174694),
    (2, 4.302652729749462),
    (3, 3.1824463052837078),
    (4, 2.7764451051977934),
    (7, 2.364624251592784),
    (11, 2.200985160091639),
    (29, 2.045229642132703),
    (30, 2.0422724563012378),
    (59, 2.000995378088267),
    (60, 2.0002978220142604),
    (100, 1.9839715185235518),
    (500, 1.9647198374673676),
    (999, 1.9623414611334493),
    (1_000, 1.9623390808264083),
    (1_001, 1.9623367052808798),
    (100_000, 1.9599877075346095),
    (1_000_000_000, 1.959963986912325),
  ]

  @Test(arguments: quantiles)
  func quantilesAreThoseOfScipy(degrees: Int, quantile: Double) {
    let student = StudentT(degreesOfFreedom: degrees)
    #expect(abs(student.quantile95 - quantile) < 2e-13 * quantile)
  }

  @Test func quantilesAreTheInverseOfProbabilitiesAndFall() {
    var last = Double.infinity
    for degrees in Array(1...120) + [997, 998, 999, 1_000, 1_001, 1_002] {
      let student = StudentT(degreesOfFreedom: degrees)
      #expect(abs(student.twoSidedP(student.quantile95) - 0.05) < 1e-12, "\(degrees)")
      #expect(student.quantile95 < last, "\(degrees)")
      last = student.quantile95
    }
  }

  /// The two ways to add up meet at 2, and the two arguments of the arctangent where t² is ν.
  @Test(arguments: 1...64)
  func probabilitiesHaveNoStep(degrees: Int) {
    let student = StudentT(degreesOfFreedom: degrees)
    for t in [2, Double(degrees).squareRoot()] {
      let before = student.twoSidedP(t.nextDown)
      let after = student.twoSidedP(t.nextUp)
      #expect(abs(before - after) < 1e-12 * after)
    }
    #expect(student.twoSidedP(2.001) < student.twoSidedP(2))
  }

  @Test(arguments: [1, 2, 3, 30, 31, 5_000])
  func theEndsOfTheDistribution(degrees: Int) {
    let student = StudentT(degreesOfFreedom: degrees)
    #expect(student.twoSidedP(0) == 1)
    #expect(student.twoSidedP(.infinity) == 0)
    #expect((0..<1e-150).contains(student.twoSidedP(1e160)))
    #expect((0.999999..<1).contains(student.twoSidedP(1e-8)))
  }

  // MARK: Intervals

  /// Additional hours of sleep of ten patients, the example of Student's paper.
  static let sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]

  /// 0, 1, 4, 9, … over 64: 32 skewed differences.
  static let squares = (0..<32).map { Double($0 * $0) / 64 }

  static let stream = RandomStream("twin", seed: 3)

  /// `scipy.stats.ttest_1samp(sleep, 0)` and its `confidence_interval()`.
  @Test func fewReplicatesHaveStudentsInterval() throws {
    let interval = PairedInterval(differences: Self.sleep, stream: Self.stream)
    #expect(interval.method == .student)
    #expect(interval.replicates == 10)
    #expect(abs(interval.estimate - 1.58) < 1e-12)
    #expect(abs(interval.low - 0.7001142367230174) < 1e-12)
    #expect(abs(interval.high - 2.4598857632769824) < 1e-12)
    #expect(abs(interval.standardDeviation - 1.229995483279873) < 1e-12)
    #expect(abs(try #require(interval.pValue) - 0.002832890197384273) < 1e-13)
    #expect(!interval.isEqual)
  }

  /// The ends are from a program in Python that takes mean and deviation of each resample with
  /// `math.fsum`; the p-value is from `scipy.stats.ttest_1samp`.
  @Test func manyReplicatesHaveTheBootstrapT() throws {
    let interval = PairedInterval(differences: Self.squares, stream: Self.stream)
    #expect(PairedInterval.draws == 10_000)
    #expect(interval.method == .bootstrap)
    #expect(interval.estimate == 5.0859375)
    #expect(abs(interval.low - 3.5341674963527003) < 1e-12)
    #expect(abs(interval.high - 6.938570435153885) < 1e-12)
    #expect(abs(interval.standardDeviation - 4.701853025669773) < 1e-12)
    let p = 8.751210786717743e-07
    #expect(abs(try #require(interval.pValue) - p) < 1e-10 * p)
  }

  @Test func theBootstrapStartsAtThirty() {
    let thirty = Array(Self.squares.prefix(30))
    #expect(PairedInterval(differences: thirty, stream: Self.stream).method == .bootstrap)
    let fewer = Array(Self.squares.prefix(29))
    #expect(PairedInterval(differences: fewer, stream: Self.stream).method == .student)
  }

  @Test func theSameStreamGivesTheSameIntervalAndAnotherOneAnother() {
    let interval = PairedInterval(differences: Self.squares, stream: Self.stream)
    #expect(interval == PairedInterval(differences: Self.squares, stream: Self.stream))
    // To the last bit, whatever machine and optimisation.
    #expect((interval.low, interval.high) == (3.5341674963527003, 6.938570435153886))
    let other = PairedInterval(
      differences: Self.squares,
      stream: RandomStream("twin", seed: 4)
    )
    #expect(interval != other)
    // Between streams the ends vary with a deviation of 0.01 and 0.05.
    #expect(abs(interval.low - other.low) < 0.1)
    #expect(abs(interval.high - other.high) < 0.3)
  }

  /// A change of sign turns the interval over, and a power of two scales it, to the last bit; the
  /// smallest and largest scales would overflow if a square were taken of plain differences.
  @Test(arguments: [sleep, squares])
  func signAndScaleCarryThrough(differences: [Double]) {
    let interval = PairedInterval(differences: differences, stream: Self.stream)
    let turned = PairedInterval(differences: differences.map { -$0 }, stream: Self.stream)
    #expect(turned.low == -interval.high)
    #expect(turned.high == -interval.low)
    #expect(turned.pValue == interval.pValue)
    for scale in [0x1p-900, 0x1p-1, 0x1p+7, 0x1p+900] {
      let scaled = PairedInterval(differences: differences.map { $0 * scale }, stream: Self.stream)
      #expect(scaled.estimate == interval.estimate * scale)
      #expect(scaled.low == interval.low * scale)
      #expect(scaled.high == interval.high * scale)
      #expect(scaled.standardDeviation == interval.standardDeviation * scale)
      #expect(scaled.pValue == interval.pValue)
    }
  }

  @Test(arguments: [2, 12, 30, 31])
  func equalDifferencesHaveNoSpread(count: Int) {
    let zero = [Double](repeating: 0, count: count)
    let none = PairedInterval(differences: zero, stream: Self.stream)
    #expect(none.isEqual)
    #expect(none.pValue == nil)
    #expect((none.low, none.estimate, none.high) == (0, 0, 0))
    // Three tenths: their mean by addition is not 0.3 in its last bit.
    let shift = [Double](repeating: 0.3, count: count)
    let same = PairedInterval(differences: shift, stream: Self.stream)
    #expect(!same.isEqual)
    #expect(same.pValue == 0)
    #expect((same.low, same.estimate, same.high) == (0.3, 0.3, 0.3))
    #expect(same.standardDeviation == 0)
    #expect(same.replicatesFor(halfWidth: 1e-9) == 2)
  }

  /// With one exception among 40, more than a third of the resamples have no spread, or so little
  /// that their statistics are in the tens of thousands.
  @Test(arguments: [0, 1e-9, 1e-4])
  func manyResamplesWithoutSpreadLeaveStudentsInterval(noise: Double) {
    var differences = (0..<40).map { Double($0 % 3) * noise }
    differences[17] = 5
    let interval = PairedInterval(differences: differences, stream: Self.stream)
    #expect(interval.method == .student)
    #expect(interval.low < 0 && interval.high > 0)
    let below = interval.estimate - interval.low
    let above = interval.high - interval.estimate
    #expect(abs(below - above) < 1e-12)
    // Eight exceptions leave one resample in 7,500 without spread, which the ranks pass over.
    for index in 0..<8 { differences[index * 5] = 5 }
    let spread = PairedInterval(differences: differences, stream: Self.stream)
    #expect(spread.method == .bootstrap)
    #expect(spread.low.isFinite && spread.high.isFinite)
  }

  @Test(arguments: [0.1, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7.77, 10, 20])
  func plannedReplicatesAreTheFewest(ratio: Double) {
    let interval = PairedInterval(differences: Self.sleep, stream: Self.stream)
    let halfWidth = interval.standardDeviation / ratio
    func reaches(_ count: Int) -> Bool {
      let quantile = StudentT(degreesOfFreedom: count - 1).quantile95
      return quantile * interval.standardDeviation / Double(count).squareRoot() <= halfWidth
    }
    #expect(interval.replicatesFor(halfWidth: halfWidth) == (2...).first(where: reaches))
  }

  @Test func plansHaveAGreatestNumber() {
    let interval = PairedInterval(differences: Self.sleep, stream: Self.stream)
    #expect(interval.replicatesFor(halfWidth: .leastNonzeroMagnitude) == 1_000_000_000_000)
    #expect(interval.replicatesFor(halfWidth: .infinity) == 2)
    let many = interval.replicatesFor(halfWidth: interval.standardDeviation / 10_000)
    #expect(abs(many - 384_145_884 - 2) <= 2)
  }

  // MARK: Coverage

  enum Study: String, CaseIterable {
    /// Normal differences with deviation 1 around 0.2.
    case normal
    /// Times whose ratio is log-normal around 1.2 with deviation 0.5 of its logarithm.
    case ratio
    /// The same with deviation 1.
    case wideRatio
  }

  /// Two independent normal numbers by Box and Muller; `RandomStream.normal()` has no far tails.
  private static func normals(_ random: inout RandomStream) -> (Double, Double) {
    let radius = (-2 * naturalLog(1 - random.unit())).squareRoot()
    let turns = random.unit()
    return (radius * Elementary.sine(turns: turns + 0.25), radius * Elementary.sine(turns: turns))
  }

  private static func naturalLog(_ x: Double) -> Double {
    Elementary.log2(x) * 0.693147180559945309417
  }

  private static func exponential(_ x: Double) -> Double {
    Elementary.exp2(x * 1.4426950408889634074)
  }

  private static func difference(_ study: Study, _ random: inout RandomStream) -> Double {
    let (first, second) = normals(&random)
    if study == .normal { return 0.2 + first }
    let baseline = 3_600 * exponential(2 * second)
    let candidate = baseline * 1.2 * exponential(first * (study == .ratio ? 0.5 : 1))
    return naturalLog(candidate / baseline)
  }

  /// The shares of 2,000 studies whose interval lies below, around and above the truth.
  private static func coverage(
    _ study: Study,
    replicates: Int,
    draws: Int
  ) -> (below: Double, around: Double, above: Double) {
    let truth = study == .normal ? 0.2 : naturalLog(1.2)
    var random = RandomStream("coverage of \(study.rawValue)", seed: UInt64(replicates))
    var (below, around, above) = (0, 0, 0)
    for seed in 0..<2_000 {
      let differences = (0..<replicates).map { _ in difference(study, &random) }
      let stream = RandomStream("bootstrap", seed: UInt64(seed))
      let interval = PairedInterval(differences: differences, stream: stream, draws: draws)
      if interval.high < truth {
        below += 1
      } else if interval.low > truth {
        above += 1
      } else {
        around += 1
      }
    }
    return (Double(below) / 2_000, Double(around) / 2_000, Double(above) / 2_000)
  }

  /// Normal studies of 30 take the shipped 10,000 resamples; the others 2,000, as the share that
  /// holds the truth does not change with it and the time does.
  @Test(arguments: Study.allCases, [12, 30])
  func intervalsHoldTheTruth(study: Study, replicates: Int) {
    let draws = study == .normal ? PairedInterval.draws : 2_000
    let shares = Self.coverage(study, replicates: replicates, draws: draws)
    #expect((0.93...0.97).contains(shares.around), "\(shares)")
    // Either side has half of the rest.
    #expect((0.015...0.035).contains(shares.below), "\(shares)")
    #expect((0.015...0.035).contains(shares.above), "\(shares)")
  }

  // MARK: Holm's correction

  /// Holm's steps are the closed test of Bonferroni's: a comparison is significant if every set of
  /// comparisons that it belongs to has a p-value of at most the level over the size of the set.
  private static func closedTest(_ pValues: [Double?], level: Double) -> [Bool] {
    let tested = pValues.indices.filter { pValues[$0] != nil }
    let sets = (1..<(1 << tested.count)).map { bits in
      tested.indices.filter { bits >> $0 & 1 == 1 }.map { tested[$0] }
    }
    return pValues.indices.map { position in
      tested.contains(position)
        && sets.filter { $0.contains(position) }.allSatisfy { set in
          set.contains { pValues[$0]! <= level / Double(set.count) }
        }
    }
  }

  @Test(arguments: 0..<40)
  func holmIsTheClosedTest(seed: Int) {
    var random = RandomStream("holm", seed: UInt64(seed))
    let grid = [0, 0.001, 0.05 / 6, 0.01, 0.0125, 0.05 / 3, 0.02, 0.025, 0.05, 0.0500001, 1]
    for count in 0...6 {
      let pValues: [Double?] = (0..<count).map { _ in
        if random.chance(1, in: 8) { return nil }
        return random.chance(1, in: 4) ? random.unit() * 0.1 : grid[random.below(grid.count)]
      }
      for level in [0.05, 0.01] {
        let holm = HolmCorrection(pValues: pValues, level: level)
        #expect(holm.isSignificant == Self.closedTest(pValues, level: level), "\(pValues)")
        #expect(holm.comparisons == pValues.count { $0 != nil })
      }
    }
  }

  @Test func holmStepsDown() {
    // 0.01 ≤ 0.05 / 4, 0.013 ≤ 0.05 / 3, 0.03 > 0.05 / 2; then 0.04 may not follow.
    let holm = HolmCorrection(pValues: [0.04, nil, 0.01, 0.03, 0.013])
    #expect(holm.isSignificant == [false, false, true, false, true])
    #expect(holm.comparisons == 4)
    let tied = HolmCorrection(pValues: [0.025, 0.025])
    #expect(tied.isSignificant == [true, true])
    let nothing = HolmCorrection(pValues: [nil, nil])
    #expect(nothing.isSignificant == [false, false])
    #expect(nothing.comparisons == 0)
  }

  // MARK: Broken preconditions

  @Test func wrongArgumentsTrap() async {
    await #expect(processExitsWith: .failure) { _ = StudentT(degreesOfFreedom: 0) }
    await #expect(processExitsWith: .failure) {
      _ = StudentT(degreesOfFreedom: 3).twoSidedP(.nan)
    }
    await #expect(processExitsWith: .failure) {
      _ = PairedInterval(differences: [1], stream: RandomStream("trap", seed: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = PairedInterval(differences: [1, .infinity], stream: RandomStream("trap", seed: 1))
    }
    await #expect(processExitsWith: .failure) {
      let differences = (0..<30).map(Double.init)
      let stream = RandomStream("trap", seed: 1)
      _ = PairedInterval(differences: differences, stream: stream, draws: 38)
    }
    await #expect(processExitsWith: .failure) {
      _ = PairedInterval(differences: [1, 2], stream: RandomStream("trap", seed: 1))
        .replicatesFor(halfWidth: 0)
    }
    await #expect(processExitsWith: .failure) { _ = HolmCorrection(pValues: [0.5, 1.5]) }
    await #expect(processExitsWith: .failure) { _ = HolmCorrection(pValues: [.nan]) }
    await #expect(processExitsWith: .failure) { _ = HolmCorrection(pValues: [0.5], level: 1) }
  }
}
