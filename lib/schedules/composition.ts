import type { PartKind, SendOrder } from "@/db/enums";
import type { PartPayload } from "@/db/schema/deliveries";

/** What a schedule says, as far as sending is concerned. */
export type Content = {
  messageText: string | null;
  messageImages1: readonly string[];
  messageImages2: readonly string[];
  sendOrder: SendOrder;
  sendIntervalSeconds: number;
  mediaWaitTime1: number;
  mediaWaitTime2: number;
};

export type Component = { kind: "text"; text: string } | { kind: "images_1" | "images_2"; keys: readonly string[] };

/** The components in the order they are sent; empty ones don't exist, `images_only` keeps its text unsent (S2-85, C-34). */
export function partsOf(content: Content): Component[] {
  const text: Component[] = content.messageText ? [{ kind: "text", text: content.messageText }] : [];
  const groups: Component[] = [
    { kind: "images_1" as const, keys: content.messageImages1 },
    { kind: "images_2" as const, keys: content.messageImages2 },
  ].filter((group) => group.keys.length > 0);
  if (content.sendOrder === "images_only") return groups;
  return content.sendOrder === "images_first" ? [...groups, ...text] : [...text, ...groups];
}

/** Why a content can't be sent, as the field at fault and a key of the errors catalogue; null when it can (S2-11, C-35, rulings 36). */
export function contentIssue(
  content: Pick<Content, "messageText" | "messageImages1" | "messageImages2" | "sendOrder">,
): { field: "messageText" | "messageImages1" | "messageImages2"; message: string } | null {
  const { messageText, messageImages1, messageImages2, sendOrder } = content;
  if (messageImages2.length > 0 && messageImages1.length === 0)
    return { field: "messageImages2", message: "group2WithoutGroup1" };
  if (sendOrder === "images_only" && messageImages1.length === 0)
    return { field: "messageImages1", message: "imagesOnlyWithoutImages" };
  return messageText || messageImages1.length > 0 ? null : { field: "messageText", message: "nothingToSend" };
}

/** What cutting into calls needs to know of a gateway and of the stored images. */
export type CallRules = {
  maxImagesPerCall: number;
  /** Sum of the images' bytes in one call. */
  maxCallBytes: number;
  /** The wait the gateway takes when the schedule leaves it open (0). */
  defaultMediaWaitMs: (images: number, bytes: number) => number;
  bytesOf: (key: string) => number;
};

export type PlannedPart = { seq: number; kind: PartKind; chunk: number; payload: PartPayload; waitAfterMs: number };

/** Between two calls of one group that carry a single image each (C-32). */
const SINGLE_IMAGE_GAP_MS = 500;

/**
 * The gateway calls of one run, in order, with the wait before the next one (S2-86, S2-87, C-32): the interval between
 * components; after images the longer of interval and media wait; between the calls of one group its media wait;
 * nothing after the last.
 */
export function planParts(content: Content, rules: CallRules): PlannedPart[] {
  const intervalMs = content.sendIntervalSeconds * 1000;
  const parts = partsOf(content).flatMap((component): Omit<PlannedPart, "seq">[] => {
    if (component.kind === "text") return [{ kind: "text", chunk: 0, payload: component, waitAfterMs: intervalMs }];
    const waitMs = component.kind === "images_1" ? content.mediaWaitTime1 : content.mediaWaitTime2;
    const chunks = chunksOf(component.keys, rules);
    return chunks.map(({ keys, bytes }, chunk) => {
      const mediaWaitMs = waitMs > 0 ? waitMs : rules.defaultMediaWaitMs(keys.length, bytes);
      const within = rules.maxImagesPerCall === 1 ? SINGLE_IMAGE_GAP_MS : Math.max(mediaWaitMs, SINGLE_IMAGE_GAP_MS);
      const isLast = chunk === chunks.length - 1;
      return {
        kind: component.kind,
        chunk,
        payload: { kind: "images", keys, waitMs, bytes },
        waitAfterMs: isLast ? Math.max(mediaWaitMs, intervalMs) : within,
      };
    });
  });
  return parts.map((part, seq) => ({ seq, ...part, ...(seq === parts.length - 1 && { waitAfterMs: 0 }) }));
}

/** Keys in order, cut where a call would carry too many or too much; one too large alone still gets its own call. */
function chunksOf(keys: readonly string[], rules: CallRules): { keys: string[]; bytes: number }[] {
  const chunks: { keys: string[]; bytes: number }[] = [];
  for (const key of keys) {
    const bytes = rules.bytesOf(key);
    const open = chunks.at(-1);
    if (open && open.keys.length < rules.maxImagesPerCall && open.bytes + bytes <= rules.maxCallBytes) {
      open.keys.push(key);
      open.bytes += bytes;
    } else chunks.push({ keys: [key], bytes });
  }
  return chunks;
}
