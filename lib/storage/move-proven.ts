import { type Place, type Quarantine, QuarantineConflict } from "./quarantine-port";

/** What was found at one end by reading all of it. `id` names these very bytes here: `remove` takes nothing else away. */
export type Found = { id: string; matches: boolean };

/** What a store can do to carry one object from one name to another. */
export type Ends = {
  /** Reads an object to its end; null where there is none. */
  look(name: string): Promise<Found | null>;
  /** Makes `to` the same as `from` if that is still what was found there and `to` isn't taken; else it throws. */
  copy(from: string, to: string, found: Found): Promise<void>;
  /** Removes a name if that is still what was found there; else it leaves it. */
  remove(name: string, found: Found): Promise<void>;
  /** Told after everything that changed the store; a test dies here. */
  afterEffect?: (effect: "copied" | "removed") => void | Promise<void>;
};

/** "foreign": there is nothing to move, and what lies at the target isn't it. "taken": the source is still there, too. */
export type Moved = "moved" | "absent" | "changed" | "taken" | "foreign";

/**
 * Moves an object so that at every moment, a crash included, the expected bytes lie at one of both ends whole. Goes on from
 * whatever an earlier try left: source only → copy; both → prove, then remove; target only → done.
 */
export async function moveProven(ends: Ends, from: string, to: string): Promise<Moved> {
  const source = await ends.look(from);
  let target = await ends.look(to);
  if (!source) return !target ? "absent" : target.matches ? "moved" : "foreign";
  if (!target) {
    if (!source.matches) return "changed";
    await ends.copy(from, to, source);
    await ends.afterEffect?.("copied");
    target = await ends.look(to);
    if (!target?.matches) throw new Error("The copy isn't what it was made from; the original was left alone");
  }
  if (target.id === source.id && !target.matches) {
    // Two names of one thing that changed after an earlier try gave it the second one.
    await ends.remove(to, target);
    await ends.afterEffect?.("removed");
    return "changed";
  }
  if (!target.matches) return "taken";
  // Others came to lie at the source meanwhile: they aren't ours to take.
  if (!source.matches) return "moved";
  await ends.remove(from, source);
  await ends.afterEffect?.("removed");
  return "moved";
}

type Outcome<M extends "setAside" | "bringBack"> = Awaited<ReturnType<Quarantine[M]>>;

/** What a quarantine answers to `setAside`. */
export async function moveAside(ends: Ends, from: string, to: string, place: Place): Promise<Outcome<"setAside">> {
  const moved = await moveProven(ends, from, to);
  if (moved === "taken" || moved === "foreign") throw new QuarantineConflict(place);
  return moved;
}

/** What a quarantine answers to `bringBack`. */
export async function moveBack(ends: Ends, from: string, to: string, place: Place): Promise<Outcome<"bringBack">> {
  const moved = await moveProven(ends, from, to);
  if (moved === "changed") throw new QuarantineConflict(place);
  return moved === "moved" ? "restored" : moved === "foreign" ? "absent" : moved;
}
