import { afterEach, describe, expect, test, vi } from "vitest";
import {
  formatDateTime,
  formatDay,
  formatExact,
  formatFullDate,
  formatMoment,
  formatPhoneTime,
  formatRelative,
  formatWhen,
} from "./format";
import { parseKstDateTime } from "./kst";

const at = (text: string) => parseKstDateTime(text) ?? new Date(Number.NaN);
const now = at("2026-12-22T14:05");
const after = (ms: number) => new Date(now.getTime() + ms);

afterEach(() => vi.unstubAllEnvs());

describe.each(["Asia/Seoul", "UTC", "America/New_York"])("with TZ=%s", (zone) => {
  test("dates are Korean dates in both languages", () => {
    vi.stubEnv("TZ", zone);
    expect(formatDateTime(at("2026-11-20T14:05"), "ko")).toBe("11월 20일(금) 14:05");
    expect(formatDateTime(at("2026-11-20T14:05"), "en")).toBe("Fri 20 Nov 14:05");
    expect(formatDay(at("2026-12-01T00:00"), "ko")).toBe("12월 1일");
    expect(formatMoment(at("2026-01-01T00:00"), now, "ko")).toBe("1월 1일(목) 00:00");
    expect(formatMoment(at("2025-12-31T23:59"), now, "ko")).toBe("2025년 12월 31일(수) 23:59");
    expect(formatMoment(at("2025-12-31T23:59"), now, "en")).toBe("Wed 31 Dec 2025 23:59");
    expect(formatExact(new Date("2026-12-31T15:00:09Z"), "ko")).toBe("2027년 1월 1일(금) 00:00:09 KST");
    expect(formatExact(new Date("2026-12-31T15:00:09Z"), "en")).toBe("Fri 1 Jan 2027 00:00:09 KST");
  });

  test("near days get their word", () => {
    vi.stubEnv("TZ", zone);
    expect(formatWhen(at("2026-12-22T14:46"), now, "ko")).toBe("오늘 14:46");
    expect(formatWhen(at("2026-12-23T00:00"), now, "ko")).toBe("내일 00:00");
    expect(formatWhen(at("2026-12-21T23:59"), now, "en")).toBe("Yesterday 23:59");
    expect(formatWhen(at("2026-12-24T18:00"), now, "ko")).toBe("24일(목) 18:00");
    expect(formatWhen(at("2026-12-24T18:00"), now, "en")).toBe("Thu 24 Dec 18:00");
    expect(formatWhen(at("2026-11-20T14:05"), now, "ko")).toBe("11월 20일(금) 14:05");
    expect(formatWhen(at("2027-01-04T10:00"), now, "ko")).toBe("2027년 1월 4일(월) 10:00");
  });
});

test("relative times never look older than they are", () => {
  expect(formatRelative(after(-59_000), now, "ko")).toBe("방금");
  expect(formatRelative(after(-3 * 60_000 - 59_000), now, "ko")).toBe("3분 전");
  expect(formatRelative(after(2 * 3_600_000), now, "ko")).toBe("2시간 뒤");
  expect(formatRelative(after(-5 * 86_400_000), now, "en")).toBe("5 days ago");
  expect(formatRelative(after(30_000), now, "en")).toBe("in a moment");
});

test("a phone's day and time read the same wherever they are put together", () => {
  const at = new Date("2026-12-22T09:00:00Z");
  expect(formatFullDate(at, "ko")).toBe("2026년 12월 22일 화요일");
  expect(formatFullDate(at, "en")).toBe("Tuesday 22 December 2026");
  expect(formatPhoneTime(at, "ko")).toBe("오후 6:00");
  expect(formatPhoneTime(new Date("2026-12-21T15:05:00Z"), "en")).toBe("12:05 AM");
  expect(formatPhoneTime(new Date("2026-12-22T03:00:00Z"), "ko")).toBe("오후 12:00");
});
