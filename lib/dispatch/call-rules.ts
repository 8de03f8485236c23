import type { CallRules } from "@/lib/schedules/composition";
import { defaultMediaWaitMs } from "@/lib/transports/media-wait";
import type { KakaoGateway } from "@/lib/transports/port";
import type { ImageFacts } from "./load-targets";

const MB = 1024 * 1024;
/** Where this version has no adapter the run is still planned, and its log then says why it can't go. */
const ASSUMED = { maxImagesPerCall: 30, maxCallBytes: 40 * MB };

/** How the calls to a gateway are cut (C-32, kakao-gateways.md §6). An image nobody knows any more counts as nothing here and fails when it is read. */
export const callRulesOf = (gateway: KakaoGateway | null, images: ImageFacts): CallRules => ({
  maxImagesPerCall: gateway?.capability.maxImagesPerCall ?? ASSUMED.maxImagesPerCall,
  maxCallBytes: gateway?.capability.maxCallBytes ?? ASSUMED.maxCallBytes,
  defaultMediaWaitMs,
  bytesOf: (key) => images.get(key)?.bytes ?? 0,
});
