/// The version of `allot` that manifests carry.
public enum AllotVersion {
  /// The version by semantic versioning.
  public static let current = "0.1.0"
}
