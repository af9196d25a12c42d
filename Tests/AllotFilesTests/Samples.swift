/// One small valid file of each format.
enum Samples {
  struct Sample: Sendable {
    var format: String
    var text: String
  }

  static let all = [
    Sample(format: "swf", text: swf), Sample(format: "sacct", text: sacct),
    Sample(format: "csv", text: csv), Sample(format: "philly", text: philly),
    Sample(format: "helios", text: helios),
    Sample(format: "helios-original", text: heliosOriginal),
    Sample(format: "acme", text: acme), Sample(format: "openb", text: openb),
    Sample(format: "eagle", text: eagle), Sample(format: "batsim", text: batsim),
    Sample(format: "sacct-json", text: sacctJson),
    Sample(format: "philly-original", text: phillyOriginal), Sample(format: "sls", text: sls),
  ]

  static let swf = """
    ; MaxProcs: 100
    ; UnixStartTime: 843480031
        1        0 964980  97225   56  12.50    -1   56 210000 409600  1   1   1  -1  2 -1 -1 -1
        2   327952 291900   9382   80     -1    -1   80  14400     -1  0   2   2  -1 -1 -1 -1 -1
        3   327952     -1   9382    8     -1    -1   -1     -1     -1  5   2   2  -1 -1 -1 -1 -1

    """

  static let sacct = """
    JobID|JobName|User|Account|Partition|State|Submit|Eligible|Start|End|ElapsedRaw|Timelimit|\
    TimelimitRaw|NNodes|ReqTRES|AllocTRES|SubmitLine
    1|a|ann|physics|main|COMPLETED|2026-11-20T21:18:46|2026-11-20T21:18:50|2026-11-20T21:18:51|\
    2026-11-20T21:19:51|60|00:10:00|10|2|cpu=4,gres/gpu=4,mem=4G,node=2|\
    billing=9,cpu=4,gres/gpu:h100=4,gres/gpu=4,mem=1.5G,node=2|sbatch -n1
    1.batch|a||physics||COMPLETED|2026-11-20T21:18:46|2026-11-20T21:18:50|2026-11-20T21:18:51|\
    2026-11-20T21:19:51|60|||2||cpu=4,mem=200M,node=2|
    2_0|b|bob|physics|main|CANCELLED by 1000|2026-11-20T21:18:40|2026-11-20T21:18:40|\
    2026-11-20T21:18:51|2026-11-20T21:18:52|1|UNLIMITED||1|cpu=1|cpu=1|sbatch --wrap a | b

    """

  static let csv = """
    # a comment
    # epoch: 1735689600
    job,submit_seconds,run_seconds,limit_seconds,gpus,gpus_per_node,model,cores,memory_mib,tenant,\
    user,group,queue,virtual_cluster,project,class,priority,end_state
    1,0,60,3600,8,4,h100,16,1024,"national/a,b",ann,g,main,vc1,\"p \"\"x\"\"\",training,-5,completed
    two,1.5,0.001,,1,,,,,,,,,,,,,limit
    # another comment
    3,1.250,7.000,8,0,,,4,,,,,,,,,,failed

    """

  static let philly = """
    timestamp,duration,num_gpus,gpu_time,cluster
    2017-10-09 07:01:55,66.0,1,66.0,11cb48
    2017-09-29 07:58:32,860662.0,8,860662.0,6c71a0
    2017-10-09 06:13:03,2951.25,1,2951.0,6214e9

    """

  static let helios = """
    # source: a log
    job_id,user,tenant,class,submit_time,num_chips,chip_type,num_nodes,duration_s,\
    walltime_limit_s,final_status
    765563,uH3om,vcvGl,finetune,5835000000,128,,16,24.0,24.0,CANCELED
    765565,uJjMX,vcvGl,finetune,5842000000,8,V100,1,46520.0,46521.0,COMPLETED
    765567,uJjMX,vcvlY,finetune,5842001000,17,,2,46520.0,,TIMEOUT

    """

  static let heliosOriginal = """
    job_id,user,vc,gpu_num,cpu_num,node_num,state,submit_time,start_time,end_time,duration,queue
    1425511,uXBbc,vcJkd,16,64,2,COMPLETED,2020-06-09 18:41:01,2020-06-09 18:41:11,\
    2020-06-10 04:55:19,36848,10
    1425512,uVMrF,vchbv,0,16,1,FAILED,2020-06-09 18:41:27,2020-06-09 18:41:27,\
    2020-06-09 18:45:36,249,0
    1425513,uzqls,vcpDC,1,1,1,CANCELLED,2020-06-09 18:41:28,,,,

    """

  static let acme = """
    job_id,user,node_num,gpu_num,cpu_num,type,state,submit_time,start_time,end_time,duration,queue,\
    gpu_time
    5778432,u5907,1,8,128,Other,FAILED,2023-03-01 00:18:22+08:00,2023-03-01 00:18:54+08:00,\
    2023-03-01 00:20:51+08:00,117,32,936.0
    dlc9,uf794,8,64.0,960,Pretrain,COMPLETED,2023-02-28 16:23:58+00:00,2023-02-28 16:24:08+00:00,\
    2023-02-28 16:24:16+00:00,18,10.0,1152.0

    """

  static let openb = """
    name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,\
    scheduled_time
    pod-0,12000,16384,1,1000,,LS,Running,0,3600,0
    pod-1,6500,12288,1,460,,LS,Succeeded,10,110,20
    pod-2,16000,49152,8,1000,G2|P100,BE,Failed,20,3620,20
    pod-3,11908,47104,1,1000,,BE,Pending,30,40,

    """

  static let eagle = """
    job_id,user,account,partition,qos,wallclock_req,nodes_req,processors_req,gpus_req,mem_req,\
    submit_time,start_time,end_time,run_time,state,name,work_dir,submit_line
    532209,user1,account3,partition1,normal,172800.0,10,360,0,0.0,2019-01-01 08:55:55,\
    2019-01-01 08:55:56,2019-01-02 12:39:41,99825.0,COMPLETED,name1,dir1,line1
    532210,user2,account3,partition2,high,1800.0,1,36,2,0.0,2019-01-01 08:55:56,\
    2019-01-01 08:56:00,2019-01-01 09:26:00,1800.0,TIMEOUT,name2,dir2,line2

    """

  static let batsim = """
    {"nb_res": 8, "description": "a \\"test\\" \\u00e9", "jobs": [
      {"id": "1", "subtime": 0, "res": 8, "walltime": 200, "profile": "long"},
      {"id": "w0!2", "subtime": 1.05e1, "res": 4, "walltime": -1, "profile": "short",
       "user": "a\\/b"},
      {"id": 3, "subtime": 20, "res": 8, "profile": "short", "x": [1, {"y": [[]]}, null, true]}],
     "profiles": {"long": {"type": "delay", "delay": 100.25},
       "unused": {"type": "parallel", "cpu": []},
       "short": {"type": "delay", "delay": 50, "ret": 1}}}

    """

  static let sls = """
    {"num.nodes": 2, "num.racks": 1}
    {"am.type": "mapreduce", "job.start.ms": 0, "job.end.ms": 95375, "job.tasks": [
      {"container.host": "/r/n1", "container.start.ms": 6664, "container.end.ms": 23707,
       "container.priority": 20, "container.type": "map"},
      {"container.start.ms": 7000, "container.end.ms": 8000, "count": 2, "container.vcores": 4,
       "container.memory-mb": 2048, "container.yarn.io/gpu": 1}],
     "job.queue.name": "prod", "job.id": "job_1", "job.user": "ann"}
    {"job.start.ms": 9000, "job.id": 2, "job.count": 2, "job.tasks": [{"duration.ms": 500}]}

    """

  static let phillyOriginal = """
    [{"status": "Pass", "vc": "ee9e8c", "jobid": "application_1", "attempts": [
      {"start_time": "2017-10-09 07:02:56", "end_time": "2017-10-09 07:12:56",
       "detail": [{"ip": "m1", "gpus": ["gpu0"]}]},
      {"start_time": "2017-10-09 07:20:00", "end_time": "2017-10-09 07:30:00",
       "detail": [{"ip": "m1", "gpus": ["gpu0", "gpu1"]}, {"ip": "m2", "gpus": ["gpu0", "gpu1"]}]}],
      "submitted_time": "2017-10-09 07:01:55", "user": "u1"},
     {"status": "Killed", "vc": "6c71a0", "jobid": "application_2", "attempts": [],
      "submitted_time": "2017-10-09 07:00:00", "user": "u2"},
     {"status": "Failed", "vc": "6c71a0", "jobid": "application_3", "attempts": [
      {"start_time": "2017-10-09 08:00:00", "end_time": null, "detail": []}],
      "submitted_time": "2017-10-09 07:59:00", "user": "u2"}]

    """

  static let sacctJson = """
    {"meta": {"Slurm": {"release": "23.11.4"}}, "errors": [], "jobs": [
     {"account": "physics", "array": {"job_id": 0, "task": "", "task_id": {"set": false, "infinite":
      false, "number": 0}}, "association": {"user": "ann", "cluster": "lab"}, "cluster": "lab",
      "time": {"elapsed": 3600, "eligible": 1795211160, "end": 1795214770, "start": 1795211170,
      "submission": 1795211150, "suspended": 0,
      "limit": {"set": true, "infinite": false, "number": 90}},
      "het": {"job_id": 0, "job_offset": {"set": false, "infinite": false, "number": 0}},
      "job_id": 17, "nodes": "g[1-2]", "partition": "main", "qos": "normal",
      "state": {"current": ["COMPLETED"], "reason": "None"}, "steps": [{"tres": {"requested": {}}}],
      "tres": {"allocated": [{"type": "cpu", "name": "", "id": 1, "count": 32},
       {"type": "mem", "name": "", "id": 2, "count": 4096},
       {"type": "energy", "name": "", "id": 3, "count": 18446744073709551614},
       {"type": "node", "name": "", "id": 4, "count": 2},
       {"type": "gres", "name": "gpu", "count": 16},
       {"type": "gres", "name": "gpu:h100", "count": 16}],
       "requested": [{"type": "cpu", "count": 32},
       {"type": "gres", "name": "gpu", "count": 16}]}, "user": "ann"},
     {"account": "chem", "array": {"job_id": 20, "task_id": {"set": true, "number": 3}},
      "job_id": 21,
      "time": {"elapsed": 60, "eligible": 0, "end": 1795211300, "start": 1795211240, "submission":
      1795211200, "limit": {"set": true, "infinite": true, "number": 0}}, "state": {"current":
      "TIMEOUT"}, "tres": {"allocated": [{"type": "cpu", "name": null, "id": 1, "count": 4}],
      "requested": []}, "user": "bob", "partition": "main", "cluster": "lab"}]}

    """
}
