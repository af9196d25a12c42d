/// What work is counted in.
extension World {
  /// True where no job asks for a device and some ask for cores, of a machine that has both: work
  /// is then counted in cores.
  public var weighsCores: Bool {
    cluster.unit != .core && resubmitsUntil == nil && !jobs.contains { $0.gpus > 0 }
      && jobs.contains { $0.cores > 0 }
  }

  /// The same world as reports weigh it: where no job asks for a device and some ask for cores, the
  /// machine's cores are its devices and the jobs' cores are what they hold.
  ///
  /// Quotas and limits are then those of cores alone: what is given in devices says nothing of
  /// cores.
  public var weighed: World {
    guard weighsCores else { return self }
    let components = Table<JobComponents, JobComponents>(
      components.elements.map { own in
        JobComponents(
          own.list.map { part in
            JobComponent(
              gpus: Int(part.cores),
              gpusPerNode: Int(part.gpusPerNode),
              memory: Int(part.memory)
            )
          }
        )
      }
    )
    let jobs = jobs.map { job in
      var weighed = job
      if let own = job.components { return job.made(of: components[own], id: own) }
      weighed.gpus = job.cores
      weighed.cores = 0
      weighed.models = .any
      return weighed
    }
    return World(
      cluster: cluster.ofCores,
      tenants: tenants.ofCores,
      jobs: jobs,
      components: components,
      warmStart: warmStart,
      changes: changes.map { DatedTerms(at: $0.time, on: $0.cluster.ofCores, $0.tenants.ofCores) },
      machine: machine.ofCores,
      outages: outages,
      checkpoint: checkpoint
    )
  }
}

extension Tenants {
  /// The same tenants without what their terms say of devices.
  fileprivate var ofCores: Tenants {
    var tenants = self
    for tenant in ids where !terms(of: tenant).isEmpty {
      tenants.change(tenant, terms(of: tenant).ofCores, priority: self[tenant].priority)
    }
    return tenants
  }
}

extension TenantTerms {
  /// The same terms without what they say of devices.
  fileprivate var ofCores: TenantTerms {
    func cores(_ allowance: Allowance?) -> Allowance? {
      allowance.map { Allowance(nil, named: $0.named.filter { $0.resource == "cores" }) }
    }
    return TenantTerms(
      quota: cores(quota),
      borrow: cores(borrow),
      lend: cores(lend),
      reserve: cores(reserve),
      cap: cores(cap),
      isStrict: isStrict,
      rights: rights,
      protection: protection
    )
  }
}
