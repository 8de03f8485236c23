import { parseKstDateTime } from "@/lib/time/kst";

/** How far back, in hours; `custom` has its own two moments. */
export const findPeriods = { day: 24, three: 72, week: 168, month: 744, custom: 0 } as const;
export type FindPeriod = keyof typeof findPeriods;

/** The form as it stands; all but the number is in the address. */
export type FindForm = {
  phone: string;
  messageId: string;
  room: string;
  code: string;
  text: string;
  period: FindPeriod;
  /** Korean wall times, as the browser's own field writes them. */
  from: string;
  to: string;
};

type Params = { get: (name: string) => string | null };

/** What of an address means something. */
export function findFormFrom(params: Params): FindForm {
  const words = (name: string, most: number) => (params.get(name) ?? "").trim().slice(0, most);
  const wall = (name: string) => (parseKstDateTime(params.get(name) ?? "") ? (params.get(name) ?? "") : "");
  const [from, to] = [wall("from"), wall("to")];
  const asked = params.get("period") as FindPeriod;
  const isCustom = from !== "" || to !== "";
  return {
    phone: "",
    messageId: /^[1-9]\d{0,14}$/.test(words("messageId", 15)) ? words("messageId", 15) : "",
    room: words("room", 100),
    code: /^[\w.:-]{1,60}$/.test(words("code", 60)) ? words("code", 60) : "",
    text: words("text", 100),
    period: isCustom ? "custom" : asked in findPeriods && asked !== "custom" ? asked : "day",
    from,
    to,
  };
}

/** The address of a form, without the number. */
export function findAddressOf({ phone: _, period, from, to, ...rest }: FindForm): string {
  const params = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== ""));
  if (period === "custom") {
    if (from) params.set("from", from);
    if (to) params.set("to", to);
  } else if (period !== "day") params.set("period", period);
  return `/diagnosis/find${params.size > 0 ? `?${params}` : ""}`;
}

/** What the API is asked, at a moment. */
export function findBodyOf(form: FindForm, now: Date): Record<string, string> {
  const { period, from, to, ...rest } = form;
  const hours = findPeriods[period];
  const since = new Date(now.getTime() - hours * 3_600_000).toISOString();
  const time = period === "custom" ? { from, to } : period === "day" ? {} : { from: since, to: now.toISOString() };
  return Object.fromEntries(
    Object.entries({ ...rest, ...time })
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ""),
  );
}
