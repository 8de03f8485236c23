import { passwordIssue } from "@/lib/access/password-policy";

/** Nothing that is mistaken for something else when read aloud or copied by hand. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP = 4;

/** `k7mp-x2qd-…`: about 79 random bits, good enough for the password rule and for a telephone. */
export function temporaryPassword(
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (b) => crypto.getRandomValues(b),
): string {
  for (;;) {
    const letters: string[] = [];
    while (letters.length < GROUPS * GROUP)
      // Only whole rounds of the alphabet count, so that every letter is equally likely.
      for (const byte of random(new Uint8Array(32)))
        if (byte < 256 - (256 % LETTERS.length)) letters.push(LETTERS[byte % LETTERS.length]!);
    const groups = Array.from({ length: GROUPS }, (_, i) => letters.slice(i * GROUP, (i + 1) * GROUP).join(""));
    const password = groups.join("-");
    if (passwordIssue(password) === null) return password;
  }
}
