import Dispatch
import Foundation
import Synchronization

/// Standard output for data, standard error for everything else.
enum Terminal {
  /// Prints data.
  static func print(_ text: String) {
    print(bytes: Array(text.utf8))
  }

  /// Prints data.
  static func print(bytes: [UInt8]) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      tell("allot: error: standard output can not be written; nothing more is printed")
      exit(1)
    }
  }

  /// Tells the user something, on a line of its own.
  static func tell(_ message: String) {
    // Where even this fails there is nobody left to tell.
    try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
  }

  /// True when standard error is a terminal.
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
}

/// A bar on a terminal, a line for each tenth elsewhere.
final class Progress: Sendable {
  private let total: Int
  private let isBar: Bool
  private let done = Mutex((count: 0, shown: -1))

  init(total: Int) {
    self.total = max(total, 1)
    isBar = Terminal.isInteractive
  }

  /// Adds finished jobs and shows them when that changes the picture.
  func add(_ count: Int) {
    // Told inside the lock, so that lines come in order from any number of workers.
    done.withLock { state in
      state.count += count
      let now = state.count * (isBar ? 100 : 10) / total
      guard now > state.shown else { return }
      state.shown = now
      tell(now)
    }
  }

  private func tell(_ shown: Int) {
    guard isBar else {
      Terminal.tell("replaying: \(shown * 10) %")
      return
    }
    let filled = shown * 40 / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 40 - filled)
    let end = shown >= 100 ? "\n" : ""
    try? FileHandle.standardError.write(
      contentsOf: Data("\rreplaying [\(bar)] \(shown) %\(end)".utf8)
    )
  }
}

/// Removes half-written results when the user interrupts.
enum Interrupt {
  /// Written once, from the main thread, only to keep the source alive.
  nonisolated(unsafe) private static var source: (any DispatchSourceSignal)?

  /// Calls `body` and exits with 130 when SIGINT arrives.
  static func handle(_ body: @escaping @Sendable () -> Void) {
    signal(SIGINT, SIG_IGN)
    let made = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    made.setEventHandler {
      body()
      exit(130)
    }
    made.resume()
    source = made
  }
}
