const MB = 1024 * 1024;
const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));

/**
 * The wait after a group of images when the schedule leaves it open, in ms: the rule phones have used so far
 * (kakao-gateways.md §4, C-32). One image 4–6 s, several 3–15 s, growing with size and number.
 */
export function defaultMediaWaitMs(images: number, bytes: number): number {
  const bySize = 1500 + 2000 * (bytes / MB);
  return Math.round(images <= 1 ? clamp(bySize, 4000, 6000) : clamp(bySize + 300 * (images - 1), 3000, 15_000));
}
