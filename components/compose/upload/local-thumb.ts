const SIDE_PX = 200;

/** A small picture of a local file as a blob address, or null where the browser can't. The full file is never shown. */
export async function localThumb(file: File): Promise<string | null> {
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: SIDE_PX, resizeQuality: "low" });
    const canvas = document.createElement("canvas");
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    bitmap.close();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/webp", 0.7));
    return blob && URL.createObjectURL(blob);
  } catch {
    return null;
  }
}
