extension SyntheticLog {
  /// Logs of one line for each job.
  static let tables: [SyntheticLog] = [
    SyntheticLog("swf", ending: "swf", head: "; MaxProcs: 4096\n; UnixStartTime: 1735689600\n") {
      "\($0.number + 1) \($0.submit) \($0.start - $0.submit) \($0.run) \($0.gpus) -1 -1 \($0.gpus) "
        + "\($0.run + 600) -1 1 \($0.number % 900) \($0.number % 60) -1 1 -1 -1 -1\n"
    },
    SyntheticLog(
      "csv",
      head: "# epoch: 1735689600\njob,submit_seconds,run_seconds,limit_seconds,gpus,"
        + "gpus_per_node,model,cores,memory_mib,tenant,user,group,queue,class,priority,end_state\n"
    ) {
      "j\($0.number),\($0.submit).250,\($0.run).000,86400,\($0.gpus),\(min(8, $0.gpus)),"
        + "\($0.one("H100", "A100", "")),\($0.cores),\($0.cores * 8_000),national/\($0.group),"
        + "\($0.user),\($0.group),main,training,0,\($0.one("completed", "failed", "limit"))\n"
    },
    SyntheticLog("sacct", ending: "txt", head: sacctColumns.joined(separator: "|") + "\n") { row in
      let (cpus, nodes) = ("cpu=\(row.cores)", "node=\(row.nodes)")
      let amounts = "\(cpus),mem=\(row.cores * 8)G,\(nodes),billing=\(row.cores)"
      return "\(row.number + 1)|\(row.user)|\(row.group)|main|\(row.one("normal", "low", "high"))|"
        + "gpu1|\(row.one("COMPLETED", "FAILED", "TIMEOUT"))|\(1_735_689_600 + row.submit)|"
        + "\(1_735_689_600 + row.submit)|\(1_735_689_600 + row.start)|"
        + "\(1_735_689_600 + row.end)|\(row.run)|\(row.run / 60 + 60)|\(row.nodes)|"
        + "node[\(row.number % 500)-\(row.number % 500 + row.nodes - 1)]|"
        + "\(amounts),gres/gpu=\(row.gpus)|"
        + "\(amounts),gres/gpu=\(row.gpus),gres/gpu:h100=\(row.gpus)\n"
    },
    SyntheticLog("philly", head: "timestamp,duration,num_gpus,gpu_time,cluster\n") {
      "\(Row.date($0.submit)),\($0.run).0,\($0.gpus),\($0.run).0,"
        + "\($0.one("ee9e8c", "6c71a0", "2"))\n"
    },
    SyntheticLog(
      "helios",
      head: "job_id,user,tenant,class,submit_time,num_chips,chip_type,num_nodes,duration_s,"
        + "walltime_limit_s,final_status\n"
    ) {
      "\($0.number),\($0.user),\($0.group),finetune,\($0.submit * 1_000),\($0.gpus),V100,"
        + "\($0.nodes),\($0.run).0,\($0.run + 600).0,"
        + "\($0.one("COMPLETED", "CANCELLED", "FAILED"))\n"
    },
    SyntheticLog(
      "helios-original",
      head: "job_id,user,vc,gpu_num,cpu_num,node_num,state,submit_time,start_time,end_time,"
        + "duration,queue\n"
    ) {
      "\($0.number),\($0.user),\($0.group),\($0.gpus),\($0.cores),\($0.nodes),"
        + "\($0.one("COMPLETED", "CANCELLED", "FAILED")),\(Row.date($0.submit)),"
        + "\(Row.date($0.start)),\(Row.date($0.end)),\($0.run),\($0.start - $0.submit)\n"
    },
    SyntheticLog(
      "acme",
      head: "job_id,user,node_num,gpu_num,cpu_num,type,state,submit_time,start_time,end_time,"
        + "duration,queue,gpu_time\n"
    ) {
      "\($0.number),\($0.user),\($0.nodes),\($0.gpus),\($0.cores),"
        + "\($0.one("Other", "SFT", "Eval")),"
        + "\($0.one("COMPLETED", "CANCELLED", "FAILED")),\(Row.date($0.submit))+08:00,"
        + "\(Row.date($0.start))+08:00,\(Row.date($0.end))+08:00,\($0.run),"
        + "\($0.start - $0.submit),\($0.run * $0.gpus).0\n"
    },
    SyntheticLog(
      "openb",
      head: "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,"
        + "deletion_time,scheduled_time\n"
    ) {
      "openb-pod-\($0.number),\($0.cores * 1_000),\($0.cores * 4_096),\(min(8, $0.gpus)),1000,"
        + "\($0.one("", "V100M16|V100M32", "G2")),\($0.one("LS", "BE", "Burstable")),"
        + "\($0.one("Running", "Succeeded", "Failed")),\($0.submit),\($0.end),\($0.start)\n"
    },
    SyntheticLog(
      "eagle",
      head: "job_id,user,account,partition,qos,wallclock_req,nodes_req,processors_req,gpus_req,"
        + "mem_req,submit_time,start_time,end_time,run_time,state,name,work_dir,submit_line\n"
    ) {
      "\($0.number),\($0.user),\($0.group),partition\($0.number % 9),normal,\($0.run + 600).0,"
        + "\($0.nodes),\($0.cores),\($0.gpus),0.0,\(Row.date($0.submit)),\(Row.date($0.start)),"
        + "\(Row.date($0.end)),\($0.run).0,\($0.one("COMPLETED", "FAILED", "TIMEOUT")),"
        + "name\($0.number % 700),dir\($0.number % 700),line\($0.number % 700)\n"
    },
  ]

  /// Logs that are JSON.
  static let documents: [SyntheticLog] = [
    SyntheticLog(
      "sacct-json",
      ending: "json",
      head: "{\"meta\": {\"Slurm\": {\"release\": \"23.11.4\"}}, \"errors\": [], \"jobs\": [\n",
      separator: ",\n",
      tail: "\n]}\n",
      row: slurmJob
    ),
    SyntheticLog(
      "batsim",
      ending: "json",
      head: "{\"nb_res\": 4096, \"jobs\": [\n",
      separator: ",\n",
      tail: "\n], \"profiles\": {\"short\": {\"type\": \"delay\", \"delay\": 50.25}, "
        + "\"long\": {\"type\": \"delay\", \"delay\": 7200}}}\n"
    ) {
      "{\"id\": \"\($0.number)\", \"subtime\": \($0.submit).5, \"res\": \($0.gpus), "
        + "\"walltime\": \($0.run + 9_000), \"profile\": \"\($0.one("short", "long", "short"))\"}"
    },
    SyntheticLog("sls", ending: "json", head: "") { row in
      let start = row.start * 1_000
      let tasks = (0..<4).map { task in
        "{\"container.host\": \"/rack\(task)/node\(row.number % 500)\", "
          + "\"container.start.ms\": \(start + task * 50), "
          + "\"container.end.ms\": \(start + row.run * 1_000), \"container.priority\": 20, "
          + "\"container.type\": \"map\"}"
      }
      return "{\"am.type\": \"mapreduce\", \"job.start.ms\": \(row.submit * 1_000), "
        + "\"job.end.ms\": \(row.end * 1_000), \"job.queue.name\": \"prod\", "
        + "\"job.id\": \"job_\(row.number)\", \"job.user\": \"\(row.user)\", "
        + "\"job.tasks\": [\n\(tasks.joined(separator: ",\n"))]}\n"
    },
    SyntheticLog(
      "philly-original",
      ending: "json",
      head: "[",
      separator: ",\n",
      tail: "]\n"
    ) { row in
      let hosts = (0..<row.nodes).map { host in
        let gpus = (0..<min(8, row.gpus)).map { "\"gpu\($0)\"" }.joined(separator: ", ")
        return "{\"ip\": \"m\(row.number % 500 + host)\", \"gpus\": [\(gpus)]}"
      }
      return "{\"status\": \"\(row.one("Pass", "Killed", "Failed"))\", \"vc\": \"\(row.group)\", "
        + "\"jobid\": \"application_15\(row.number)\", \"attempts\": [{\"start_time\": "
        + "\"\(Row.date(row.start))\", \"end_time\": \"\(Row.date(row.end))\", \"detail\": ["
        + "\(hosts.joined(separator: ", "))]}], \"submitted_time\": "
        + "\"\(Row.date(row.submit))\", \"user\": \"\(row.user)\"}"
    },
  ]

  /// The columns of the export that README names.
  private static let sacctColumns = [
    "JobID", "User", "Account", "Partition", "QOS", "Cluster", "State", "Submit", "Eligible",
    "Start", "End", "ElapsedRaw", "TimelimitRaw", "NNodes", "NodeList", "ReqTRES", "AllocTRES",
  ]

  /// A job as `sacct --json` prints it, with what replays do not read.
  @Sendable private static func slurmJob(_ row: Row) -> String {
    func resource(_ type: String, _ name: String, _ id: Int, _ count: Int) -> String {
      "{\"type\": \"\(type)\", \"name\": \(name), \"id\": \(id), \"count\": \(count)}"
    }
    let asked = [
      resource("cpu", "null", 1, row.cores), resource("mem", "null", 2, row.cores * 8_000),
      resource("node", "null", 4, row.nodes), resource("gres", "\"gpu\"", 1_001, row.gpus),
    ]
    let given = asked + [resource("gres", "\"gpu:h100\"", 1_002, row.gpus)]
    let seconds = "{\"seconds\": 0, \"microseconds\": 0}"
    let submit = 1_735_689_600 + row.submit
    return "{\"account\": \"\(row.group)\", \"comment\": {\"administrator\": null, \"job\": null, "
      + "\"system\": null}, \"allocation_nodes\": \(row.nodes), \"array\": {\"job_id\": 0, "
      + "\"limits\": {\"max\": {\"running\": {\"tasks\": 0}}}, \"task\": null, \"task_id\": null}, "
      + "\"association\": {\"account\": \"\(row.group)\", \"cluster\": \"gpu1\", "
      + "\"partition\": null, \"user\": \"\(row.user)\"}, \"cluster\": \"gpu1\", "
      + "\"constraints\": \"\", \"time\": {\"elapsed\": \(row.run), \"eligible\": \(submit), "
      + "\"end\": \(submit + row.end - row.submit), \"start\": \(submit + row.start - row.submit), "
      + "\"submission\": \(submit), \"suspended\": 0, \"system\": \(seconds), "
      + "\"limit\": \(row.run / 60 + 60), \"total\": \(seconds), \"user\": \(seconds)}, "
      + "\"exit_code\": {\"status\": \"SUCCESS\", \"return_code\": 0}, "
      + "\"flags\": [\"CLEAR_SCHEDULING\", \"STARTED_ON_SCHEDULE\"], \"group\": \"root\", "
      + "\"het\": {\"job_id\": 0, \"job_offset\": null}, \"job_id\": \(row.number + 1), "
      + "\"name\": \"train\", \"nodes\": \"node\(row.number % 500)\", \"partition\": \"main\", "
      + "\"priority\": 52453, \"qos\": \"normal\", \"required\": {\"CPUs\": \(row.cores), "
      + "\"memory\": 100}, \"state\": {\"current\": "
      + "\"\(row.one("COMPLETED", "FAILED", "TIMEOUT"))\","
      + " \"reason\": \"None\"}, \"steps\": [{\"nodes\": {\"list\": [\"g4\"], \"count\": 1, "
      + "\"range\": \"g4\"}, \"tres\": {\"allocated\": [\(given.joined(separator: ", "))]}, "
      + "\"time\": {\"elapsed\": \(row.run), \"system\": \(seconds), \"user\": \(seconds)}, "
      + "\"state\": \"COMPLETED\", \"step\": {\"job_id\": \(row.number + 1), \"id\": \"batch\"}}], "
      + "\"tres\": {\"allocated\": [\(given.joined(separator: ", "))], "
      + "\"requested\": [\(asked.joined(separator: ", "))]}, \"user\": \"\(row.user)\", "
      + "\"wckey\": {\"wckey\": \"\", \"flags\": []}, \"working_directory\": \"/home\"}"
  }
}
