import AllotFiles
import Foundation
import Testing

@Suite struct InputFileTests {
  private static let text = Array("1 0 0 1 1 -1 -1 1 1 -1 1 1 1 1 1 1 -1 -1\n".utf8)
  private static let truncated =
    "truncated gzip: the file ends in the middle of the compressed data; "
    + "download or copy it again"
  private static let corrupt =
    "corrupt gzip: the compressed data is damaged; download or copy it again"

  private func text(_ bytes: [UInt8], named name: String = "a") throws -> [UInt8] {
    let folder = try TemporaryFolder()
    return try InputFile(path: folder.write(bytes, to: name)).withText { Array($0) }
  }

  @Test func plainAndGzipGiveTheSameText() throws {
    #expect(try text(Self.text) == Self.text)
    #expect(try text(Gzip.compress(Self.text)) == Self.text)
    #expect(try text([0xEF, 0xBB, 0xBF] + Self.text) == Self.text)
    #expect(try text(Gzip.compress([0xEF, 0xBB, 0xBF] + Self.text)) == Self.text)
  }

  @Test func membersAreJoinedAndPaddingIsIgnored() throws {
    let one = Gzip.compress(Self.text)
    #expect(try text(one + one + [0, 0, 0]) == Self.text + Self.text)
  }

  @Test func largeTextsSurvive() throws {
    let bytes = Self.text + (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    #expect(try text(Gzip.compress(bytes)) == bytes)
    let zeros = Self.text + [UInt8](repeating: 0, count: 2_000_000)
    #expect(try text(Gzip.compress(zeros)) == zeros)
  }

  /// Only a text that is much larger than its file, and large, is refused.
  @Test func bombsAreRefused() throws {
    let mebibyte = [UInt8](repeating: 0x20, count: 1 << 20)
    let packed = Gzip.compress(mebibyte)
    #expect(packed.count * 200 < mebibyte.count)
    let many = { (count: Int) in Array(repeatElement(packed, count: count).joined()) }
    #expect(try text(many(255)).count == 255 << 20)
    #expect(
      try failure(many(2_000), named: "a.gz")
        == "a.gz: the text in the gzip is more than 200 times as large as the file, as no log is; "
        + "look at the text with gunzip; if it is a log, read it unpacked"
    )
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func wideTextIsAnError(_ encoding: String.Encoding) throws {
    let bytes = Array(try #require("\u{FEFF}\njob,gpus\n".data(using: encoding)))
    let message =
      "a: the text is in UTF-16, two bytes for each character; export it as UTF-8, or convert it "
      + "with iconv -f UTF-16 -t UTF-8"
    #expect(try failure(bytes, named: "a") == message)
    #expect(try failure(Gzip.compress(bytes), named: "a") == message)
  }

  @Test func compressionIsDeterministic() {
    let packed = Gzip.compress(Self.text)
    #expect(packed == Gzip.compress(Self.text))
    // No flags, and no time.
    #expect(packed[3..<8].allSatisfy { $0 == 0 })
  }

  @Test func everyTruncationIsAnError() throws {
    let packed = Gzip.compress(Self.text)
    for count in 2..<packed.count {
      #expect(try failure(Array(packed[..<count]), named: "a.gz") == "a.gz: \(Self.truncated)")
    }
    let two = packed + packed.dropLast(5)
    #expect(try failure(two, named: "a.gz") == "a.gz: \(Self.truncated)")
  }

  @Test func damageIsAnError() throws {
    var packed = Gzip.compress(Self.text)
    #expect(try failure(packed + [1, 2, 3], named: "a.gz") == "a.gz: \(Self.corrupt)")
    packed[packed.count - 6] ^= 1
    #expect(try failure(packed, named: "a.gz") == "a.gz: \(Self.corrupt)")
  }

  @Test func emptyIsAnError() throws {
    let message = "the file is empty; download or export it again"
    #expect(try failure([], named: "a") == "a: \(message)")
    #expect(try failure(Gzip.compress([]), named: "a.gz") == "a.gz: \(message)")
  }

  @Test func absentAndFoldersAreErrors() throws {
    #expect(throws: InputError(file: "/nowhere/x.swf", "no such file", remedy: "check the path")) {
      try Trace.read(path: "/nowhere/x.swf")
    }
    #expect(throws: InputError(file: "/", "is a directory", remedy: "name a file in it")) {
      try Trace.read(path: "/")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func unreadableIsAnError() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.text, to: "a")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    let error = InputError(
      file: path,
      "the file may not be read",
      remedy: "check its permissions"
    )
    #expect(throws: error) { try InputFile(path: path) }
  }

  @Test func hashIsOfTheStoredBytes() throws {
    let folder = try TemporaryFolder()
    let file = try InputFile(path: try folder.write(Array("abc".utf8), to: "a"))
    #expect(
      file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    let packed = Gzip.compress(Self.text)
    let zipped = try InputFile(path: try folder.write(packed, to: "b"))
    #expect(zipped.storedCount == packed.count)
    #expect(zipped.sha256 == packed.withUnsafeBytes { SHA256.hexadecimal(of: $0) })
  }
}
