import Allot
import AllotReport
import Foundation
import Testing

/// JSON of names whose bytes are no UTF-8.
@Suite struct JSONTextTests {
  private func json(_ names: [[UInt8]]) throws -> String {
    let bytes = try JSONText.bytes(names.map { KeptBytes.text($0) })
    return try #require(String(validating: bytes, as: UTF8.self))
  }

  @Test func bytesAreTwoDigits() throws {
    let text = try json([[0x61, 0xE9], [0x61, 0xE8], Array("a\\xE9".utf8), Array("\\".utf8)])
    let names = try JSONDecoder().decode([String].self, from: Data(text.utf8))
    #expect(names == ["a\\xE9", "a\\xE8", "a\\x5CxE9", "\\"])
  }

  @Test func otherTextsStayAsTheyAre() throws {
    let plain = ["a\\xE9", "\"q\"\n", "한", "C:\\xab"]
    let text = try json(plain.map { Array($0.utf8) })
    #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == plain)
  }

  /// Names of a few letters that could be taken for each other stay as many.
  @Test func twoNamesStayTwo() throws {
    let letters: [UInt8] = [0x5C, 0x78, 0x45, 0x39, 0xE9]
    var names: [[UInt8]] = [[]]
    for _ in 0..<4 { names += names.flatMap { name in letters.map { name + [$0] } } }
    names = Array(Set(names))
    let text = try json(names)
    let read = try JSONDecoder().decode([String].self, from: Data(text.utf8))
    #expect(Set(read).count == names.count)
  }
}
