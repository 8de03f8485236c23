import type { DrillId } from "./drill-faults";
import type { Xray } from "./xray-dto";

export type DrillDto = {
  id: number;
  fault: DrillId;
  by: string;
  plantedAt: string;
  endsAt: string;
  /** Null while it is planted. */
  endedAt: string | null;
  /** The x-ray of the test message; null where none could be sent. */
  href: string | null;
  /** What the diagnosis says of it now, and what it is in the reader's words. */
  verdict: Xray["verdict"] | null;
  words: { title: string; why: string } | null;
  /** What was to be said is said. */
  isMet: boolean;
};

export type DrillList = {
  /** Which stand-ins there are to try something out with. */
  sides: { phones: boolean; rooms: boolean };
  open: DrillDto[];
  past: DrillDto[];
  now: string;
};
