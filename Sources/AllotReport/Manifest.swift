/// What a result was made from: enough to make it again, and nothing of when, where or how fast.
///
/// The same on any number of workers and for any output folder.
public struct Manifest: Encodable, Sendable {
  /// One file that was read.
  public struct Input: Encodable, Sendable {
    /// What it is, such as `trace`.
    public var role: String
    /// The name or path that the user gave.
    public var name: String
    /// The SHA-256 of its bytes.
    public var sha256: String

    /// A file by role, name and hash.
    public init(role: String, name: String, sha256: String) {
      self.role = role
      self.name = name
      self.sha256 = sha256
    }
  }

  /// What was dropped and altered on the way in, by reason.
  public struct Cleaning: Encodable, Sendable {
    /// Jobs left out.
    public var dropped: [String: Int]
    /// Their devices × run times, in hours.
    public var droppedGpuHours: [String: Double]
    /// Jobs changed.
    public var altered: [String: Int]
    /// Their devices × run times, in hours.
    public var alteredGpuHours: [String: Double]

    /// Counts and hours by reason.
    public init(
      dropped: [String: Int],
      droppedGpuHours: [String: Double] = [:],
      altered: [String: Int],
      alteredGpuHours: [String: Double] = [:]
    ) {
      self.dropped = dropped
      self.droppedGpuHours = droppedGpuHours
      self.altered = altered
      self.alteredGpuHours = alteredGpuHours
    }
  }

  /// The version of `allot`.
  public var version: String
  /// The files.
  public var inputs: [Input]
  /// The rules that were chosen, in full.
  public var settings: [String: String]
  /// The policy in full, as a policy file.
  public var policy: String
  /// The rule of passes.
  public var pass: String
  /// What was dropped and altered.
  public var cleaning: Cleaning
  /// The digest of every decision.
  public var digest: String

  /// A manifest of a finished replay.
  public init(
    version: String,
    inputs: [Input],
    settings: [String: String],
    policy: String,
    pass: String,
    cleaning: Cleaning,
    digest: String
  ) {
    self.version = version
    self.inputs = inputs
    self.settings = settings
    self.policy = policy
    self.pass = pass
    self.cleaning = cleaning
    self.digest = digest
  }
}
