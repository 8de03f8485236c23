import { type ObjectKey, parseObjectKey } from "./object-key";

declare const checked: unique symbol;
/** Where something lies in quarantine: `<run>/<seq>/<its key>`. */
export type Place = string & { readonly [checked]: true };

/** What an object must be, byte for byte. */
export type Fingerprint = { bytes: number; sha256: Uint8Array };

/** The place of what step `seq` of run `run` sets aside; the same step always names the same place. */
export const placeOf = (run: number, seq: number, key: ObjectKey): Place => {
  const place = parsePlace(`${run}/${seq}/${key}`);
  if (place === null) throw new Error("Not a place in quarantine");
  return place;
};

/** The text as a place, or null where it could lead anywhere else. */
export function parsePlace(text: string): Place | null {
  const [, key] = /^[1-9]\d{0,15}\/(?:0|[1-9]\d{0,15})\/(.+)$/su.exec(text) ?? [];
  return key !== undefined && parseObjectKey(key) !== null ? (text as Place) : null;
}

/** Other bytes lie in quarantine than were set aside there: nothing was touched, and a person has to look. */
export class QuarantineConflict extends Error {
  constructor(place: Place) {
    super(`Other bytes lie in quarantine at ${place}`);
    this.name = "QuarantineConflict";
  }
}

/**
 * Where the reconciliation puts what it takes away. Nothing here is seen by `Storage`. Everything but `destroy` may be
 * repeated after a crash at any point, and no bytes are removed anywhere before the same bytes were read elsewhere. Whoever
 * calls sees to it that nobody sets aside and brings back one place at the same time: the run's lease does.
 */
export interface Quarantine {
  /**
   * Moves an object out of sight. "moved": the expected bytes lie at `place` and no longer at `key`, where by now others may
   * lie. "absent": there is nothing at either end. "changed": something else lies at `key`; nothing was touched.
   * @throws QuarantineConflict
   */
  setAside(key: ObjectKey, place: Place, expected: Fingerprint): Promise<"moved" | "absent" | "changed">;
  /**
   * Moves it back. "restored": the expected bytes lie at `key`. "taken": others do, and stay; the quarantine keeps its own.
   * "absent": nothing lies in quarantine, nor the expected bytes at `key`.
   * @throws QuarantineConflict
   */
  bringBack(key: ObjectKey, place: Place, expected: Fingerprint): Promise<"restored" | "taken" | "absent">;
  /** Size of what lies there and since when it is that old, or null where there is nothing. */
  head(place: Place): Promise<{ bytes: number; modifiedAt: Date } | null>;
  /** Its bytes, or null where there is nothing. */
  read(place: Place): Promise<{ bytes: number; body: ReadableStream<Uint8Array> } | null>;
  /** The only step that can't be undone. False where there was nothing (also the second time). */
  destroy(place: Place): Promise<boolean>;
}
