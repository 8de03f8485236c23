import type { PhoneReason, Refusal } from "./phone-port";

/** A refusal as it came over HTTP. */
export type SolapiAnswer = { httpStatus: number; errorCode: string | null; errorMessage: string | null };

/** What the state of a group says about sending or removing it. */
export type GroupWord = "sent" | "scheduled" | "failed" | "deleted" | "other";

const GROUP_WORDS: Record<string, GroupWord> = {
  groupinprocessing: "sent",
  alreadysent: "sent",
  scheduledgroup: "scheduled",
  failedgroup: "failed",
  deletedgroup: "deleted",
  invalidstatus: "other",
  invalidgroupstatus: "other",
  notoperationalstatus: "other",
};

type Kind = { reason: PhoneReason; configuration?: true; retryable?: true };
const AUTH: Kind = { reason: "auth_failed", configuration: true };
const IP: Kind = { reason: "ip_not_allowed", configuration: true };
const MONEY: Kind = { reason: "no_balance", configuration: true };
const SENDER: Kind = { reason: "sender_unregistered", configuration: true };
const APP: Kind = { reason: "app_blocked", configuration: true };
const THROTTLED: Kind = { reason: "throttled", retryable: true };
const INVALID: Kind = { reason: "invalid" };
const STATE: Kind = { reason: "group_state" };

/** By errorCode in lower case: the documents spell some of them two ways (solapi.md §4.2). */
const KINDS: Record<string, Kind> = {
  unauthorized: AUTH,
  invalidapikey: AUTH,
  invalidtoken: AUTH,
  signaturedoesnotmatch: AUTH,
  invalidsignature: AUTH,
  invalidaccountid: AUTH,
  requesttimetooskewed: { reason: "clock_skew", configuration: true },
  // The next request is signed anew.
  duplicatedsignature: { reason: "unavailable", retryable: true },
  invalidipaddress: IP,
  notenoughbalance: MONEY,
  balanceinsufficient: MONEY,
  invalidpaymentid: MONEY,
  invalidsenderid: SENDER,
  invalidappid: APP,
  blockedapp: APP,
  indevelopment: APP,
  inactiveapp: APP,
  toomanyrequests: THROTTLED,
  recipientstoomany: INVALID,
  invalidscheduleddate: INVALID,
  imagenotfound: INVALID,
  invalidcountryid: INVALID,
  // What was made a moment ago may not be readable yet.
  resourcenotfound: { reason: "not_found", retryable: true },
};

/** Every error code we know, in lower case, and what it means; two more need their sentence as well. */
export const errorReasons: ReadonlyMap<string, PhoneReason> = new Map([
  ...Object.entries(KINDS).map(([name, { reason }]) => [name, reason] as const),
  ...Object.keys(GROUP_WORDS).map((name) => [name, STATE.reason] as const),
  ["forbidden", AUTH.reason],
  ["validationerror", INVALID.reason],
]);

const word = (answer: SolapiAnswer) => (answer.errorCode ?? "").toLowerCase();

/** Whether a refusal is about the state of the group it named. */
export const groupWord = (answer: SolapiAnswer): GroupWord | null =>
  answer.httpStatus < 500 ? (GROUP_WORDS[word(answer)] ?? null) : null;

function kindOf(answer: SolapiAnswer): Kind {
  const { httpStatus, errorMessage } = answer;
  const said = errorMessage ?? "";
  const code = word(answer);
  if (groupWord(answer)) return STATE;
  const known = KINDS[code];
  if (known) return known;
  // These three mean several things; only their sentence tells which.
  if (code === "forbidden") return /\bip\b|ip로/i.test(said) ? IP : AUTH;
  if (code === "validationerror") return /api\s?key|signature/i.test(said) ? AUTH : INVALID;
  if (/1062|2062|발신번호/.test(said)) return SENDER;
  if (/1030|2230|잔액/.test(said)) return MONEY;
  if (httpStatus === 401 || httpStatus === 403) return AUTH;
  if (httpStatus === 402) return MONEY;
  if (httpStatus === 404) return { reason: "not_found", retryable: true };
  if (httpStatus === 429) return THROTTLED;
  if (httpStatus >= 500) return { reason: "unavailable", retryable: true };
  return INVALID;
}

/**
 * What a refusal means; error codes are read whatever their case, and 400, 401 and 403 alike. For a request that
 * changes something, 5xx is no refusal: it may have been done.
 */
export function refusalOf(answer: SolapiAnswer): Refusal {
  const { reason, configuration = false, retryable = false } = kindOf(answer);
  const code = answer.errorCode?.slice(0, 60) ?? null;
  // Its sentence may quote what was sent, so only its code is repeated.
  return {
    kind: "refused",
    reason,
    configuration,
    retryable,
    code,
    detail: `HTTP ${answer.httpStatus} ${code ?? ""}`.trim(),
  };
}
