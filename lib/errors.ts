/** The six things that can be wrong with a request. Anything else is a bug and answers 500. */
export type ErrorCode = "unauthenticated" | "forbidden" | "not_found" | "invalid" | "conflict" | "rate_limited";

/** One thing wrong with one field. `message` is a key of the `errors` catalogue, translated at the boundary. */
export type Issue = {
  path: readonly PropertyKey[];
  message: string;
  params?: Record<string, string | number>;
};

export type AppErrorDetail = {
  /** Key of the `errors` catalogue; the code's own sentence otherwise. */
  message?: string;
  params?: Record<string, string | number>;
  issues?: readonly Issue[];
  /** Only where a document names another status than the code's: 413 for size, 400 for S1/S3, 401 for a throttled sign-in. */
  status?: number;
  /** Which condition of a send refused it, for programs (rulings 14); its sentence is in the `reasons` catalogue. */
  reason?: string;
  /** The message that was stored although it can't be sent (rulings 14). */
  messageId?: number;
  /** What the caller needs to resolve a conflict: the version that is stored now. */
  current?: unknown;
  retryAfterSeconds?: number;
};

export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    readonly detail: AppErrorDetail = {},
  ) {
    super(detail.message ?? detail.reason ?? code);
  }
}

/** 422 at one field; `message` is a key of the `errors` catalogue. */
export const invalid = (path: string | readonly PropertyKey[], message: string, params?: Issue["params"]) =>
  new AppError("invalid", {
    issues: [{ path: typeof path === "string" ? [path] : path, message, ...(params && { params }) }],
  });
