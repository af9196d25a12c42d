import Allot
import AllotFiles
import Testing

@Suite struct MutatedFileTests {
  private static let whole = """
    scenario: {name: x, load: 0.95, missing_limit: 2 h}
    cluster:
      name: small
      models: {H100: &m {fp64_tensor: 67 TF, bf16: 989.4 TF}, T4: *m}
      nodes: {big: {gpus: 8, model: H100, cores: 112, memory: 2 TiB, power: 10.2 kW}}
      pools: {cloud: {nodes: 4, kind: big}}
    tenants:
      n: {share: 58.5 %, weight: 2, promise: {wait_p95: 10 min}, children: {k: {share: 40%}}}
      e: {share: 30%}
      u: {parent: e}
    assign: {by: user, map: {n/k: [1, 2], u: 3}}
    """

  private func readCluster(_ text: String) throws(InputError) {
    let top = try StrictYAML.readSections(text, file: "m.yaml")
    let cluster = try ClusterFile.read(top.required("cluster"))
    #expect(cluster.nodes > 0)
  }

  private func readTenants(_ text: String) throws(InputError) {
    let top = try StrictYAML.readSections(text, file: "m.yaml")
    let tenants = try TenantsFile.read(top.required("tenants"))
    _ = Entitlements(cluster: Cluster(processors: 10), tenants: tenants)
  }

  private func readAssignment(_ text: String) throws(InputError) {
    let top = try StrictYAML.readSections(text, file: "m.yaml")
    _ = try AssignmentFile.read(top.required("assign"))
  }

  /// What is wrong must come out as an input error of the file.
  private func readAll(_ text: String) {
    for part in 0..<3 {
      do throws(InputError) {
        switch part {
        case 0: try readCluster(text)
        case 1: try readTenants(text)
        default: try readAssignment(text)
        }
      } catch {
        #expect(error.file == "m.yaml")
        #expect(!error.message.isEmpty)
      }
    }
  }

  @Test func theWholeFileIsGood() throws {
    let top = try StrictYAML.readSections(Self.whole, file: "m.yaml")
    _ = try ClusterFile.read(top.required("cluster"))
    _ = try TenantsFile.read(top.required("tenants"))
    _ = try AssignmentFile.read(top.required("assign"))
  }

  @Test(arguments: UInt64(0)..<64)
  func mutantsNeverTrap(seed: UInt64) {
    var random = RandomStream("mutants", seed: seed)
    let letters = Array("{}[]:,&*!%-?'\"#|> \n\t0159.ab~<é\0".unicodeScalars)
    for _ in 0..<20 {
      var text = Array(Self.whole.unicodeScalars)
      for _ in 0..<random.within(1...4) {
        let at = random.below(text.count)
        switch random.below(4) {
        case 0: text.remove(at: at)
        case 1: text.insert(letters[random.below(letters.count)], at: at)
        case 2: text[at] = letters[random.below(letters.count)]
        default: text.removeSubrange(at..<min(at + random.below(30), text.count))
        }
      }
      var mutant = ""
      mutant.unicodeScalars.append(contentsOf: text)
      readAll(mutant)
    }
  }
}
