import Allot
import Dispatch
import Foundation
import Synchronization

/// Standard output for data, standard error for everything else.
enum Terminal {
  /// Prints data.
  static func print(_ text: String) {
    print(bytes: KeptBytes.bytes(of: text))
  }

  /// Prints data.
  static func print(bytes: [UInt8]) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      complain("allot: error: standard output can not be written; nothing more is printed")
      exit(1)
    }
  }

  /// True when the user wants to hear of errors alone.
  static var isQuiet: Bool {
    get { quiet.load(ordering: .relaxed) }
    set { quiet.store(newValue, ordering: .relaxed) }
  }

  private static let quiet = Atomic(false)

  /// Tells the user something on a line of its own, unless the user wants to hear of errors alone.
  static func tell(_ message: String) {
    if !isQuiet { complain(message) }
  }

  /// Tells the user of an error, on a line of its own.
  static func complain(_ message: String) {
    // Where even this fails there is nobody left to tell.
    try? FileHandle.standardError.write(contentsOf: Data(KeptBytes.bytes(of: message + "\n")))
  }

  /// The columns of the terminal that standard error is; nil where it is none.
  static var columns: Int? {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

/// A bar on a terminal, a line for each tenth elsewhere.
final class Progress: Sendable {
  private let total: Int
  /// The length of the bar, or nil where there is none.
  private let width: Int?
  private let done = Mutex((count: 0, shown: -1))

  init(total: Int) {
    self.total = max(total, 1)
    // Around the bar stand "replaying [" and "] 100 %".
    width = Terminal.columns.map { max(1, min(40, $0 - 19)) }
  }

  /// Adds finished jobs and shows them when that changes the picture.
  func add(_ count: Int) {
    if Terminal.isQuiet { return }
    // Told inside the lock, so that lines come in order from any number of workers.
    done.withLock { state in
      state.count += count
      let now = state.count * (width == nil ? 10 : 100) / total
      guard now > state.shown else { return }
      state.shown = now
      tell(now)
    }
  }

  /// Ends the line of a bar that did not become full, because no more was to be done.
  func end() {
    let isOpen = done.withLock { $0.shown >= 0 && $0.shown < 100 }
    if width != nil && isOpen { Terminal.tell("") }
  }

  private func tell(_ shown: Int) {
    guard let width else {
      Terminal.tell("replaying: \(shown * 10) %")
      return
    }
    let filled = shown * width / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let end = shown >= 100 ? "\n" : ""
    try? FileHandle.standardError.write(
      contentsOf: Data("\rreplaying [\(bar)] \(shown) %\(end)".utf8)
    )
  }
}

/// Removes half-written results when the user, or a batch system, ends the program.
enum Interrupt {
  /// Written once, from the main thread, only to keep the sources alive.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// Calls `body` and exits with 128 + the signal's number when SIGINT, SIGTERM or SIGHUP arrives.
  static func handle(_ body: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let made = DispatchSource.makeSignalSource(signal: number, queue: .global())
      made.setEventHandler {
        body()
        exit(128 + number)
      }
      made.resume()
      sources.append(made)
    }
  }
}
