import Allot
import AllotFiles
import AllotTesting
import Testing

/// Queue files that are written: their import gives the same tenants and the same policy.
@Suite struct QueueExportTests {
  private static let examples = "docs/examples/queues/"

  @Test(arguments: ["kueue", "kai", "volcano"])
  func anImportIsWrittenBack(system: String) throws {
    let folder = try TemporaryFolder()
    let first = try QueueImport([Self.examples + "\(system).yaml"])
    let mine = try folder.write("mine.yaml", first.text)
    let export = try QueueExport(path: mine, for: system)
    #expect(export.notes.isEmpty)
    let second = try QueueImport([folder.write("queues.yaml", export.text)])
    #expect(second.text == first.text)
    #expect(try QueueExport(path: mine, for: system).text == export.text)
  }

  @Test func whatTheClusterOrKubernetesHasNotIsSaid() throws {
    let folder = try TemporaryFolder()
    let text = "tenants: {Lab_A: {quota: {h100: 4}}}\n"
    let path = try folder.write("mine.yaml", text)
    let notes = try QueueExport(path: path, for: "kai").notes
    #expect(notes.contains { $0.contains("no objects named Lab_A") })
    let cluster = Cluster(processors: 4)
    #expect(throws: InputError.self) { try QueueExport(path: path, for: "kai", cluster: cluster) }
  }

  /// Cores are of whatever node, not of a model's nodes: they have a flavor of their own.
  @Test func coresBesideSeveralModelsComeBack() throws {
    let folder = try TemporaryFolder()
    let tenants = """
      tenants:
        c:
          quota: {a100: 8, h100: 2, cores: 128}
          borrow: 0
          children:
            a: {quota: {a100: 4, h100: 2, cores: 64}, borrow: {a100: 2, h100: 0, cores: 16}}
            b: {quota: {a100: 4, cores: 64}}

      """
    let mine = try folder.write("mine.yaml", "policy: {base: kueue}\n" + tenants)
    let queues = try folder.write("queues.yaml", QueueExport(path: mine, for: "kueue").text)
    let back = try QueueImport([queues], keepsAll: true).text
    #expect(back.contains("borrow: {a100: 0, h100: 0, cores: 0}"))
    #expect(
      back.contains(
        "a: {quota: {a100: 4, h100: 2, cores: 64}, borrow: {a100: 2, h100: 0, cores: 16}"
      )
    )
    #expect(back.contains("b: {quota: {a100: 4, h100: 0, cores: 64}, preemption"))
  }

  @Test func whatOtherColumnsSayIsTold() throws {
    let folder = try TemporaryFolder()
    func notes(by column: String) throws -> [String] {
      let text = "tenants: {a: {quota: 4}}\nassign: [{by: \(column), map: {a: [x]}}]\n"
      return try QueueExport(path: folder.write("mine.yaml", text), for: "kai").notes
    }
    #expect(try notes(by: "queue").isEmpty)
    #expect(try notes(by: "user").contains { $0.hasPrefix("what 'assign' says") })
  }

  /// What every tenant may count on, hold, keep and yield, under its name.
  private func standings(_ world: World, _ system: String) -> [String: [String]] {
    let weights = world.weights(.equal)
    return world.tenants.ids.reduce(into: [:]) { all, tenant in
      guard tenant != Tenants.root else { return }
      let terms = world.tenants.terms(of: tenant)
      let isAlone = system == "kueue" && world.isRootOfQueues(tenant)
      var standing: [String] = []
      for resource in world.resources {
        let quota = world.nominal(of: tenant, in: resource) ?? 0
        let most = isAlone ? quota : world.ceiling(of: tenant, in: resource) ?? .max
        // What is beyond a limit is of no use, and what is within a quota is allowed in Kueue.
        let isKueue = system == "kueue"
        let useful = isKueue ? quota : min(quota, most)
        standing.append("quota \(useful) most \(isKueue ? max(quota, most) : most)")
        let lent = isAlone ? quota : world.lendable(by: tenant, in: resource) ?? quota
        if system != "kai" { standing.append("keeps \(min(quota - lent, useful))") }
      }
      standing.append("weight \(system == "volcano" ? 0 : weights[Int(tenant.index)])")
      standing.append("priority \(system == "kueue" ? 0 : world.tenants[tenant].priority)")
      if system == "kai" { standing.append("protection \(terms.protection ?? .zero)") }
      if system == "volcano" && world.tenants[tenant].children.isEmpty {
        standing.append("yields \(world.tenants.isReclaimable(tenant))")
      }
      all[world.tenants[tenant].name] = standing
    }
  }

  @Test(arguments: ["kueue", "kai", "volcano"])
  func importsOfExportsStandAlike(system: String) throws {
    let folder = try TemporaryFolder()
    var compared = 0
    for seed in 0..<UInt64(3_000) {
      var options = RandomWorld.Options()
      options.hasQuotas = seed % 2 == 0
      options.hasLimits = true
      options.hasProtectedJobs = true
      options.isNested = seed % 3 == 1
      let drawn = RandomWorld.world(seed: seed, options: options)
      let names = drawn.tenants.ids.map { drawn.tenants[$0].name }
      guard drawn.cluster.models.count == 1 || system == "kueue",
        Set(names).count == names.count
      else { continue }
      let base = system == "volcano" ? "volcano-capacity" : system
      let mine = try folder.write(
        "mine.yaml",
        "policy: {base: \(base)}\n" + TenantsFile.text(of: drawn.tenants)
      )
      // Some terms are drawn that no file may have.
      guard let tenants = try? TenantsFile.load(mine) else { continue }
      let world = World(cluster: drawn.cluster, tenants: tenants, jobs: [])
      // Exports refuse models that the cluster does not have.
      guard (try? world.remarks(onTenantsOf: mine)) != nil else { continue }
      let export = try QueueExport(path: mine, for: system, cluster: drawn.cluster)
      // What means something else there is told; who is loose at the top is in a cohort of its own.
      guard !export.notes.contains(where: { $0.contains("there") }) else { continue }
      let queues = try QueueImport([folder.write("queues.yaml", export.text)])
      #expect(queues.policy.name == base)
      let back = World(cluster: drawn.cluster, tenants: queues.tenants, jobs: [])
      var standings = self.standings(back, system)
      standings["all-tenants"] = nil
      let expected = self.standings(world, system)
      #expect(standings == expected, "seed \(seed)\n\(export.text)")
      guard standings == expected else { return }
      compared += 1
    }
    #expect(compared > 50, "\(compared) worlds were compared")
  }

  @Test func whatQueuesDoNotHaveIsTold() throws {
    let folder = try TemporaryFolder()
    let mine = try folder.write(
      "mine.yaml",
      "tenants:\n  a: {quota: 4, lend: 2, queue: strict}\n  b: {quota: 4, reclaimable: false}\n"
    )
    let notes = try QueueExport(path: mine, for: "kai").notes
    #expect(
      notes == [
        "'lend' of 'a' is left out: queues of kai do not have it",
        "'queue' of 'a' is left out: queues of kai do not have it",
        "'reclaimable' of 'b' is left out: queues of kai do not have it",
      ]
    )
  }

  /// Amounts that one number can not say, and a policy that is not the system's.
  @Test func whatIsBentIsTold() throws {
    let folder = try TemporaryFolder()
    let mine = try folder.write(
      "mine.yaml",
      "policy: {name: mine, base: kai, reclaim: none}\n"
        + "tenants:\n  a: {quota: {H100: 4, A100: 2, cores: 8}, cap: {H100: 6}}\n"
    )
    let notes = try QueueExport(path: mine, for: "kai").notes
    #expect(
      notes == [
        "the policy 'mine' is not one that kai follows: the queues are those of kai",
        "amounts of H100, A100 are added up: queues of kai have one number of GPUs",
        "'a' is limited in some models alone, and is not limited there",
        "amounts of cores and memory are left out",
      ]
    )
    let users = try folder.write(
      "users.yaml",
      "tenants:\n  a: {quota: 4, per_user: {jobs: 2}}\nqos: {debug: {jobs: 1}}\n"
    )
    #expect(
      try QueueExport(path: users, for: "volcano").notes == [
        "'per_user' of 'a' is left out: queues of volcano do not have it",
        "the section 'qos' is left out: queues of volcano do not have it",
      ]
    )
    let deep = try folder.write(
      "deep.yaml",
      "tenants:\n  p: {quota: 3, children: {x: {quota: 2}, y: {quota: 2}}}\n"
    )
    #expect(
      try QueueExport(path: deep, for: "volcano").notes == [
        "'p' deserves 3, and its children 4 together: of such a hierarchy Volcano shares out "
          + "nothing, or warns, by version"
      ]
    )
    let capped = try folder.write("capped.yaml", "tenants:\n  a: {quota: 4, borrow: 0, cap: 50%}\n")
    let cluster = Cluster(processors: 4)
    #expect(
      try QueueExport(path: capped, for: "kueue", cluster: cluster).notes == [
        "'a' may hold 2 nvidia.com/gpu of its quota of 4: a limit there is beyond the quota, so "
          + "that it may hold all of it"
      ]
    )
  }

  @Test(arguments: [
    (
      "tenants:\n  a: {share: 50%}\n", "kai",
      "'a' has a part of a cluster; give the cluster with --cluster"
    ),
    (
      "tenants:\n  a: {quota: 100%}\n", "volcano",
      "'a' has a part of a cluster; give the cluster with --cluster"
    ),
    (
      "tenants:\n  a: {quota: 4, children: {x: {}}}\n  b: {quota: 4, children: {x: {}}}\n", "kai",
      "'a/x' and 'b/x' have one name; rename one of them: queues are known by their names alone"
    ),
    (
      "policy: {base: volcano-proportion}\ntenants:\n  a: {share: 50%, children: {x: {}}}\n",
      "volcano",
      "'a/x' is below another tenant, and under volcano-proportion queues are siblings; write it "
        + "for volcano-capacity: 'policy: {base: volcano-capacity}'"
    ),
  ])
  func whatCanNotBeWrittenIsAnError(text: String, system: String, message: String) throws {
    let folder = try TemporaryFolder()
    let mine = try folder.write("mine.yaml", text)
    let cluster = text.contains("proportion") ? Cluster(processors: 8) : nil
    do throws(InputError) {
      _ = try QueueExport(path: mine, for: system, cluster: cluster)
      Issue.record("nothing is wrong")
    } catch {
      #expect(error.description == "\(mine): \(message)")
    }
  }
}
