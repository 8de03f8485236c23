import type { Capability, GatewayReason, ImageBytes, Rejected } from "./port";

/** Certainly not sent; unless told otherwise no retry and no change of set-up would make it go. */
export const rejected = (
  reason: GatewayReason,
  detail: string,
  over: Partial<Pick<Rejected, "retryable" | "configuration">> = {},
): Rejected => ({ kind: "rejected", reason, retryable: false, configuration: false, detail, ...over });

export const offline = (detail: string): Rejected => rejected("bot_offline", detail, { retryable: true });

export const NOT_ALLOWED = rejected("egress_denied", "the gateway's address is not on the allowed list", {
  configuration: true,
});

/** Why these images don't fit into one call of a gateway, or null where they do. */
export function overLimit(capability: Capability, images: readonly ImageBytes[]): Rejected | null {
  const total = images.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  const tooMuch =
    images.length > capability.maxImagesPerCall ||
    total > capability.maxCallBytes ||
    images.some(({ bytes }) => bytes.byteLength > capability.maxImageBytes);
  if (images.length > 0 && !tooMuch) return null;
  return rejected("payload_too_large", `${images.length} images, ${total} bytes`);
}
