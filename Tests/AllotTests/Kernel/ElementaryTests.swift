import Allot
import Foundation
import Testing

@Suite struct ElementaryTests {
  @Test func exp2IsWithinItsBound() {
    var random = RandomStream("exp2", seed: 1)
    for _ in 0..<20_000 {
      let x = random.unit() * 600 - 300
      let exact = Foundation.pow(2.0, x)
      #expect(abs(Elementary.exp2(x) - exact) <= 4e-15 * exact)
    }
    for whole in -100...100 {
      #expect(
        Elementary.exp2(Double(whole)) == Double(sign: .plus, exponent: whole, significand: 1)
      )
    }
  }

  @Test func powerOfHalfIsWithinItsBound() {
    var random = RandomStream("power of half", seed: 1)
    for step in 0..<20_000 {
      let x = random.unit() * (step % 2 == 0 ? 1_000 : 4)
      let exact = Foundation.pow(0.5, x)
      #expect(abs(Elementary.powerOfHalf(x) - exact) <= 4e-15 * exact)
    }
    for whole in 0...1_000 {
      let exact = Double(sign: .plus, exponent: -whole, significand: 1)
      #expect(Elementary.powerOfHalf(Double(whole)) == exact)
    }
    #expect(Elementary.powerOfHalf(1_001) == 0)
  }

  @Test func log2IsWithinItsBound() {
    var random = RandomStream("log2", seed: 1)
    for _ in 0..<20_000 {
      let x = Elementary.exp2(random.unit() * 600 - 300)
      let exact = Foundation.log2(x)
      #expect(abs(Elementary.log2(x) - exact) <= 4e-15 * max(abs(exact), 1))
    }
    #expect(Elementary.log2(8) == 3)
  }

  @Test func sineIsWithinItsBound() {
    var random = RandomStream("sine", seed: 1)
    for _ in 0..<20_000 {
      let turns = random.unit() * 20 - 10
      #expect(abs(Elementary.sine(turns: turns) - Foundation.sin(turns * 2 * .pi)) < 1e-9)
    }
    #expect(Elementary.sine(turns: 0) == 0)
  }

  @Test func outOfRangeTraps() async {
    await #expect(processExitsWith: .failure) { _ = Elementary.exp2(1_001) }
    await #expect(processExitsWith: .failure) { _ = Elementary.powerOfHalf(-1) }
    await #expect(processExitsWith: .failure) { _ = Elementary.log2(0) }
    await #expect(processExitsWith: .failure) { _ = Elementary.sine(turns: 2e6) }
  }
}
