import { FlaskConical } from "lucide-react";

/** A stand-in is never silent: this stays as long as some bot in sight is one. */
export function SandboxBanner({ text }: { text: string }) {
  return (
    <p className="flex items-center justify-center gap-2 bg-ink px-4 py-1.5 text-center text-surface text-xs">
      <FlaskConical className="size-3.5 shrink-0" aria-hidden />
      {text}
    </p>
  );
}
