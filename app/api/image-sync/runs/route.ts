import { route } from "@/lib/http/route";
import { listRuns } from "@/lib/image-sync/queries";
import { scanImages } from "@/lib/image-sync/scan-images";
import { ScanInput, SyncRunFilter } from "@/lib/image-sync/schema";

export const maxDuration = 300;

export const GET = route(SyncRunFilter, listRuns);
export const POST = route(ScanInput, (rt, actor, input) => scanImages(rt, actor, input));

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
