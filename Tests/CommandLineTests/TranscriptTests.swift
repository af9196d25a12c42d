import Foundation
import Testing

/// The program prints, writes and returns what the transcripts say.
///
/// `RECORD=1` rewrites them and fails.
@Suite struct TranscriptTests {
  private static let folder = Program.root + "/Tests/CommandLineTests"

  private static let names: [String] =
    (try? FileManager.default.contentsOfDirectory(atPath: folder + "/Transcripts").sorted()) ?? []

  @Test(arguments: names) func transcript(name: String) throws {
    let path = Self.folder + "/Transcripts/" + name
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    let transcript = Transcript(expected)
    #expect(!transcript.commands.isEmpty)
    let folder = try TemporaryFolder()
    try folder.fill(from: Self.folder + "/Fixtures")
    var outputs: [Output] = []
    for command in transcript.commands {
      outputs.append(try Program.run(command, in: folder.path))
    }
    let found = transcript.text(outputs)
    if Program.isRecording {
      try found.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("\(name) is recorded; look at the change, then test without RECORD")
    } else if found != expected {
      Issue.record("\(name), \(firstDifference(expected, found))")
    }
  }

  @Test func aTranscriptIsWrittenAsItIsRead() {
    let text = "# About.\n\n$ a\nb\n\nc\n2> d\n2>\nexit 65\n\n$ e\n"
    let transcript = Transcript(text)
    #expect(transcript.commands == ["a", "e"])
    let outputs = [
      Output(standard: "b\n\nc\n", error: "d\n\n", code: 65),
      Output(standard: "", error: "", code: 0),
    ]
    #expect(transcript.text(outputs) == text)
    #expect(transcript.text([outputs[1], outputs[1]]) != text)
  }

  @Test func theProgramIsBuilt() throws {
    let output = try Program.run("allot --version", in: Self.folder)
    #expect(output.code == 0, "\(Program.folder) has no program: \(output.error)")
  }
}
