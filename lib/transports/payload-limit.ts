import type { Capability, ImageBytes, Rejected } from "./port";

/** Why these images don't fit into one call of a gateway, or null where they do. */
export function overLimit(capability: Capability, images: readonly ImageBytes[]): Rejected | null {
  const total = images.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  const tooMuch =
    images.length > capability.maxImagesPerCall ||
    total > capability.maxCallBytes ||
    images.some(({ bytes }) => bytes.byteLength > capability.maxImageBytes);
  if (images.length > 0 && !tooMuch) return null;
  return {
    kind: "rejected",
    reason: "payload_too_large",
    retryable: false,
    configuration: false,
    detail: `${images.length} images, ${total} bytes`,
  };
}
