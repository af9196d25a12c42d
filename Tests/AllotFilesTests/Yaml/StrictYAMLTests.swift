import Allot
import AllotFiles
import Foundation
import Testing

@Suite struct StrictYAMLTests {
  private func read(_ text: String) throws(InputError) -> YamlValue {
    try StrictYAML.read(text, file: "f.yaml")
  }

  private func value(_ text: String) throws(InputError) -> YamlValue {
    try read("# first line\na: \(text)\n").mapping(keys: ["a"]).required("a")
  }

  @Test func valuesKnowTheirPlaces() throws {
    let top = try read("a:\n  b: [1,\n    2]\n'c d': \"x\"\n")
    #expect(try top.entries().map(\.key) == ["a", "c d"])
    #expect(try top.entries().map(\.line) == [1, 4])
    let a = try top.entries()[0].value.mapping(keys: ["b"])
    let b = try a.required("b")
    #expect(b.path == "a.b")
    #expect(b.line == 2)
    #expect(try b.list()[1].path == "a.b[1]")
    #expect(try b.list()[1].line == 3)
    #expect(try b.list()[1].text() == "2")
    #expect(a["z"] == nil)
    #expect(b.isList && !b.isMapping && !b.isNothing)
    #expect(a.owner.isMapping)
  }

  @Test func syntaxErrorsHaveLines() {
    #expect(
      errorText { () throws(InputError) in try read("a: 1\nb: [1, 2\nc: 3\n") }
        .hasPrefix("f.yaml:3: not valid YAML: ")
    )
    #expect(
      errorText { () throws(InputError) in try read("a: 1\n\tb: 2\n") }
        == "f.yaml:2: not valid YAML: a tab stands at the beginning of the line; tabs are not "
        + "allowed there; indent with spaces"
    )
    #expect(
      errorText { () throws(InputError) in try read("a: 1\nb: *none\n") }
        .hasPrefix("f.yaml:2: not valid YAML: found undefined alias")
    )
    #expect(
      errorText { () throws(InputError) in try read("a: 1\n---\nb: 2\n") }
        .hasPrefix("f.yaml:2: not valid YAML: but found another document")
    )
    #expect(
      errorText { () throws(InputError) in try read("a: 1\nb: \u{1}\n") }
        .hasPrefix("f.yaml:2: not valid YAML: control characters")
    )
  }

  @Test func anEmptyFileIsAnError() {
    #expect(errorText { () throws(InputError) in try read("") } == "f.yaml: the file is empty")
    #expect(
      errorText { () throws(InputError) in try read("# only a comment\n") }
        == "f.yaml: the file is empty"
    )
  }

  @Test func duplicateKeysAreErrors() {
    #expect(
      errorText { () throws(InputError) in try read("x: 1\na: 1\nb: 2\na: 3\n") }
        == "f.yaml:2: the key 'a' is given twice in one mapping, the first time here; "
        + "keep one of them"
    )
    #expect(
      errorText { () throws(InputError) in try read("1: a\n\n'1': b\n") }
        == "f.yaml:3: the key '1' is given twice in one mapping, first on line 1; keep one of them"
    )
  }

  @Test func unknownKeysAreErrors() {
    #expect(
      errorText { () throws(InputError) in
        try read("a: 1\nshares: 2\n").mapping(keys: ["share", "a"])
      }
        == "f.yaml:2: unknown key 'shares' at the top; did you mean 'share'?"
    )
    #expect(
      errorText { () throws(InputError) in try value("\n  b: 1").mapping(keys: ["one", "two"]) }
        == "f.yaml:3: unknown key 'b' in a; the keys are one, two"
    )
    #expect(
      errorText { () throws(InputError) in
        try StrictYAML.readSections("cluster: {}\ntenant: {}\n", file: "f.yaml")
      } == "f.yaml:2: unknown key 'tenant' at the top; did you mean 'tenants'?"
    )
    #expect(
      errorText { () throws(InputError) in try read("? [a]\n: b\n") }
        == "f.yaml:1: a key must be a plain word"
    )
  }

  @Test func wrongKindsAreErrors() {
    #expect(
      errorText { () throws(InputError) in try value("[1]").entries() }
        == "f.yaml:2: a must be a mapping (key: value), not a list"
    )
    #expect(
      errorText { () throws(InputError) in try value("{b: 1}").list() }
        == "f.yaml:2: a must be a list ([a, b]), not a mapping"
    )
    #expect(
      errorText { () throws(InputError) in try value("{b: 1}").text() }
        == "f.yaml:2: a must be a single value, not a mapping"
    )
    #expect(
      errorText { () throws(InputError) in try value("~").text() }
        == "f.yaml:2: a must be a single value, not nothing"
    )
    #expect(
      errorText { () throws(InputError) in try value("''").text() }
        == "f.yaml:2: a must be a single value, not an empty text"
    )
    #expect(
      errorText { () throws(InputError) in try value("abc").entries() }
        == "f.yaml:2: a must be a mapping (key: value), not the single value 'abc'"
    )
    #expect(
      errorText { () throws(InputError) in try read("abc").entries() }
        == "f.yaml:1: the file must be a mapping (key: value), not the single value 'abc'"
    )
    #expect(
      errorText { () throws(InputError) in try value("{}").mapping(keys: ["b"]).required("b") }
        == "f.yaml:2: a needs the key 'b'"
    )
    #expect(
      errorText { () throws(InputError) in try value("usr").word(among: ["user", "group"]) }
        == "f.yaml:2: a can not be 'usr'; did you mean 'user'?"
    )
  }

  @Test func quantitiesAreChecked() throws {
    #expect(try value("58.5 %").share() == Share(millionths: 585_000))
    #expect(try value("10 min").duration() == SimDuration(seconds: 600))
    #expect(try value("12").integer(in: 1...12) == 12)
    #expect(try value("0.95").millionths() == 950_000)
    #expect(
      errorText { () throws(InputError) in try value("0.5").share() }
        == "f.yaml:2: a must be a percentage such as 50%, with at most four decimals, not '0.5'"
    )
    #expect(
      errorText { () throws(InputError) in try value("-5%").share() }
        == "f.yaml:2: a is negative: '-5%'"
    )
    #expect(
      errorText { () throws(InputError) in try value("10").duration() }
        == "f.yaml:2: a must be a duration with its unit, such as 10 min, 2 h or 7 d, not '10'"
    )
    #expect(
      errorText { () throws(InputError) in try value("10 kw").power() }
        == "f.yaml:2: a must be a power with its unit, such as 10.2 kW, not '10 kw'"
    )
    #expect(
      errorText { () throws(InputError) in try value("-2 TiB").memory() }
        == "f.yaml:2: a is negative: '-2 TiB'"
    )
    #expect(
      errorText { () throws(InputError) in try value("2 TiBs").memory() }
        == "f.yaml:2: a must be a memory size with its unit, such as 80 GiB or 2 TiB, not '2 TiBs'"
    )
    #expect(
      errorText { () throws(InputError) in try value("67").peak(.fp64) }
        == "f.yaml:2: a must be a rate with its unit, such as 67 TF, not '67'"
    )
    #expect(
      errorText { () throws(InputError) in try value("2 EF").peak(.fp64) }
        == "f.yaml:2: a is larger than 1 EF, which no single device reaches"
    )
    #expect(
      errorText { () throws(InputError) in try value("1.5").integer(in: 0...9) }
        == "f.yaml:2: a must be a whole number, not '1.5'"
    )
    #expect(
      errorText { () throws(InputError) in try value("-3").integer(in: 0...9) }
        == "f.yaml:2: a is -3, outside 0 to 9"
    )
    #expect(
      errorText { () throws(InputError) in try value("x").millionths() }
        == "f.yaml:2: a must be a number with at most six decimals, not 'x'"
    )
    #expect(
      errorText { () throws(InputError) in try value("1000001").millionths() }
        == "f.yaml:2: a is larger than a million"
    )
  }

  @Test func aliasesOfAliasesEnd() {
    var text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    for level in 1...8 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(
      errorText { () throws(InputError) in try read(text) }
        .hasSuffix("the aliases stand for too many values")
    )
    #expect(
      errorText { () throws(InputError) in try read(String(repeating: "[", count: 2_000)) }
        .hasPrefix("f.yaml:1: not valid YAML: ")
    )
  }

  @Test func nestingEnds() throws {
    let deep = String(repeating: "[", count: 150) + String(repeating: "]", count: 150)
    #expect(try read("a: \(deep)").isMapping)
    let deeper = String(repeating: "[", count: 250) + String(repeating: "]", count: 250)
    #expect(
      errorText { () throws(InputError) in try read("a: 1\nb: \(deeper)") }
        == "f.yaml:2: the values nest deeper than 200 levels"
    )
  }

  @Test func unreadableFilesAreErrors() throws {
    #expect(
      errorText { () throws(InputError) in try StrictYAML.load("/nowhere/x.yaml") }
        == "/nowhere/x.yaml: the file can not be read"
    )
    let folder = try TemporaryFolder()
    let path = try folder.write("latin.yaml", Data([0x61, 0x3A, 0x20, 0xE9, 0x0A]))
    #expect(
      errorText { () throws(InputError) in try StrictYAML.load(path) }
        == "\(path): the file is not UTF-8 text; save it as UTF-8; a byte of a log's name that is "
        + "none, such as E9, is \"\\U0010FFE9\""
    )
    let good = try folder.write("good.yaml", Data("a: 1\n".utf8))
    #expect(try StrictYAML.load(good).entries().count == 1)
  }
}
