import AllotHost
import Testing

@Suite struct CPUListTests {
  @Test(arguments: [
    ([], "none"), ([4], "4"), ([0, 1, 2, 3, 8], "0-3,8"), ([9, 0, 2, 8, 2], "0,2,8-9"),
  ])
  func writtenAsTheKernelDoes(indexes: [Int], text: String) {
    #expect(CPUList(indexes).description == text)
  }
}
