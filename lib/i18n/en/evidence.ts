/** The text that explains a bundle of evidence. */
export const evidence = {
  title: {
    message: "Dochak · evidence for message #{id}",
    run: "Dochak · evidence for room send #{id}",
  },
  madeAt: "Made: {at} (Korean time)",
  found: "Diagnosis: {cause}",
  nothingFound: "Diagnosis: nothing found that blocks it. How far it got is `standing` in xray.json.",
  remedy: "What to do: {fix}",
  filesTitle: "Files",
  files: {
    response: "what was asked and what the server answered (status and body)",
    xray: "the way through API → queue → worker → provider, with the evidence of every step",
    trail: "what happened, written down as it did (delivery_events)",
    queue: "the batches in the queue and how they stand now",
    recipients: "recipients counted by result, and the rows that didn't arrive (200 at most)",
    run: "the row of this send and its parts, how schedule and room stand now, what people decided",
    worker: "passes of the worker around the attempts (counts, errors) and the processes alive then",
    tenant: "number, switch and prices of whoever pays: now, and when it was accepted",
    bot: "how the bot stands now and when it last answered",
    provider: "what is kept of what the provider (Solapi or the bot's gateway) answered",
  },
  gapsTitle: "Not in here",
  gaps: {
    worker_log: "The worker's own output: it isn't stored. worker.json has its passes instead.",
    response_unknown: "The answer when it was sent: not kept, and not made up.",
    response_of_room: "The answer when it was sent: a schedule makes room sends, nobody was answered.",
    tenant_then: "Some prices or the number of then: no record of a change tells them (known: false in tenant.json).",
    balance_not_yours: "Balance and ledger: only whoever pays may see them.",
    rows_cut: "All recipients: those who have it are only counted, of the others 200 rows are here.",
    passes_cut: "All passes of the worker: only the first and the last 30 are here.",
  },
  masked:
    "Numbers are masked; names, texts, pictures and secrets are left out. That this file was taken is in the audit.",
  times: "Times in the files are UTC; Korean time is nine hours later.",
};
