internal import Allot

extension MappedTable {
  /// Takes the names that a row says over into that of a job.
  func setTexts(
    of row: inout TraceRow,
    _ table: DelimitedReader,
    _ builder: inout TraceBuilder
  ) {
    row.models = id(.model, table, &builder)
    row.tenant = id(.tenant, table, &builder)
    row.user = id(.user, table, &builder)
    row.group = id(.group, table, &builder)
    row.queue = id(.queue, table, &builder)
    row.virtualCluster = id(.virtualCluster, table, &builder)
    row.project = id(.account, table, &builder)
    row.qos = id(.qos, table, &builder)
    row.cluster = id(.cluster, table, &builder)
    row.jobClass = id(.jobClass, table, &builder)
    row.nodes = id(.nodeList, table, &builder)
  }

  private func id(
    _ field: ColumnMap.Field,
    _ table: DelimitedReader,
    _ builder: inout TraceBuilder
  ) -> ID<Text> {
    guard let column = self[field] else { return TextTable.none }
    return builder.trace.texts.id(of: table.said(column))
  }

  /// Refuses names on several lines, which no table of results could show.
  func checkNames(_ table: DelimitedReader) throws(InputError) {
    for field in Self.names {
      guard let column = self[field], table.cell(column).bytes.contains(0x0A) else { continue }
      throw table.error(
        column,
        "has a line end in a name",
        remedy: "write the name on one line, or leave the column out of the file for --columns"
      )
    }
  }

  private static let names: [ColumnMap.Field] = [
    .job, .model, .tenant, .user, .group, .queue, .virtualCluster, .account, .qos, .cluster,
    .jobClass, .nodeList,
  ]
}
