/** The first words say which message it was: its subject, else the first line that isn't empty. */
export const firstLine = ({ subject, rawBody }: { subject: string | null; rawBody: string }): string =>
  subject ?? rawBody.split("\n").find((line) => line.trim() !== "") ?? "";
