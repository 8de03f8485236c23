/** One thing wrong with one field, as the API says it: `code` is the catalogue key, `message` the sentence. */
export type ApiIssue = { path: (string | number)[]; code: string; message: string };

/** What an API call failed with; `message` is already in the user's language. Status 0 = the server wasn't reached. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly issues: readonly ApiIssue[] = [],
    readonly current: unknown = undefined,
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

type Options = {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/**
 * One call to our own API.
 * @throws ApiError for every answer that isn't a success
 */
export async function api<T>(path: string, { method = "GET", body, headers, signal }: Options = {}): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(signal && { signal }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "offline", "");
  });
  const text = await response.text();
  const json = parse(text);
  if (response.ok) return json as T;
  const failure = (json ?? {}) as { code?: string; message?: string; issues?: ApiIssue[]; current?: unknown };
  throw new ApiError(
    response.status,
    failure.code ?? "internal",
    failure.message ?? "",
    failure.issues,
    failure.current,
    response.headers.get("x-request-id"),
  );
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
