/** `http://127.0.0.1:4010`, `http://localhost:…`, `http://[::1]:…`: an address that can only be this machine. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return protocol === "http:" && username + password === "" && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
