import { AppError } from "@/lib/errors";

/** Why a sign-in was refused, as it travels through next-auth's address: `signInWrong`, `signInWait.42`, `internal`. */
export type SignInRefusal = { message: "signInWrong" | "signInWait" | "rate_limited" | "internal"; seconds: number };

export function refusalCode(error: unknown): string {
  if (!(error instanceof AppError)) return "internal";
  if (error.detail.message === "signInWait") return `signInWait.${error.detail.params?.seconds ?? 1}`;
  return error.detail.message === "signInWrong" ? "signInWrong" : "rate_limited";
}

/** Reads a refusal back. Whatever else stands in the address is next-auth's own or a stranger's: `internal`, never shown. */
export function readRefusal(code: string): SignInRefusal {
  const wait = /^signInWait\.(\d{1,6})$/.exec(code);
  if (wait) return { message: "signInWait", seconds: Number(wait[1]) };
  const known = (["signInWrong", "rate_limited"] as const).find((key) => key === code);
  return { message: known ?? "internal", seconds: 0 };
}
