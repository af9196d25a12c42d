import AllotFiles
import Testing

@Suite struct DidYouMeanTests {
  private let keys = ["share", "weight", "promise", "children"]

  @Test(arguments: [
    ("shares", "share"), ("shrae", "share"), ("Share", "share"), ("weigth", "weight"),
    ("prom", "promise"), ("child", "children"), ("sh", "share"),
  ])
  func findsTheNearest(typed: String, meant: String) {
    #expect(DidYouMean.suggestion(for: typed, among: keys) == meant)
  }

  @Test(arguments: ["", "quota", "xy", "color"])
  func findsNothingFar(typed: String) {
    #expect(DidYouMean.suggestion(for: typed, among: keys) == nil)
  }

  @Test func theFewestEditsThenTheOrderWin() {
    #expect(DidYouMean.suggestion(for: "cat", among: ["cart", "cut", "bat"]) == "cart")
    #expect(DidYouMean.suggestion(for: "carts", among: ["cut", "cars", "cart"]) == "cars")
  }

  @Test func aShortWordIsNotNearToEveryOther() {
    #expect(DidYouMean.suggestion(for: "a", among: ["b", "c"]) == nil)
    #expect(DidYouMean.suggestion(for: "ab", among: ["cd"]) == nil)
  }

  @Test func theRemedyGuessesOrLists() {
    let known = (1...19).map { "key\($0)" }
    #expect(
      DidYouMean.remedy(for: "shares", among: keys, plural: "keys") == "did you mean 'share'?"
    )
    #expect(
      DidYouMean.remedy(for: "quota", among: keys, plural: "keys")
        == "the keys are share, weight, promise, children"
    )
    #expect(DidYouMean.remedy(for: "xyz", among: known, plural: "keys").hasSuffix("key18, …"))
    #expect(DidYouMean.remedy(for: "xyz", among: [], plural: "keys") == "")
  }

  @Test func distanceIsLevenshteins() {
    func distance(_ a: String, _ b: String) -> Int { DidYouMean.distance(Array(a), Array(b)) }
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("", "abc") == 3)
    #expect(distance("abc", "") == 3)
    #expect(distance("same", "same") == 0)
  }
}
