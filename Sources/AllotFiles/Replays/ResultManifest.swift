public import Allot

/// What a result folder says it was made from, so that it can be made again.
public struct ResultManifest: Sendable {
  /// The options that read the same inputs.
  public let options: ReplayOptions
  /// The policy.
  public let policy: Policy
  /// When the scheduler looks within one instant.
  public let pass: PassRule
  private let file: String
  private let digest: YamlValue
  private let inputs: [(role: String, name: String, sha256: String, line: Int)]

  /// The manifest of a folder.
  ///
  /// - Throws: ``InputError`` if there is none, or it is of another version.
  public init(folder: String) throws(InputError) {
    file = (folder.hasSuffix("/") ? folder : folder + "/") + "manifest.json"
    guard StrictYAML.isReadable(file) else {
      throw InputError(
        file: folder,
        "there is no manifest.json",
        remedy: "name the folder of one replay, as --out made it; 'allot compare' makes one for "
          + "each policy"
      )
    }
    // JSON is YAML.
    let top = try StrictYAML.load(file).mapping(keys: Self.keys)
    let version = try top.required("version").text()
    guard version == AllotVersion.current else {
      throw try top.required("version").error(
        "the result was made by version \(version), this is \(AllotVersion.current)",
        remedy: "replay again, or use that version"
      )
    }
    var inputs: [(role: String, name: String, sha256: String, line: Int)] = []
    for input in try top.required("inputs").list() {
      let fields = try input.mapping(keys: ["name", "role", "sha256"])
      inputs.append(
        (
          try fields.required("role").text(), try fields.required("name").text(),
          try fields.required("sha256").text(), input.line
        )
      )
    }
    self.inputs = inputs
    digest = try top.required("digest")
    let text = try top.required("policy").text()
    policy = try PolicyFile.read(
      StrictYAML.readSections(text, file: file).required("policy"),
      isManifest: true
    )
    let word = try top.required("pass").word(among: PassRule.allCases.map(\.rawValue))
    pass = PassRule(rawValue: word) ?? .instant
    options = try Self.options(inputs, top.required("settings"))
  }

  private static let keys = [
    "cleaning", "digest", "inputs", "pass", "policy", "settings", "version",
  ]

  private static func options(
    _ inputs: [(role: String, name: String, sha256: String, line: Int)],
    _ section: YamlValue
  ) throws(InputError) -> ReplayOptions {
    let settings = try section.mapping(
      keys: [
        "allow_drops", "changes", "checkpoint", "cluster", "epoch", "estimates", "failures",
        "format", "from",
        "load",
        "measure", "missing_limit", "models", "not_replayed", "reading", "replicates", "replicate",
        "scale_users", "to",
      ]
    )
    for key in ["replicates", "replicate"] {
      guard let value = settings[key] else { continue }
      throw value.error(
        "the result is of \(try value.text()), whose trace was made for a comparison",
        remedy: "explain a replay of one trace; 'allot trace generate --seed N' writes that of a "
          + "seed"
      )
    }
    func name(_ role: String) -> String? { inputs.first { $0.role == role }?.name }
    var options = ReplayOptions()
    options.trace = name("trace")
    options.cluster = name("cluster")
    options.tenants = name("tenants")
    options.assign = name("assign")
    options.timeline = name("timeline")
    options.outages = name("outages")
    options.checkpoint = try settings["checkpoint"]?.duration()
    options.failures = try settings["failures"].map { value throws(InputError) in
      try FailureModel(text: value.text(), file: value.file)
    }
    options.models = name("models")
    let models = try settings.required("models")
    options.modelRule = try ModelRule(text: models.text(), file: models.file)
    options.allowedDrops = try settings.required("allow_drops").share()
    let cluster = try settings.required("cluster")
    if options.cluster == nil {
      options.processors = try Int(cluster.text().prefix { $0.isNumber })
    }
    options.format = try settings.required("format").text()
    options.hasExactEstimates = try settings.required("estimates").text() == "exact"
    options.allowsOverload = true
    options.load = try QuantityText.millionths(settings.required("load").text())
    options.userScale = try QuantityText.millionths(settings.required("scale_users").text())
    options.from = try InstantText(settings.required("from").text())
    options.to = try InstantText(settings.required("to").text())
    options.epoch = try Int64(settings.required("epoch").text())
    let reading = try settings.required("reading")
    guard let said = try TraceReading(description: reading.text()) else {
      throw reading.error("the rule of reading is not known", remedy: "replay again with --out")
    }
    options.reading = said
    let limit = try settings.required("missing_limit")
    do {
      options.missingLimit = try MissingLimit(text: limit.text())
    } catch let error as UnreadableText {
      throw limit.error(error.description)
    } catch let error as InputError {
      throw error
    } catch {
      throw limit.error("\(error)")
    }
    return options
  }

  /// The inputs, which must be what they were.
  ///
  /// - Throws: ``InputError`` for a file that has changed, and what ``ReplayInputs`` throws.
  public func read() throws -> ReplayInputs {
    let inputs: ReplayInputs
    do {
      inputs = try ReplayInputs(options)
    } catch var error as InputError {
      let isLost = self.inputs.contains { $0.name == error.file }
      guard isLost, !StrictYAML.isReadable(error.file) else { throw error }
      error.remedy = "inputs are named as seen from where the replay ran: run this there"
      throw error
    }
    for old in self.inputs where old.role != "scenario" {
      let new = inputs.files.first { $0.role == old.role }
      guard new?.sha256 == old.sha256 else {
        throw InputError(
          file: file,
          line: old.line,
          "the \(old.role) '\(old.name)' is not what it was when the result was made",
          remedy: "replay again with --out"
        )
      }
    }
    return inputs
  }

  /// Refuses a result that is decided otherwise now: what would be explained is another schedule.
  ///
  /// - Throws: ``InputError`` with both digests, ``PolicyViolation`` as a replay does.
  public func check(_ inputs: ReplayInputs) throws {
    var simulation = Simulation(world: inputs.world, policy: policy, passRule: pass)
    var nobody: [any JournalConsumer] = []
    let found = try simulation.run(into: &nobody).digest.hexadecimal
    guard try digest.text() == found else {
      throw digest.error(
        "the result has the digest \(try digest.text()), and its inputs give \(found) now: it was "
          + "made by another build, or changed",
        remedy: "replay again with --out"
      )
    }
  }
}
