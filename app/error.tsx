"use client";
import { buttonClass } from "@/components/ui/button-look";
import { StateBlock } from "@/components/ui/states";
import { broken as en } from "@/lib/i18n/en/broken";
import { broken as ko } from "@/lib/i18n/ko/broken";

/**
 * Every page loads this beside its own code, so it takes no button and no icon with it.
 * Words come straight from the catalogue: whatever provides them may be what broke.
 */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const broken = typeof document !== "undefined" && document.documentElement.lang === "en" ? en : ko;
  return (
    <main className="grid min-h-[60dvh] place-items-center">
      <StateBlock
        heading="h1"
        tone="failed"
        icon={
          <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden>
            <path strokeLinejoin="round" d="m21.7 18-8-14a2 2 0 0 0-3.5 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.7-3" />
            <path d="M12 9v4M12 17h.01" />
          </svg>
        }
        title={broken.title}
        action={
          <button type="button" onClick={reset} className={buttonClass()}>
            {broken.again}
          </button>
        }
        foot={error.digest}
      >
        {broken.text}
      </StateBlock>
    </main>
  );
}
