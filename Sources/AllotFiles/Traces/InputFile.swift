internal import Glibc

/// An input file in memory: its bytes as stored, and its text, inflated where it is gzip.
///
/// A regular file is memory-mapped; anything else that can be read (a pipe) is read to its end, and
/// so is standard input, whose name is `-`.
/// Gzip is recognised by its first two bytes, never by the name. The file must not shrink while it
/// is in use.
public struct InputFile {
  /// The file as the user named it, or `standard input`.
  public let path: String
  private let stored: ByteStorage
  private let inflated: ByteStorage?

  /// Opens, maps and, where needed, inflates a file.
  ///
  /// - Throws: `InputError` when it is absent, a directory, unreadable, empty, or damaged gzip.
  public init(path: String) throws(InputError) {
    let isStandardInput = path == "-"
    let path = isStandardInput ? "standard input" : path
    self.path = path
    stored = isStandardInput ? try Self.standardInput(path) : try Self.load(path)
    inflated = Gzip.isGzip(stored.bytes) ? try Gzip.inflate(stored.bytes, of: path) : nil
    if inflated?.bytes.isEmpty ?? false { throw Self.empty(path) }
  }

  /// Bytes that are already in memory, as if they were the content of a file.
  ///
  /// - Throws: `InputError` when they are empty, or damaged gzip.
  public init(bytes: [UInt8], path: String) throws(InputError) {
    guard !bytes.isEmpty else { throw Self.empty(path) }
    self.path = path
    stored = GrowingBytes.copy(of: bytes)
    if !Gzip.isGzip(stored.bytes) { try Self.checkIsText(stored.bytes, path) }
    inflated = Gzip.isGzip(stored.bytes) ? try Gzip.inflate(stored.bytes, of: path) : nil
    if inflated?.bytes.isEmpty ?? false { throw Self.empty(path) }
  }

  /// The SHA-256 of the bytes as stored, so of the compressed bytes for gzip.
  public var sha256: String {
    withExtendedLifetime(stored) { SHA256.hexadecimal(of: stored.bytes) }
  }

  /// The number of bytes as stored.
  public var storedCount: Int { stored.bytes.count }

  /// Gives a closure the text's bytes, without a leading UTF-8 byte order mark.
  ///
  /// The buffer is valid only within the closure.
  public func withText<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var text = inflated?.bytes ?? stored.bytes
    if text.starts(with: [0xEF, 0xBB, 0xBF]) {
      text = UnsafeRawBufferPointer(rebasing: text[3...])
    }
    let result = try body(text)
    extendLifetime(self)
    return result
  }

  private static func standardInput(_ path: String) throws(InputError) -> ByteStorage {
    guard isatty(STDIN_FILENO) == 0 else {
      throw InputError(
        file: path,
        "is a terminal, and nobody types a trace",
        remedy: "send one through a pipe, or name a file"
      )
    }
    // Not mapped, also where it is a regular file: somebody may have read the first lines already.
    return try readToEnd(STDIN_FILENO, path)
  }

  private static func load(_ path: String) throws(InputError) -> ByteStorage {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR:
        throw InputError(file: path, "no such file", remedy: "check the path")
      case EACCES:
        throw InputError(
          file: path,
          "the file may not be read",
          remedy: "check its permissions"
        )
      default:
        throw unreadable(path)
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      throw InputError(file: path, "is a directory", remedy: "name a file in it")
    case S_IFREG:
      return try map(descriptor, count: Int(status.st_size), path)
    default:
      return try readToEnd(descriptor, path)
    }
  }

  private static func map(
    _ descriptor: Int32,
    count: Int,
    _ path: String
  ) throws(InputError) -> ByteStorage {
    guard count > 0 else { throw empty(path) }
    // Pages of a file that is no log should not all be read before the first one is looked at.
    let populate = count < 1 << 30 ? Int32(MAP_POPULATE) : 0
    let start = mmap(nil, count, PROT_READ, MAP_PRIVATE | populate, descriptor, 0)
    guard let start, start != MAP_FAILED else { throw unreadable(path) }
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let storage = ByteStorage(takingOver: bytes, isMapped: true)
    if !Gzip.isGzip(bytes) { try checkIsText(bytes, path) }
    return storage
  }

  /// Refuses what begins as no text does, before much of it is in memory.
  ///
  /// Only the first line tells: zeros behind it may be what a crash left in a log.
  static func checkIsText(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(InputError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw InputError(
        file: path,
        "the text is in UTF-16, two bytes for each character",
        remedy: "export it as UTF-8, or convert it with iconv -f UTF-16 -t UTF-8"
      )
    }
    guard bytes.prefix(512).prefix(while: { $0 != 0x0A }).contains(0) else { return }
    throw InputError(
      file: path,
      "the content is binary, or text in two bytes for each character: it begins with zeros",
      remedy: "save it as text in UTF-8"
    )
  }

  private static func readToEnd(
    _ descriptor: Int32,
    _ path: String
  ) throws(InputError) -> ByteStorage {
    var bytes = GrowingBytes(capacity: 1 << 16)
    while true {
      let room = bytes.room()
      let count = read(descriptor, room.baseAddress, room.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(path)
      }
      if count == 0 { break }
      if bytes.count == 0 {
        let first = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count])
        if !Gzip.isGzip(first) { try checkIsText(first, path) }
      }
      bytes.use(count)
    }
    guard bytes.count > 0 else { throw empty(path) }
    return bytes.finish()
  }

  private static func empty(_ path: String) -> InputError {
    InputError(file: path, "the file is empty", remedy: "download or export it again")
  }

  private static func unreadable(_ path: String) -> InputError {
    InputError(file: path, "the file can not be read: \(String(cString: strerror(errno)))")
  }
}
