import "server-only";
import { diagnosisWithoutDatabase } from "@/lib/diagnosis/read-diagnosis";
import { ok } from "./respond";
import { unlessDatabaseDown } from "./unless-database-down";

type Handler<C> = (request: Request, context: C) => Promise<Response>;

/**
 * Diagnosis answers also where the database doesn't, which every other route needs to know who asks: then it says that, and
 * of everything else that it couldn't be asked. /api/health tells anybody as much.
 */
export const withoutDatabase =
  <C>(handle: Handler<C>): Handler<C> =>
  async (request, context) => {
    const answer = await unlessDatabaseDown(handle(request, context), ({ status }) => status === 500);
    return answer ?? ok(diagnosisWithoutDatabase(new Date()));
  };
