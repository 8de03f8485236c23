import "server-only";
import { lookAtDatabase } from "@/lib/diagnosis/probe-api";
import { diagnosisWithoutDatabase } from "@/lib/diagnosis/read-diagnosis";
import { runtime } from "@/lib/wiring";
import { ok } from "./respond";

type Handler<C> = (request: Request, context: C) => Promise<Response>;

/** A database that hasn't let a request get anywhere by then is asked whether it is there at all. */
const PATIENCE_MS = 2_000;

/**
 * Diagnosis answers also where the database doesn't, which every other route needs to know who asks: then it says that, and
 * of everything else that it couldn't be asked. /api/health tells anybody as much.
 */
export const withoutDatabase =
  <C>(handle: Handler<C>): Handler<C> =>
  async (request, context) => {
    const answering = handle(request, context);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE_MS);
    });
    const answer = await Promise.race([answering, late]);
    clearTimeout(timer);
    if (answer !== null && answer.status !== 500) return answer;
    const database = await lookAtDatabase(runtime().db);
    if (database?.ok) return answer ?? answering;
    return ok(diagnosisWithoutDatabase(new Date()));
  };
