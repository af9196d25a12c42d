import AllotFiles
import ArgumentParser
import Foundation

/// The words of a command line that name verbs and options, checked against those that there are.
///
/// The parser answers an unknown verb with the general help and success where help is asked for,
/// and an unknown option with what is missing because of it.
struct CommandWords {
  private let arguments: [String]

  /// The arguments behind the program's name.
  init(_ arguments: [String]) {
    self.arguments = arguments
  }

  /// The error about the first word that should be a verb and is none; nil where all are.
  var unknownVerb: String? {
    let isHelp = arguments.first == "help"
    var command: any ParsableCommand.Type = AllotCommand.self
    var path = "allot"
    for word in arguments.dropFirst(isHelp ? 1 : 0) {
      let verbs = command.configuration.subcommands
      if word.hasPrefix("-") || (verbs.isEmpty && !isHelp) || word == "help" { return nil }
      guard let next = verbs.first(where: { $0._commandName == word }) else {
        let names = verbs.map { $0._commandName }
        let remedy = DidYouMean.remedy(for: word, among: names, plural: "subcommands")
        return "unknown subcommand '\(word)' of '\(path)'" + (remedy.isEmpty ? "" : "; \(remedy)")
      }
      command = next
      path += " \(word)"
    }
    return nil
  }

  /// The error about the first option that the verb does not have; nil where it has all.
  var unknownOption: String? {
    var command: any ParsableCommand.Type = AllotCommand.self
    var path = "allot"
    var rest = arguments[...]
    while let word = rest.first,
      let next = command.configuration.subcommands.first(where: { $0._commandName == word })
    {
      command = next
      path += " \(word)"
      rest = rest.dropFirst()
    }
    let known = Self.options(of: command)
    guard !known.isEmpty else { return nil }
    for word in rest.prefix(while: { $0 != "--" }) {
      let option = String(word.prefix { $0 != "=" })
      // What begins with a digit is a negative number.
      guard let letter = option.dropFirst().first, option.hasPrefix("-"), !letter.isNumber,
        !known.contains(option)
      else { continue }
      let guess = Self.nearest(to: option, among: known).map { "did you mean '\($0)'?" }
      return "unknown option '\(option)'; " + (guess ?? "see '\(path) --help'")
    }
    return nil
  }

  /// The option that one was meant to be; also one that begins alike and has another ending, such
  /// as a plural's.
  private static func nearest(to option: String, among known: [String]) -> String? {
    guard option.hasPrefix("--") else { return nil }
    return DidYouMean.suggestion(for: option, among: known)
      ?? known.first { $0.commonPrefix(with: option).count >= "--".count + 5 }
  }

  /// The options of a verb as they are typed, from the parser's own description of it.
  private static func options(of command: any ParsableCommand.Type) -> [String] {
    struct Description: Decodable {
      struct Command: Decodable { var arguments: [Argument]? }
      struct Argument: Decodable { var names: [Name]? }
      struct Name: Decodable {
        var kind: String
        var name: String
      }
      var command: Command
    }
    let text = Data(command._dumpHelp().utf8)
    guard let description = try? JSONDecoder().decode(Description.self, from: text) else {
      return []
    }
    let names = (description.command.arguments ?? []).flatMap { $0.names ?? [] }
    return names.map { ($0.kind == "long" ? "--" : "-") + $0.name }
      + ["--help", "-h", "--help-hidden", "--version"]
      + ["--generate-completion-script", "--experimental-dump-help"]
  }
}
