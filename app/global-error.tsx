"use client";
import { broken as en } from "@/lib/i18n/en/broken";
import { broken as ko } from "@/lib/i18n/ko/broken";
import "./globals.css";

/** What somebody chose for the interface; on the server nothing is known yet. */
const chosen = (name: "locale" | "theme") =>
  typeof document === "undefined" ? undefined : document.cookie.match(`(?:^|; )${name}=(\\w+)`)?.[1];

/**
 * When the frame or a page outside it broke. Every page loads this beside its own code, so it takes no component with
 * it; its words come straight from the catalogue, since whatever provides them may be what broke.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const isEnglish = chosen("locale") === "en";
  const broken = isEnglish ? en : ko;
  return (
    <html lang={isEnglish ? "en" : "ko"} data-theme={chosen("theme")}>
      <body>
        <title>{broken.title}</title>
        <main
          role="alert"
          className="grid min-h-[60dvh] place-content-center justify-items-center gap-1.5 px-4 text-center"
        >
          <h1 className="font-semibold text-base">{broken.title}</h1>
          <p className="max-w-80 text-balance text-ink-2 text-sm">{broken.text}</p>
          <button
            type="button"
            onClick={() => location.reload()}
            className="mt-2 h-[34px] rounded-md border border-line-strong bg-surface px-[13px] font-medium text-sm hover:bg-hover touch:h-11"
          >
            {broken.again}
          </button>
          {error.digest && <p className="text-ink-3 text-xs">{error.digest}</p>}
        </main>
      </body>
    </html>
  );
}
