internal import Allot

/// Queues of KAI-Scheduler and Run:ai.
///
/// Whatever their objects leave out is zero, as there: a queue without a limit runs nothing, one
/// without an over-quota weight gets no surplus. The quota −1 is unlimited: all that there is.
///
/// Source: NVIDIA/KAI-Scheduler at 2e41494e, API scheduling.run.ai/v2.
enum KaiQueues: QueueReader {
  static let system = "kai"
  static let versions = ["scheduling.run.ai/v2"]

  /// More than any amount: a quota or limit without bound.
  private static let unlimited = Int64.max

  static func reads(_ source: QueueSource) -> Bool {
    source.objects.contains { $0.group == "scheduling.run.ai" }
  }

  static func read(
    _ sources: [QueueSource],
    _ context: inout ImportContext
  ) throws(InputError) -> (drafts: [QueueDraft], policy: Policy) {
    var drafts: [QueueDraft] = []
    for source in sources {
      for var object in source.objects {
        guard object.kind == "Queue" else {
          context.notes.add(
            object.kind,
            of: "'\(object.name)'",
            at: object.place,
            "ignored: no queue"
          )
          continue
        }
        drafts.append(try draft(&object, &context))
      }
    }
    return (drafts, preset("kai"))
  }

  private static func draft(
    _ object: inout KubernetesObject,
    _ context: inout ImportContext
  ) throws(InputError) -> QueueDraft {
    guard !object.name.isEmpty else { throw object.place.error("a queue has no 'metadata.name'") }
    var draft = QueueDraft(
      name: object.name,
      key: object.name,
      parent: try object.fields.take("parentQueue")?.text(),
      place: object.place
    )
    draft.priority = try object.fields.take("priority")?.queuePriority() ?? 100
    let protection = try object.fields.take("reclaimMinRuntime")?.goDuration()
    var resources = try object.fields.fields("resources")
    var gpu = try resources.fields("gpu")
    let quotaPlace = gpu.place(of: "quota") ?? object.place
    let given = try amount("quota", &gpu, object, &context.notes)
    let limit = try amount("limit", &gpu, object, &context.notes)
    let quota = min(given, limit)
    if quota < given && given < unlimited {
      context.notes.add(
        "spec.resources.gpu.quota",
        of: object.subject,
        at: quotaPlace,
        "is above the limit, up to which it counts"
      )
    }
    draft.terms = TenantTerms(
      quota: quota == unlimited ? context.allDevices : context.devices(quota),
      cap: limit == unlimited ? nil : context.devices(limit),
      protection: protection
    )
    if let weight = gpu.take("overQuotaWeight") {
      draft.weight = try weight.kubernetesWeight()
    } else {
      draft.weight = 0
      context.notes.add(
        "spec.resources.gpu.overQuotaWeight",
        of: object.subject,
        at: object.place,
        "is left out, which is 0: the queue gets no surplus, as there"
      )
    }
    gpu.noteRest(in: &context.notes, ["lendingLimit": "the versions followed lend the whole quota"])
    for name in ["cpu", "memory"] {
      let other = resources.take(name)
      context.notes.add(
        "spec.resources.\(name)",
        of: object.subject,
        at: other?.place ?? object.place,
        other == nil
          ? "is left out, which is a limit of 0 there: nothing runs that asks for it; here it is "
            + "not limited"
          : "ignored: quotas are of GPUs alone"
      )
    }
    resources.noteRest(in: &context.notes, [:])
    object.fields.noteRest(
      in: &context.notes,
      [
        "displayName": "the tenant has the object's name",
        "preemptMinRuntime": "jobs that just began may be preempted by their own queue",
      ]
    )
    return draft
  }

  /// A number of GPUs, fractions rounded down; what is left out is zero, −1 is unlimited.
  private static func amount(
    _ key: String,
    _ gpu: inout FieldReader,
    _ object: KubernetesObject,
    _ notes: inout ImportNotes
  ) throws(InputError) -> Int64 {
    let field = "spec.resources.gpu.\(key)"
    guard let value = gpu.take(key) else {
      let consequence =
        key == "limit" ? "nothing of the queue may run" : "the queue counts on nothing"
      notes.add(
        field,
        of: object.subject,
        at: object.place,
        "is left out, which is 0: \(consequence), as there"
      )
      return 0
    }
    let text = try value.text()
    if text == "-1" { return unlimited }
    guard !text.hasPrefix("-") else {
      throw value.error("\(value.name) is negative: '\(text)'", remedy: "without limit is -1")
    }
    let quantity = try value.kubernetesQuantity()
    guard QuantityText.millionths(text) != nil else {
      throw value.error("\(value.name) must be a plain number in KAI, not '\(text)'")
    }
    if !quantity.isWhole {
      notes.add(field, of: object.subject, at: value.place, "rounded down to a whole number")
    }
    return quantity.roundedDown
  }
}

extension YamlValue {
  /// The priority of a queue.
  func queuePriority() throws(InputError) -> Int {
    do {
      return try integer(in: QueueDraft.priorities)
    } catch {
      var error = error
      error.remedy = QueueDraft.priorityRemedy
      throw error
    }
  }

  /// A length of time as Go writes it, such as `1h30m` or `20s`.
  func goDuration() throws(InputError) -> SimDuration {
    let text = try text()
    // Minutes are the only unit that allot spells otherwise.
    let spelled = text.replacing("ms", with: "@").replacing("m", with: "min").replacing(
      "@",
      with: "ms"
    )
    guard let duration = QuantityText.duration(spelled) else {
      throw error("\(name) must be a duration such as 10m or 1h30m, not '\(text)'")
    }
    return duration
  }
}
