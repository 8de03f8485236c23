import "server-only";
import { lookAtDatabase } from "@/lib/diagnosis/probe-api";
import { runtime } from "@/lib/wiring";

/** A database that hasn't let anything get anywhere by then is asked whether it is there at all. */
const PATIENCE_MS = 2_000;

/**
 * What `work` comes to, or null where the database isn't there: seen by its silence or by what failed. With a database that
 * answers everything goes on as if nobody had asked.
 * @param isFailure of a value: whether it may be one for want of the database
 * @throws what `work` throws
 */
export async function unlessDatabaseDown<R>(
  work: Promise<R>,
  isFailure: (value: R) => boolean = () => false,
): Promise<R | null> {
  const isDown = async () => (await lookAtDatabase(runtime().db))?.ok !== true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const ended = work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const first = await Promise.race([ended, late]);
  clearTimeout(timer);
  const isSuspect = first === null || "error" in first || isFailure(first.value);
  if (isSuspect && (await isDown())) return null;
  return work;
}
