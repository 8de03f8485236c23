/** Images on the clipboard, unless the paste is text meant for the field it goes into: office programs put a picture beside it. */
export function imagesIn(event: ClipboardEvent): File[] {
  const data = event.clipboardData;
  if (!data) return [];
  const field = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]");
  if (field && data.types.includes("text/plain")) return [];
  return [...data.files].filter((file) => file.type.startsWith("image/"));
}
