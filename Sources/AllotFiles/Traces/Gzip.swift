internal import CZlib

/// Reading and writing gzip (RFC 1952) with the system's zlib.
public enum Gzip {
  /// Whether bytes begin as gzip does.
  static func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }

  /// How many times as large as the file its text may be; deflate can do 1,032.
  private static let mostRatio = 200
  /// The size of a text that is taken at any ratio.
  private static let leastBomb = 1 << 28

  /// The text of a gzip file of one or more members; zero bytes may pad its end.
  ///
  /// A text of more than 256 MiB and 200 times the file is refused as soon as it is that large.
  static func inflate(
    _ packed: UnsafeRawBufferPointer,
    of path: String
  ) throws(InputError) -> ByteStorage {
    var stream = z_stream()
    let gzipOnly: Int32 = 16 + MAX_WBITS
    let opened = inflateInit2_(
      &stream,
      gzipOnly,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    precondition(opened == Z_OK, "zlib could not be started")
    defer { inflateEnd(&stream) }

    var text = GrowingBytes(capacity: expectedSize(packed))
    var position = 0
    while true {
      let chunk = min(packed.count - position, 1 << 30)
      let room = text.room()
      // The first bytes show whether it is a text at all: a bomb is not.
      let isFirst = text.count == 0
      let space = min(room.count, isFirst ? 1 << 16 : 1 << 26)
      stream.next_in = pointer(packed, position)
      stream.avail_in = UInt32(chunk)
      stream.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.avail_out = UInt32(space)
      let state = CZlib.inflate(&stream, Z_NO_FLUSH)
      position += chunk - Int(stream.avail_in)
      let written = space - Int(stream.avail_out)
      if isFirst {
        try InputFile.checkIsText(UnsafeRawBufferPointer(rebasing: room[..<written]), path)
      }
      text.use(written)
      guard text.count <= max(leastBomb, packed.count * mostRatio) else { throw bomb(path) }
      switch state {
      case Z_OK:
        continue
      case Z_BUF_ERROR where position == packed.count:
        throw truncated(path)
      case Z_STREAM_END:
        if isPadding(packed, from: position) { return text.finish() }
        guard inflateReset(&stream) == Z_OK else { throw corrupt(path) }
      default:
        throw corrupt(path)
      }
    }
  }

  /// Bytes as one gzip member at level 9, without name and time, so that equal input gives equal
  /// output on one version of zlib.
  public static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let gzipOnly: Int32 = 16 + MAX_WBITS
    let opened = deflateInit2_(
      &stream,
      9,
      Z_DEFLATED,
      gzipOnly,
      9,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    precondition(opened == Z_OK, "zlib could not be started")
    defer { deflateEnd(&stream) }

    var packed: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    bytes.withUnsafeBytes { bytes in
      var position = 0
      var state = Z_OK
      while state != Z_STREAM_END {
        let chunk = min(bytes.count - position, 1 << 30)
        let isLast = position + chunk == bytes.count
        stream.next_in = pointer(bytes, position)
        stream.avail_in = UInt32(chunk)
        buffer.withUnsafeMutableBufferPointer { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          state = deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        }
        precondition(state == Z_OK || state == Z_STREAM_END, "zlib could not compress")
        position += chunk - Int(stream.avail_in)
        packed += buffer[..<(buffer.count - Int(stream.avail_out))]
      }
    }
    return packed
  }

  /// The size that the trailer states, bounded by what deflate can do (1,032 to one).
  private static func expectedSize(_ packed: UnsafeRawBufferPointer) -> Int {
    guard packed.count >= 18 else { return 0 }
    let stated = packed.loadUnaligned(fromByteOffset: packed.count - 4, as: UInt32.self)
    return min(Int(UInt32(littleEndian: stated)), packed.count * 1_032) + 4_096
  }

  private static func pointer(
    _ bytes: UnsafeRawBufferPointer,
    _ position: Int
  ) -> UnsafeMutablePointer<UInt8>? {
    guard let start = bytes.baseAddress else { return nil }
    return UnsafeMutableRawPointer(mutating: start + position)
      .assumingMemoryBound(to: UInt8.self)
  }

  private static func isPadding(_ packed: UnsafeRawBufferPointer, from position: Int) -> Bool {
    packed[position...].allSatisfy { $0 == 0 }
  }

  private static func bomb(_ path: String) -> InputError {
    InputError(
      file: path,
      "the text in the gzip is more than \(mostRatio) times as large as the file, as no log is",
      remedy: "look at the text with gunzip; if it is a log, read it unpacked"
    )
  }

  private static func truncated(_ path: String) -> InputError {
    InputError(
      file: path,
      "truncated gzip: the file ends in the middle of the compressed data",
      remedy: "download or copy it again"
    )
  }

  private static func corrupt(_ path: String) -> InputError {
    InputError(
      file: path,
      "corrupt gzip: the compressed data is damaged",
      remedy: "download or copy it again"
    )
  }
}
