/** What went differently in the week behind us. Every other run arrived. */
export type Incident =
  /** Each attempt was refused before anything went. */
  | { kind: "failed"; seq: number; reason: string; detail: string }
  /** The answer never came: nobody knows. `decided`: a person looked into the room and said it had arrived. */
  | { kind: "unknown"; seq: number; reason: string; detail: string; decidedBy?: string }
  /** Nothing ran from so many minutes before it fell due, for so long. */
  | { kind: "downtime"; beforeMinutes: number; minutes: number }
  /** A limit stood in the way for the whole hour. */
  | { kind: "limit"; rule: string }
  /** Switched off while it waited. */
  | { kind: "cancelled"; by: string }
  /** One part is known to be taken, not seen in the room. */
  | { kind: "accepted"; seq: number };

export type StoryIncident = {
  schedule: string;
  /** 0 = the last occurrence that is at least two hours old. */
  back: number;
  what: Incident;
};

export const storyIncidents: readonly StoryIncident[] = [
  { schedule: "새벽장 소식", back: 1, what: { kind: "failed", seq: 0, reason: "bot_offline", detail: "ECONNREFUSED" } },
  {
    schedule: "내일 입고 안내",
    back: 2,
    what: { kind: "failed", seq: 2, reason: "gateway_refused", detail: "HTTP 500" },
  },
  { schedule: "서면 단골 소식", back: 0, what: { kind: "downtime", beforeMinutes: 10, minutes: 48 } },
  { schedule: "광교 아침 소식", back: 2, what: { kind: "downtime", beforeMinutes: 2, minutes: 6 } },
  {
    schedule: "해운대 저녁 인사",
    back: 0,
    what: { kind: "unknown", seq: 1, reason: "timeout", detail: "no answer in 30 s" },
  },
  {
    schedule: "아침 인사와 오늘 특가",
    back: 3,
    what: { kind: "unknown", seq: 1, reason: "conn_reset", detail: "ECONNRESET", decidedBy: "jeongja" },
  },
  { schedule: "오후 공구 시작", back: 1, what: { kind: "limit", rule: "runsPerDay" } },
  { schedule: "김장철 배·생강 안내", back: 0, what: { kind: "cancelled", by: "seomyeon" } },
  { schedule: "수성 공구 안내", back: 2, what: { kind: "accepted", seq: 0 } },
];

/** Sends people asked for. `day` as in `back` of the incident of `like`, or whole days ago. */
export type StoryAsk = {
  schedule: string;
  kind: "manual" | "test";
  by: string;
  at: string;
  daysAgo: number | { like: string };
  room?: string;
};

export const storyAsks: readonly StoryAsk[] = [
  ...["12:05", "12:40", "13:20", "13:50"].map(
    (at): StoryAsk => ({
      schedule: "공구 마감 알림",
      kind: "manual",
      by: "pangyo",
      at,
      daysAgo: { like: "오후 공구 시작" },
    }),
  ),
  {
    schedule: "내일 입고 안내",
    kind: "test",
    by: "jeongja-operator",
    at: "17:20",
    daysAgo: 2,
    room: "jeongja-practice",
  },
];
