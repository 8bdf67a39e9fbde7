// What is counted on the road, each in one place: messages where they are answered (http/resources/intake), verdicts,
// deliveries, filings and record entries where they are recorded (flow/state/changes), models where they are asked
// (flow/model/answering). One per gateway, in House. Thread-safe.
#pragma once

#include "metrics/metrics.hpp"

namespace countersign::metrics {

struct Road {
  Family<Counter, 1> accepted{"countersign_messages_accepted_total", "Customer messages kept durably.", {"channel"}};
  Family<Counter, 1> duplicates{
      "countersign_messages_duplicate_total", "Webhooks that were answered like their first delivery.", {"channel"}};
  Family<Counter, 1> refused{
      "countersign_messages_refused_total", "Webhooks that were not accepted, by reason.", {"reason"}};
  Family<Counter, 2> verdicts{"countersign_verdicts_total", "Recorded decisions.", {"border", "verdict"}};
  Family<Counter, 2> model_calls{"countersign_model_calls_total", "Questions to models.", {"model", "outcome"}};
  Family<Histogram, 1> model_seconds{"countersign_model_call_duration_seconds", "Time a model took.", {"model"}};
  Family<Counter, 2> deliveries{
      "countersign_deliveries_total", "Texts for customers, by what became of them.", {"channel", "outcome"}};
  Family<Counter, 1> filings{
      "countersign_filings_total", "Tries to tell the helpdesk, by what became of them.", {"outcome"}};
  Family<Counter, 1> entries{"countersign_audit_entries_total", "Entries of the record.", {"kind"}};
  Family<Counter, 2> reloads{
      "countersign_reloads_total", "New policies, plugins or certificates, by outcome.", {"what", "outcome"}};

  void show(Page& page) const {
    accepted.show(page);
    duplicates.show(page);
    refused.show(page);
    verdicts.show(page);
    model_calls.show(page);
    model_seconds.show(page);
    deliveries.show(page);
    filings.show(page);
    entries.show(page);
    reloads.show(page);
  }
};

}  // namespace countersign::metrics
