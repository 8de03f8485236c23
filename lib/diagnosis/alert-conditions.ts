import type { AlertKind } from "@/db/enums";
import type { AlertFacts } from "@/db/schema/alerts";
import { allConditions, type ConditionRow } from "./all-conditions";
import type { Facts } from "./facts";
import { conditionOf } from "./of-reason";

type Meaning =
  | { subject: Facts["subject"]; id: string }
  /** Which of them its own `reason` says. */
  | { subject: Facts["subject"]; byReason: true }
  /** The probe that saw it says which, where messages meet it too. */
  | { byCause: true }
  /** A figure or a record of ours, and no single message's trouble. */
  | null;

const MEANINGS: Record<AlertKind, Meaning> = {
  no_tick: { subject: "room", id: "scheduler_stopped" },
  bot_parked: { subject: "room", byReason: true },
  tenant_paused: { subject: "phone", byReason: true },
  batch_held: { subject: "phone", byReason: true },
  sender_lapsed: { subject: "phone", id: "sender_lapsed" },
  queue_age: { subject: "room", id: "line_long" },
  results_late: { subject: "phone", id: "report_late" },
  unknown_waiting: { subject: "room", id: "outcome_unseen" },
  schedule_error: { subject: "room", id: "schedule_broken" },
  layer_broken: { byCause: true },
  clock_skew: { subject: "phone", id: "clock_skew" },
  success_rate: null,
  slow: null,
  coverage_shortfall: null,
  coverage_low: null,
  image_drift: null,
  ledger_mismatch: null,
  balance_low: null,
};

/** The condition messages meet where an alert is on, so that both name one layer and one thing to do; null where no message stops for it. */
export function conditionOfAlert(kind: AlertKind, facts: AlertFacts): ConditionRow | null {
  const meaning = MEANINGS[kind];
  if (meaning === null) return null;
  if ("byCause" in meaning) return allConditions.find(({ id }) => id === facts.cause) ?? null;
  if ("byReason" in meaning) return conditionOf(meaning.subject, String(facts.reason ?? ""));
  return allConditions.find(({ subject, id }) => subject === meaning.subject && id === meaning.id) ?? null;
}
