import "server-only";
import type { Executor } from "@/db/client";
import type { Layer } from "@/db/enums";
import { deliveryEvents } from "@/db/schema/deliveries";

export type BatchEvent = {
  batchId: number;
  layer: Layer;
  event: string;
  /** A reason or the provider's own code. */
  code?: string | null;
  /** No number, no text, no name. */
  detail?: string | null;
  ms?: number;
  at: Date;
};

/** Leaves a batch's steps in the trail (C-17): which layer it entered and left, and when. */
export async function recordEvents(db: Executor, events: readonly BatchEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db.insert(deliveryEvents).values(
    events.map(({ batchId, layer, event, code, detail, ms, at }) => ({
      subjectKind: "batch" as const,
      ...{ subjectId: batchId, layer, event, at },
      ...{ code: code?.slice(0, 60) ?? null, detail: detail?.slice(0, 500) ?? null, ms: ms ?? null },
    })),
  );
}
