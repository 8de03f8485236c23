import type { PhoneFacts, RoomFacts, TrailFact } from "@/lib/diagnosis/facts";

export const NOW = new Date("2026-12-22T05:00:00.000Z");
export const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const word = (event: string, over: Partial<TrailFact> = {}): TrailFact => ({
  ...{ id: 1, layer: "worker", event, code: null, detail: null, httpStatus: null, ms: null, at: ago(MINUTE) },
  ...over,
});

const row: NonNullable<PhoneFacts["row"]> = {
  ...{ id: 11, status: "queued", reasonCode: null, providerCode: null, channel: "sms", source: "send" },
  ...{ isInferred: false, leg: 0, attemptNo: 0, createdAt: ago(HOUR), sentAt: null, finalAt: null },
};
const batch: NonNullable<PhoneFacts["batch"]> = {
  ...{ id: 5, phase: "new", heldReason: null, attempt: 0, lostBuilds: 0, hasGroup: false },
  ...{ availableAt: ago(1_000), sendBefore: null, leaseUntil: null, publishedAt: null, createdAt: ago(HOUR) },
  ...{ committedAt: null, sentAt: null, doneAt: null, polls: 0, pollAt: null },
};

type PhoneOver = {
  row?: Partial<NonNullable<PhoneFacts["row"]>> | null;
  batch?: Partial<NonNullable<PhoneFacts["batch"]>> | null;
  trail?: readonly TrailFact[];
  tenant?: Partial<PhoneFacts["tenant"]>;
  system?: Partial<PhoneFacts["system"]>;
};

/** A recipient whose batch fell due a second ago in a sound installation, but for what is said. */
export const phoneFacts = (over: PhoneOver = {}): PhoneFacts => ({
  subject: "phone",
  now: NOW,
  message: {
    ...{ id: 3, status: "queued", reasonCode: null, origin: "new", sendAt: null },
    ...{ createdAt: ago(HOUR), isSandbox: false },
  },
  row: over.row === null ? null : { ...row, ...over.row },
  batch: over.batch === null ? null : { ...batch, ...over.batch },
  trail: over.trail ?? [],
  tenant: {
    ...{ isActive: true, price: "18.00", available: "10000.00", sender: "03100000101", senderStatus: "verified" },
    ...{ senderAtProvider: "ACTIVE", parkReason: null },
    ...over.tenant,
  },
  system: { lastPassAt: ago(5_000), isStopped: false, workers: 1, queueDriver: "mysql", ...over.system },
});

type Part = RoomFacts["parts"][number];
export const part = (over: Partial<Part> = {}): Part => ({
  ...{ seq: 1, kind: "text", chunk: 0, status: "pending", certainty: null, errorCode: null },
  ...{ attempt: 0, fence: 0, startedAt: null, finishedAt: null, askAt: null },
  ...over,
});

type RoomOver = { [K in "log" | "room" | "bot" | "schedule" | "lane" | "system"]?: Partial<RoomFacts[K]> } & {
  parts?: readonly Part[];
  trail?: readonly TrailFact[];
  access?: RoomFacts["access"];
};

/** An occurrence that fell due a second ago in a sound installation, but for what is said. */
export const roomFacts = (over: RoomOver = {}): RoomFacts => ({
  subject: "room",
  now: NOW,
  log: {
    ...{ id: 21, kind: "schedule", status: "planned", reasonCode: null, scheduledAt: ago(1_000) },
    ...{ nextAttemptAt: ago(1_000), expiresAt: ago(-HOUR), startedAt: null, completedAt: null, createdAt: ago(1_000) },
    ...{ isCatchUp: false, isSandbox: false, isDecided: false },
    ...over.log,
  },
  parts: over.parts ?? [part()],
  trail: over.trail ?? [],
  room: { status: "active", isDeleted: false, ...over.room },
  bot: {
    ...{ id: 4, gateway: "iris_plain", status: "approved", isDeleted: false, failures: 0, parkReason: null },
    ...{ breakerOpenUntil: null, isHealthy: true },
    ...over.bot,
  },
  orgs: ["active", "active"],
  schedule: { status: "active", isDeleted: false, ...over.schedule },
  access: over.access ?? null,
  lane: { leaseUntil: null, readyAt: ago(1_000), ahead: 0, ...over.lane },
  system: { lastPassAt: ago(5_000), isStopped: false, workers: 1, queueDriver: "mysql", ...over.system },
});
