import type { Layer } from "@/db/enums";
import type { Standing } from "./verdict-shape";

/** A message to one person, or an occurrence in one room, of which a group's verdict is true. */
export type FindExample = {
  id: number;
  /** What it is called: a masked number, or a room. */
  label: string;
  at: string;
  /** Its x-ray. */
  href: string;
};

/** Everything of one kind that can be done at once: calls of doors that are there anyway, each on its own. */
export type FindBulk =
  | { kind: "resend" | "resume" | "probe"; calls: { path: string; body: object }[]; count: number }
  | { kind: "open"; href: string };

export type FindGroup = {
  kind: "phone" | "room";
  standing: Standing;
  layer: Layer | null;
  cause: string | null;
  fix: string | null;
  /** The provider's or gateway's, or our reason; for the dictionary. */
  code: string | null;
  count: number;
  newest: FindExample[];
  bulk: FindBulk | null;
  /** False where the fix is somebody else's to do. */
  may: boolean;
};

export type FindResult = {
  from: string;
  to: string;
  groups: FindGroup[];
  /** How many of both kinds were put together. */
  phones: number;
  rooms: number;
  /** More would have fitted than one search puts together. */
  isCut: boolean;
  /** Of so many it isn't told why: too many differ from each other. */
  untold: number;
};

/** What happened and why, and what to do about it, in the reader's words; null where nothing is wrong. */
export type FindWords = { title: string; why: string; fix: string; how: string };
export type SaidResult = Omit<FindResult, "groups"> & { groups: (FindGroup & { words: FindWords | null })[] };
