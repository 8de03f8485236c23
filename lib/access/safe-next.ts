/**
 * Where to go after signing in: a path of this site, or the start page where `next` is anything else
 * (`//evil`, `/\evil`, `javascript:`, control characters that browsers drop).
 */
export function safeNext(next: string | null | undefined): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them, so they may hide a second slash
  if (!next || !/^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(next)) return "/";
  const here = "http://here.invalid";
  const url = URL.canParse(next, here) ? new URL(next, here) : null;
  if (url?.origin !== here || url.pathname.startsWith("//")) return "/";
  return /^\/(sign-in|api)(\/|$)/.test(url.pathname) ? "/" : url.pathname + url.search + url.hash;
}
