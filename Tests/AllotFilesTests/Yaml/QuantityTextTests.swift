import Allot
import AllotFiles
import Testing

@Suite struct QuantityTextTests {
  @Test(
    arguments: [
      ("10 min", 600_000), ("2 h", 7_200_000), ("90 s", 90_000), ("7 d", 604_800_000),
      ("10min", 600_000), ("1.5 h", 5_400_000), ("1 h 30 min", 5_400_000), ("1h30min", 5_400_000),
      ("250 ms", 250), ("0.25 s", 250), ("2 weeks", 1_209_600_000), ("0 s", 0),
      (" 1 day ", 86_400_000),
    ] as [(String, Int64)]
  )
  func readsDurations(text: String, milliseconds: Int64) {
    #expect(QuantityText.duration(text) == SimDuration(milliseconds: milliseconds))
  }

  @Test(arguments: [
    "", "10", "min", "-10 min", "+1 s", "1e3 s", "0.0001 s", "1. s", ".5 s", "10 min,",
    "1 h 30", "99999999999999999999 s", "9223372036854775 s", "99000000000 d", "١ s", "1,5 h",
  ])
  func refusesOtherDurations(text: String) {
    #expect(QuantityText.duration(text) == nil)
  }

  @Test(
    arguments: [
      ("50%", 500_000), ("58.5 %", 585_000), ("0%", 0), ("33.3333%", 333_333), ("100 %", 1_000_000),
      ("0.0001%", 1), ("120%", 1_200_000), ("50.00000%", 500_000),
    ] as [(String, Int64)]
  )
  func readsShares(text: String, millionths: Int64) {
    #expect(QuantityText.share(text) == Share(millionths: millionths))
  }

  @Test(arguments: ["50", "0.5", "-5%", "33.33333%", "%", "5%%", "five %", "50 percent", "1e2%"])
  func refusesOtherShares(text: String) {
    #expect(QuantityText.share(text) == nil)
  }

  @Test func readsPower() {
    #expect(QuantityText.power("10.2 kW") == Watts(10_200))
    #expect(QuantityText.power("700W") == Watts(700))
    #expect(QuantityText.power("2.1376 MW") == Watts(2_137_600))
    #expect(QuantityText.power("0.5 W") == nil)
    #expect(QuantityText.power("10 KW") == nil)
    #expect(QuantityText.power("10") == nil)
  }

  @Test func readsMemory() {
    #expect(QuantityText.mebibytes("80 GiB") == 81_920)
    #expect(QuantityText.mebibytes("2 TiB") == 2_097_152)
    #expect(QuantityText.mebibytes("0.5 TiB") == 524_288)
    #expect(QuantityText.mebibytes("512 MiB") == 512)
    #expect(QuantityText.mebibytes("80 GB") == 76_293)
    #expect(QuantityText.mebibytes("2 TB") == 1_907_348)
    #expect(QuantityText.mebibytes("1 MB") == 0)
    #expect(QuantityText.mebibytes("80 G") == nil)
    #expect(QuantityText.mebibytes("99999999999999 TB") == nil)
  }

  @Test func readsRates() {
    #expect(QuantityText.gigaflops("67 TF") == 67_000)
    #expect(QuantityText.gigaflops("989.4 TF") == 989_400)
    #expect(QuantityText.gigaflops("19.5 TFLOPS") == 19_500)
    #expect(QuantityText.gigaflops("2 PF") == 2_000_000)
    #expect(QuantityText.gigaflops("1 EFLOP/s") == 1_000_000_000)
    #expect(QuantityText.gigaflops("5 GF") == 5)
    #expect(QuantityText.gigaflops("0.0001 TF") == nil)
    #expect(QuantityText.gigaflops("67") == nil)
    #expect(QuantityText.gigaflops("67 TB") == nil)
    #expect(QuantityText.gigaflops("67 KF") == nil)
  }

  @Test func readsBareNumbers() {
    #expect(QuantityText.millionths("2") == 2_000_000)
    #expect(QuantityText.millionths("0.95") == 950_000)
    #expect(QuantityText.millionths("0.0000001") == nil)
    #expect(QuantityText.millionths("2 x") == nil)
    #expect(QuantityText.millionths("9223372036854775807") == nil)
  }

  @Test func writesPercentages() {
    #expect(QuantityText.percent(Share(percent: 50)) == "50 %")
    #expect(QuantityText.percent(Share(millionths: 585_000)) == "58.5 %")
    #expect(QuantityText.percent(Share(millionths: 333_333)) == "33.3333 %")
    #expect(QuantityText.percent(Share(millionths: 100)) == "0.01 %")
  }
}
