const BROWSERS: readonly [RegExp, string][] = [
  [/\bKAKAOTALK\b/i, "KakaoTalk"],
  [/\bNAVER\(/i, "Naver"],
  [/\bWhale\//, "Whale"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bEdgA?\/|\bEdgiOS\//, "Edge"],
  [/\bOPR\/|\bOpera\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows NT\b/, "Windows"],
  [/\bMac OS X\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];
const first = (text: string, table: readonly [RegExp, string][]) => table.find(([pattern]) => pattern.test(text))?.[1];

/** What a person calls the device behind a User-Agent, `Chrome · Windows`; null where it tells nothing. */
export function deviceName(userAgent: string | null): string | null {
  const parts = [first(userAgent ?? "", BROWSERS), first(userAgent ?? "", SYSTEMS)].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : null;
}
