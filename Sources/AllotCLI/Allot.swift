import ArgumentParser

@main
struct AllotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "allot")
}
