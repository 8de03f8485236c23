export type SignInAnswer =
  | { kind: "in" }
  | { kind: "wrong" }
  | { kind: "wait"; seconds: number }
  | { kind: "failed" }
  | { kind: "offline" };

/** Signs in through next-auth's own door: its token first, then id and password. */
export async function postSignIn(mbId: string, password: string): Promise<SignInAnswer> {
  try {
    const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ csrfToken, mbId, password, json: "true" }),
    });
    if (response.ok) return { kind: "in" };
    const { retryAfterSeconds } = (await response.json()) as { retryAfterSeconds?: number };
    if (response.status !== 401) return { kind: "failed" };
    return retryAfterSeconds ? { kind: "wait", seconds: retryAfterSeconds } : { kind: "wrong" };
  } catch (error) {
    return { kind: error instanceof TypeError ? "offline" : "failed" };
  }
}
