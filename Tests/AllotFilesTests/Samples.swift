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
}
