import Allot

/// Jobs of several components in random worlds.
extension RandomWorld {
  /// Makes components of two jobs in five: of two, seldom of three, some alike, some without a
  /// device, with models, nodes, cores and memory of their own.
  static func split(
    _ jobs: inout [Job],
    in cluster: Cluster,
    seed: UInt64
  ) -> Table<JobComponents, JobComponents> {
    var random = RandomStream("components", seed: seed)
    var all = Table<JobComponents, JobComponents>()
    for index in jobs.indices where random.chance(2, in: 5) {
      var list = [component(of: jobs[index], in: cluster, &random)]
      for _ in 0..<(random.chance(1, in: 4) ? 2 : 1) {
        let isAlike = random.chance(1, in: 4)
        list.append(isAlike ? list[0] : component(of: jobs[index], in: cluster, &random))
      }
      let components = JobComponents(list)
      jobs[index] = jobs[index].made(of: components, id: all.append(components))
    }
    return all
  }

  private static func component(
    of job: Job,
    in cluster: Cluster,
    _ random: inout RandomStream
  ) -> JobComponent {
    let hasCores = cluster.total(of: .cores) > 0
    let gpus = hasCores && random.chance(1, in: 5) ? 0 : random.within(1...max(1, Int(job.gpus)))
    let perNode = job.gpusPerNode > 0 && random.chance(1, in: 2) ? random.within(1...4) : 0
    let models = (0...1).map { _ in ID<DeviceModel>(random.below(cluster.models.count)) }
    return JobComponent(
      gpus: gpus,
      gpusPerNode: gpus > 0 ? perNode : 0,
      cores: gpus == 0 || job.cores > 0 ? random.within(1...4) * max(gpus, 1) : 0,
      memory: job.memory > 0 ? random.below(6) : 0,
      models: random.chance(1, in: 2) ? .any : AcceptedModels(models)
    )
  }
}
