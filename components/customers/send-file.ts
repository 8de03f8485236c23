import { ApiError, type ApiIssue } from "@/components/query/api-client";
import type { ImportReport } from "@/lib/customers/import-report";

/**
 * Sends a file as it is. fetch can't tell how much has gone, so this is XMLHttpRequest.
 * @param onProgress share of the bytes that have left, 0…1
 * @throws ApiError
 */
export const sendFile = (path: string, file: File, onProgress: (share: number) => void): Promise<ImportReport> =>
  postFile(path, file, file.name, onProgress);

/** @throws ApiError */
export function postFile<T>(path: string, bytes: Blob, name: string, onProgress?: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Filename", encodeURIComponent(name.normalize("NFC").slice(0, 200)));
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onerror = () => reject(new ApiError(0, "offline", ""));
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status === 200) return resolve(answer as T);
      const { code = "internal", message = "", issues } = (answer ?? {}) as Partial<ApiError> & { issues?: ApiIssue[] };
      reject(new ApiError(request.status, code, issues?.[0]?.message ?? message, issues));
    };
    request.send(bytes);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Gives the browser a text to save. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
