import Allot
import AllotFiles
import AllotHost
import AllotReport
import ArgumentParser

/// Turns errors into one line on standard error and the exit code of the contract.
enum Failure {
  /// Runs a verb.
  static func caught(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as InputError {
      throw told(error.description, code: 65)
    } catch let error as UnreadableText {
      throw told(error.description, code: 64)
    } catch let error as UsageError {
      throw told(error.description, code: 64)
    } catch let error as TopologyError {
      throw told(error.description, code: 65)
    } catch let error as PolicyViolation {
      throw told(error.description, code: 1)
    } catch let error as OutputError {
      throw told(error.description, code: error.isUsage ? 64 : 1)
    }
  }

  private static func told(_ message: String, code: Int32) -> ExitCode {
    Terminal.complain("allot: error: \(message)")
    return ExitCode(code)
  }
}
