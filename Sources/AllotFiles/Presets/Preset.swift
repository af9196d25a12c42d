/// A named YAML text that ships with the program, read exactly as a user's file is.
public struct Preset: Sendable {
  /// The name that the command line takes.
  public var name: String
  /// The YAML text.
  public var text: String

  /// A text under a name.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The error about a name that is neither a preset nor a file.
  ///
  /// `subject` says what it would be, such as `cluster`.
  static func unknown(
    _ name: String,
    subject: String,
    among presets: [Preset],
    folder: String = ""
  ) -> InputError {
    let names = presets.map(\.name)
    let guess =
      fileGuess(name, folder: folder)
      ?? DidYouMean.suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
    return InputError(
      file: name,
      "there is neither a \(subject) preset nor a readable file of that name",
      remedy: (guess.map { $0 + " " } ?? "") + "the presets are \(names.joined(separator: ", "))"
    )
  }

  /// The question for a file whose name was given without its ending, if there is one.
  static func fileGuess(_ name: String, folder: String = "") -> String? {
    let path = name.hasPrefix("/") ? name : folder + name
    return [".yaml", ".yml"].first { StrictYAML.isReadable(path + $0) }
      .map { "did you mean the file '\(name)\($0)'?" }
  }

  /// The sections of a preset of that name, else of a file at that path.
  static func loadSections(
    _ nameOrPath: String,
    subject: String,
    among presets: [Preset]
  ) throws(InputError) -> YamlMapping {
    if let preset = presets.first(where: { $0.name == nameOrPath }) {
      return try StrictYAML.readSections(preset.text, file: "\(preset.name) (preset)")
    }
    guard StrictYAML.isReadable(nameOrPath) else {
      throw unknown(nameOrPath, subject: subject, among: presets)
    }
    return try StrictYAML.loadSections(nameOrPath)
  }
}
