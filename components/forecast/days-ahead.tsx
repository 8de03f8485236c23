"use client";
import dynamic from "next/dynamic";
import { Waiting } from "./waiting";

/** Whose days ahead are shown. */
export type Ahead = { scheduleId: number } | { roomId: number };

const Panel = dynamic(() => import("./forecast-panel"), { ssr: false, loading: () => <Waiting /> });

/** What a schedule or a room will do within seven days; fetched with its code once the screen stands. */
export function DaysAhead({ of, nowIso }: { of: Ahead; nowIso: string }) {
  return <Panel of={of} nowIso={nowIso} />;
}
