/** Files a bundle may hold, in the order in which its README tells of them. */
export const evidenceFiles = [
  "response",
  "xray",
  "trail",
  "queue",
  "recipients",
  "run",
  "worker",
  "tenant",
  "bot",
  "provider",
] as const;
export type EvidenceFile = (typeof evidenceFiles)[number];

/** What was looked for and isn't kept, or isn't this reader's to know. */
export const evidenceGaps = [
  "worker_log",
  "response_unknown",
  "response_of_room",
  "tenant_then",
  "balance_not_yours",
  "rows_cut",
  "passes_cut",
] as const;
export type EvidenceGap = (typeof evidenceGaps)[number];

/** Everything that is kept of one message or occurrence, ready to be handed on. */
export type EvidenceBundle = {
  subject: { kind: "message" | "run"; id: number; recipient: number | null };
  madeAt: Date;
  verdict: { layer: string | null; cause: string | null; fix: string | null; standing: string };
  files: Partial<Record<EvidenceFile, unknown>>;
  gaps: EvidenceGap[];
};
