internal import CCrypto

/// The SHA-256 of bytes, by the system's OpenSSL.
public enum SHA256 {
  /// The hash as 64 lower-case hexadecimal digits.
  public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
    var hash = [UInt8](repeating: 0, count: 32)
    let done = EVP_Digest(bytes.baseAddress, bytes.count, &hash, nil, EVP_sha256(), nil)
    precondition(done == 1, "OpenSSL refused to hash")
    return hash.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
