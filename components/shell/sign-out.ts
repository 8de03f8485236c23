/** Ends this session on the server and goes to the sign-in page. */
export async function signOutHere(): Promise<void> {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  await fetch("/api/auth/signout", { method: "POST", body: new URLSearchParams({ csrfToken, json: "true" }) });
  location.assign("/sign-in");
}
