import AllotFiles
import AllotReport
import ArgumentParser

/// The options that say what becomes of an earlier result and what is told on the way, the same for
/// every verb that replays.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Let --out replace the earlier result in its folder.")
  var replace = false

  @Flag(help: "No remarks and no progress on standard error, only errors.")
  var quiet = false

  /// Says before anything is read that results can not be written; from here on `--quiet` holds.
  func begin(_ out: String?) throws {
    Terminal.isQuiet = quiet
    if let out {
      try OutputFolder.check(out, replaces: replace)
    } else if replace {
      throw UsageError("--replace needs --out DIR, whose earlier result it replaces")
    }
  }
}
