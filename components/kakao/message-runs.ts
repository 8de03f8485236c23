import type { KakaoItem } from "./kakao-room";

export type SentItem = Extract<KakaoItem, { kind: "text" | "images" }>;
export type Run =
  | Extract<KakaoItem, { kind: "note" | "day" }>
  /** `named`: with face and name, as the first after a day; later ones only continue. */
  | { kind: "messages"; id: string; messages: SentItem[]; named: boolean };

/** Messages in a row are one block under one face; a wait between them cuts the block, only a new day shows the face again. */
export function messageRuns(items: readonly KakaoItem[]): Run[] {
  const runs: Run[] = [];
  let named = true;
  for (const item of items) {
    const open = runs.at(-1);
    if (item.kind === "note" || item.kind === "day") {
      runs.push(item);
      named ||= item.kind === "day";
    } else if (open?.kind === "messages") open.messages.push(item);
    else {
      runs.push({ kind: "messages", id: item.id, messages: [item], named });
      named = false;
    }
  }
  return runs;
}
