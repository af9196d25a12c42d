import Allot
import AllotFiles
import Testing

@Suite struct TenantsFileTests {
  private func read(_ text: String) throws(InputError) -> Tenants {
    try TenantsFile.read(StrictYAML.readSections(text, file: "t.yaml").required("tenants"))
  }

  private func error(_ text: String) -> String {
    errorText { () throws(InputError) in try read(text) }
  }

  private func paths(_ tenants: Tenants) -> [String] {
    tenants.ids.dropFirst().map { tenants.path(of: $0) }
  }

  @Test func readsTheSmallestForm() throws {
    let tenants = try read("tenants: {n: {share: 50%}, e: {share: 30%}, u: {share: 20%}}")
    #expect(paths(tenants) == ["n", "e", "u"])
    let world = World(cluster: Cluster(processors: 10), tenants: tenants, jobs: [])
    #expect(world.weights(.share).dropFirst() == [500_000, 300_000, 200_000])
    #expect(tenants[Tenants.root].children.allSatisfy { tenants[$0].isDeclared })
  }

  @Test func readsEveryField() throws {
    let tenants = try read(
      """
      tenants:
        national:
          share: 58.5 %
          weight: 2.5
          promise: {wait_p95: 10 min}
          children:
            postech:
            kaist: {share: 40%, children: {lab: {weight: 0}}}
        guests: {}
        other: {share: 0%}
      """
    )
    #expect(
      paths(tenants)
        == [
          "national", "national/postech", "national/kaist", "national/kaist/lab", "guests", "other",
        ]
    )
    let national = tenants[ID(1)]
    #expect(national.share == Share(millionths: 585_000))
    #expect(national.weight == 2_500_000)
    #expect(national.promises == [Promise(waitP95: SimDuration(seconds: 600))])
    #expect(tenants[ID(2)].share == nil)
    #expect(tenants[ID(4)].weight == 0)
    #expect(tenants[ID(6)].share == Share(percent: 0))
  }

  @Test func readsLimits() throws {
    let tenants = try read(
      """
      tenants:
        n: {share: 50%, borrow: 20%, lend: {H200: 8, B200: 50%}, priority: 7}
        u: {share: 20%, cap: 64}
        g: {cap: 5%}
      """
    )
    #expect(tenants[ID(1)].terms.borrow == Allowance(.part(Share(percent: 20))))
    #expect(tenants[ID(1)].priority == 7)
    let lend = try #require(tenants[ID(1)].terms.lend)
    #expect(lend.amount(of: "H200", whole: 100) == 8)
    #expect(lend.amount(of: "B200", whole: 101) == 50)
    #expect(lend.amount(of: "A100", whole: 100) == nil)
    #expect(tenants[ID(2)].terms.cap == Allowance(.units(64)))
    #expect(tenants[ID(3)].terms.cap == Allowance(.part(Share(percent: 5))))
  }

  @Test(
    arguments: [
      ("n: {share: 50%, borrow: -1}", "t.yaml:1: tenants.n.borrow is -1, outside 0"),
      ("n: {borrow: 20%}", "t.yaml:1: 'n' has no share that it could borrow beside"),
      ("n: {share: 30%, lend: 120%}", "'n' lends more than all of its entitlement"),
      ("n: {share: 30%, lend: half}", "t.yaml:1: tenants.n.lend must be a whole number"),
      ("n: {priority: 2000}", "outside 0 to 1000"),
      ("n: {quota: 4, share: 5%}", "'n' has a share and a quota; keep 'share'"),
      ("n: {quota: 120%}", "the quota of 'n' is more than all that the cluster has"),
      ("n: {quota: 4}, u: {share: 5%}", "'n' has a quota in devices, its sibling 'u' a share"),
      ("n: {quota: 4, cap: 3}", "the cap of 'n', 3, is below its quota of 4"),
      ("n: {quota: {A: 4}, reserve: {A: 5}}", "the reserve of 'n', 5, is more than its quota of 4"),
      ("n: {share: 4%, reserve: 101%}", "'n' reserves more than all of its entitlement"),
      ("n: {quota: 4, lend: 5}", "'n' lends 5, more than its quota of 4"),
      ("n: {reserve: 2}", "'n' has no share that it could reserve of"),
      ("n: {quota: 4, borrow: {cores: 5}}", "'n' has no quota of cores that it could borrow"),
      ("n: {share: 4%, lend: {memory: 1 GiB}}", "'n' has no quota of memory that it could lend of"),
      ("n: {quota: {gpus: 4, cores: 8}, cap: {cores: 7}}", "'n' on 'cores', 7, is below its quota"),
      ("n: {cap: {memory: 64}}", "t.yaml:1: tenants.n.cap.memory must be a memory size with"),
      ("n: {cap: {}}", "tenants.n.cap names no resource"),
      ("n: {queue: fifo}", "tenants.n.queue can not be 'fifo'"),
      (
        "n: {preemption: {while_borrowing: 5}}",
        "t.yaml:1: tenants.n.preemption.while_borrowing says whom a queue preempts that borrows"
      ),
      ("n: {preemption: {own: any}}", "unknown key 'own' in tenants.n.preemption"),
    ]
  )
  func contradictoryLimitsAreErrors(tenant: String, message: String) {
    let text = error("tenants: {\(tenant)}")
    #expect(text.contains(message), "\(text)")
  }

  @Test func readsQuotasAndTermsAndWritesThem() throws {
    let tenants = try read(
      """
      tenants:
        n: {quota: 40, reserve: 50%, queue: strict, weight: 2.5, promise: {wait_p95: 1 h}}
        c: {quota: {gpus: 4, B200: 2, cores: 64, memory: 1.5 GiB}, cap: {cores: 50%}}
        u:
          quota: {H200: 8}
          preemption: {own_queue: any, other_queues: lower-priority, while_borrowing: 3}
          children:
            "1": {share: 33.5%, cap: {H200: 6, B200: 50%}, priority: 3}
            on: {}
      """
    )
    let n = tenants[ID(1)].terms
    #expect(n.quota == Allowance(.units(40)))
    #expect(n.reserve == Allowance(.part(Share(percent: 50))))
    #expect(n.isStrict)
    #expect(n.rights == nil)
    let c = tenants[ID(2)].terms
    #expect(["A100", "B200", "cores"].map { c.quota?.amount(of: $0, whole: 0) } == [4, 2, 64])
    #expect(c.quota?.amount(of: "memory", whole: 0) == 1_536)
    #expect(c.cap?.amount(of: "cores", whole: 10) == 5)
    #expect(c.cap?.amount(of: "B200", whole: 10) == nil)
    let u = tenants[ID(3)].terms
    #expect(u.quota?.amount(of: "H200", whole: 0) == 8)
    #expect(!u.isStrict)
    #expect(
      u.rights
        == PreemptionRights(
          ownQueue: .any,
          otherQueues: .lowerPriority,
          whileBorrowing: PreemptionRights.WhileBorrowing(highestPriority: 3)
        )
    )
    #expect(try read(TenantsFile.text(of: tenants)) == tenants)
  }

  @Test func parentsMakeTheSameTreeInAnyOrder() throws {
    let nested = try read(
      "tenants: {n: {children: {k: {share: 40%, children: {l: {}, m: {}}}, p: {}}}, e: {}}"
    )
    let flat = try read(
      """
      tenants:
        m0: {}
        l: {parent: k}
        k: {parent: n, share: 40%}
        n: {share: 50%}
        p: {parent: n}
        m: {parent: k}
        e: {}
      """
    )
    #expect(
      paths(nested) == ["n", "n/k", "n/k/l", "n/k/m", "n/p", "e"]
    )
    #expect(
      paths(flat) == ["m0", "n", "n/k", "n/k/l", "n/k/m", "n/p", "e"]
    )
    #expect(flat[ID(3)].share == Share(percent: 40))
  }

  @Test func bothFormsMayBeMixed() throws {
    let tenants = try read("tenants: {b: {parent: a}, a: {children: {c: {}}}, d: {parent: b}}")
    #expect(paths(tenants) == ["a", "a/c", "a/b", "a/b/d"])
    #expect(
      error("tenants:\n  b: {parent: a}\n  a: {children: {b: {}}}")
        == "t.yaml:2: two tenants below 'a' are named 'b'; give each sibling its own name"
    )
  }

  @Test func sharesAreChecked() {
    #expect(
      error("tenants:\n  a: {share: 50%}\n  b: {share: 50%}\n  c: {share: 10.5%}\n  d: {}")
        == "t.yaml:4: the shares of the tenants at the top sum to 110.5 %, more than 100 %; "
        + "shares are parts of the parent; lower one of them"
    )
    #expect(
      error("tenants:\n  a:\n    children:\n      b: {share: 60%}\n      c: {share: 60%}")
        == "t.yaml:5: the shares of the children of 'a' sum to 120 %, more than 100 %; "
        + "shares are parts of the parent; lower one of them"
    )
    #expect(
      error("tenants:\n  a: {share: 101%}")
        == "t.yaml:2: the share of 'a' is more than 100 %"
    )
    #expect(
      error("tenants:\n  a: {share: -5%}") == "t.yaml:2: tenants.a.share is negative: '-5%'"
    )
    #expect(
      error("tenants:\n  a: {share: 0.5}")
        == "t.yaml:2: tenants.a.share must be a percentage such as 50%, "
        + "with at most four decimals, not '0.5'"
    )
  }

  @Test func namesAreChecked() {
    #expect(
      error("tenants:\n  a/b: {}")
        == "t.yaml:2: the tenant's name 'a/b' contains '/', which separates the names of a path; "
        + "write the tenant under 'children' of its parent"
    )
    #expect(error("tenants:\n  '': {}") == "t.yaml:2: a tenant needs a name")
    #expect(error("tenants:\n  \"a\\nb\": {}") == "t.yaml:2: a tenant's name must be on one line")
    #expect(
      error("tenants:\n  a: {}\n  b: {}\n  a: {}")
        == "t.yaml:2: the key 'a' is given twice in one mapping, the first time here; "
        + "keep one of them"
    )
    #expect(
      error("tenants:\n  1: {}\n  '1': {}")
        == "t.yaml:3: the key '1' is given twice in one mapping, first on line 2; keep one of them"
    )
  }

  @Test func parentsAreChecked() {
    #expect(
      error("tenants:\n  national: {}\n  kaist: {parent: natonal}")
        == "t.yaml:3: tenant 'kaist' names the parent 'natonal', which is not declared; "
        + "did you mean 'national'?"
    )
    #expect(
      error("tenants:\n  z: {parent: a}\n  a: {parent: b}\n  b: {parent: a}")
        == "t.yaml:3: tenants are their own ancestors: a → b → a; remove one 'parent'"
    )
    #expect(
      error("tenants:\n  a: {parent: a}")
        == "t.yaml:2: tenants are their own ancestors: a → a; remove one 'parent'"
    )
    #expect(
      error("tenants:\n  a:\n    children:\n      b: {parent: a}")
        == "t.yaml:4: unknown key 'parent' in tenants.a.children.b; "
        + "the keys are share, quota, weight, promise, borrow, lend, reserve, cap, priority, "
        + "queue, preemption, protection, reclaimable, non_preemptible, per_user, children"
    )
  }

  @Test func formIsChecked() {
    #expect(error("tenants: {}") == "t.yaml:1: tenants declares no tenant")
    #expect(
      error("tenants: [a, b]") == "t.yaml:1: tenants must be a mapping (key: value), not a list"
    )
    #expect(
      error("tenants:\n  a: 50%")
        == "t.yaml:2: tenants.a must be a mapping (key: value), not the single value '50%'"
    )
    #expect(
      error("tenants:\n  a: {shares: 50%}")
        == "t.yaml:2: unknown key 'shares' in tenants.a; did you mean 'share'?"
    )
    #expect(
      error("tenants:\n  a: {promise: {}}")
        == "t.yaml:2: tenants.a.promise needs the key 'wait_p95'"
    )
    #expect(
      error("tenants:\n  a: {promise: {wait_p95: 10}}")
        == "t.yaml:2: tenants.a.promise.wait_p95 must be a duration with its unit, "
        + "such as 10 min, 2 h or 7 d, not '10'"
    )
    #expect(
      error("tenants:\n  a: {weight: heavy}")
        == "t.yaml:2: tenants.a.weight must be a number with at most six decimals, not 'heavy'"
    )
  }

  @Test func treesMayNotBeTooDeep() {
    let chain = (1...80).map { "  t\($0): {parent: t\($0 - 1)}\n" }.joined()
    #expect(
      error("tenants:\n  t0: {}\n\(chain)") == "t.yaml:66: tenants nest deeper than 64 levels"
    )
  }
}
