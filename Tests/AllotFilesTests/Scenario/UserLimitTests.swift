import Allot
import AllotFiles
import Testing

/// Limits of users and of QOS, from the tenants file to the jobs of a trace.
@Suite struct UserLimitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let tenants = """
    tenants:
      labs:
        share: 50%
        per_user: {devices: 8, jobs: 2, memory: 512 GiB, H100: 4}
        children:
          ai: {share: 50%, per_user: {minimum: 25%, quota_factor: 2.5}}
      firms: {share: 50%, per_user: {quota_factor: any}}

    """

  private func load(_ text: String) throws(InputError) -> Tenants {
    do {
      return try TenantsFile.load(folder.write("t.yaml", text))
    } catch let error as InputError {
      throw error
    } catch {
      preconditionFailure("the folder can be written to")
    }
  }

  private func error(_ text: String) -> String {
    errorText { () throws(InputError) in try load(text) }.replacing(folder.path + "/", with: "")
  }

  @Test func termsOfUsersAreWrittenAsTheyAreRead() throws {
    let tenants = try load(Self.tenants)
    let labs = try #require(tenants.find(path: "labs"))
    #expect(
      tenants.terms(of: labs).perUser
        == UserTerms(
          limit: UseLimit(
            devices: 8,
            named: [
              UseLimit.Named(resource: "memory", units: 512 << 10),
              UseLimit.Named(resource: "H100", units: 4),
            ],
            jobs: 2
          )
        )
    )
    let ai = try #require(tenants.find(path: "labs/ai"))
    #expect(
      tenants.terms(of: ai).perUser?.share
        == UserShare(minimum: Share(percent: 25), factor: Share(percent: 250))
    )
    let firms = try #require(tenants.find(path: "firms"))
    #expect(tenants.terms(of: firms).perUser?.share == UserShare(factor: nil))
    #expect(try load(TenantsFile.text(of: tenants)) == tenants)
  }

  @Test func mistakesAreTold() {
    #expect(
      error("tenants: {a: {per_user: {devices: many}}}")
        == "t.yaml:1: tenants.a.per_user.devices must be a whole number, not 'many'"
    )
    #expect(
      error("tenants:\n  a: {per_user: {minimum: 20%}}")
        == "t.yaml:2: 'a' has no entitlement of which its users could have shares; add a 'share' "
        + "or a 'quota', or limit users by 'devices'"
    )
    #expect(
      error("tenants:\n  a: {share: 1%, per_user: {quota_factor: 2}, children: {b: {}}}")
        == "t.yaml:2: 'a' has children: users have shares of the quota of a tenant that submits "
        + "jobs; write 'minimum' and 'quota_factor' at its children, or limit users by 'devices'"
    )
    #expect(
      error("tenants: {a: {}}\nqos: {x: {per_user: {}}}")
        == "t.yaml:2: qos.x.per_user limits nothing; write an amount, or leave it out"
    )
  }

  private func inputs(_ tenants: String, rows: [String]) throws -> ReplayInputs {
    var options = ReplayOptions()
    options.trace = try folder.write(
      "log.csv",
      (["job,submit_seconds,run_seconds,gpus,user,project,qos"] + rows).joined(separator: "\n")
    )
    options.processors = 32
    options.tenants = try folder.write("t.yaml", tenants)
    return try ReplayInputs(options)
  }

  private static let two = """
    tenants:
      labs: {share: 50%, per_user: {jobs: 1}}
      firms: {share: 50%}
    qos:
      debug: {devices: 4, per_user: {jobs: 1}}
      idle: {jobs: 3}
    assign: {by: account, map: {labs: [l], firms: [f]}}
    """

  @Test func jobsAreUnderTheLimitsOfTheirUserAndTheirQOS() throws {
    let inputs = try inputs(
      Self.two,
      rows: [
        "1,0,10,1,ann,l,", "2,0,10,1,ann,l,debug", "3,0,10,1,ann,f,debug", "4,0,10,1,bob,f,",
        "5,0,10,1,,l,", "6,0,10,1,ann,l,",
      ]
    )
    let groups = inputs.world.limitGroups
    let names = inputs.world.jobs.map { job in
      (job.limits.map { groups.sets[$0].groups } ?? []).map { groups.groups[$0].name }
    }
    #expect(
      names == [
        ["user 'ann' of 'labs'"],
        ["user 'ann' of 'labs'", "QOS 'debug'", "user 'ann' of QOS 'debug'"],
        ["QOS 'debug'", "user 'ann' of QOS 'debug'"], [], [], ["user 'ann' of 'labs'"],
      ]
    )
    #expect(inputs.world.jobs[0].limits == inputs.world.jobs[5].limits)
    #expect(
      inputs.remarks.contains {
        $0.hasSuffix("1 job names no user: limits of users bind nobody there")
      }
    )
    #expect(inputs.remarks.contains { $0.contains("no job asks for the QOS 'idle'") })
  }

  /// Processors have neither cores nor memory of their own, so that such limits would bind nobody.
  @Test(arguments: [
    ("per_user: {devises: 3}", "users of 'a' is of 'devises', of which the cluster has none"),
    (
      "per_user: {cores: 64}",
      "users of 'a' is of cores, which the nodes of the cluster do not have"
    ),
    (
      "per_user: {memory: 1 GiB}",
      "users of 'a' is of memory, which the nodes of the cluster do not have"
    ),
  ])
  func whatTheClusterDoesNotHaveIsAnError(term: String, message: String) throws {
    let text = "tenants: {a: {share: 1%, \(term)}}\nassign: {by: user, map: {a: [u]}}"
    let error = #expect(throws: InputError.self) { try inputs(text, rows: ["1,0,10,1,u,p,"]) }
    #expect(error?.message == "the limit of \(message)")
  }
}
