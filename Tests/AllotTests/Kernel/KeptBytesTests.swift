import Allot
import Testing

@Suite struct KeptBytesTests {
  @Test(arguments: [
    [], [0x61], Array("Müller 서울".utf8), [0x4D, 0xFC, 0x6C], [0xE9], [0xC3], [0xC3, 0x28],
    [0xF0, 0x9F, 0x98], [0xFF, 0x00, 0xFE], [0xED, 0xA0, 0x80], [0x61, 0xE4, 0xB8, 0xC3, 0xA9],
    // A private character that stands in the bytes already.
    [0xF4, 0x8F, 0xBF, 0xA9], [0xF4, 0x8F, 0xBF, 0xA9, 0xE9],
  ])
  func bytesComeBack(_ bytes: [UInt8]) {
    #expect(KeptBytes.bytes(of: KeptBytes.text(bytes)) == bytes)
  }

  @Test func textsStayAsTheyAre() {
    #expect(KeptBytes.text(Array("Müller 서울 😀".utf8)) == "Müller 서울 😀")
  }

  /// Every string of two bytes has a text of its own.
  @Test func twoBytesAreTwoTexts() {
    var seen: Set<[UInt8]> = []
    for first in 0...255 {
      for second in 0...255 {
        let bytes = [UInt8(first), UInt8(second)]
        let text = KeptBytes.text(bytes)
        #expect(KeptBytes.bytes(of: text) == bytes)
        seen.insert(Array(text.utf8))
      }
    }
    #expect(seen.count == 65_536)
  }
}
