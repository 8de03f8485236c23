import "server-only";
import { createHash } from "node:crypto";
import type { LogDto } from "./log-dto";

/** A number to quote: it changes with anything that happened to the run, and with nothing else. */
export function proofNumber({ id, scheduleId, scheduledAt, status, parts }: LogDto): string {
  const told = parts.map((part) => [
    part.seq,
    part.status,
    part.certainty,
    part.attempt,
    part.providerRef,
    part.finishedAt,
  ]);
  const digest = createHash("sha256")
    .update(JSON.stringify([id, scheduleId, scheduledAt, status, told]))
    .digest("hex");
  return digest.slice(0, 12).replace(/(.{4})(?=.)/g, "$1 ");
}
