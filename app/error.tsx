"use client";
import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { broken as en } from "@/lib/i18n/en/broken";
import { broken as ko } from "@/lib/i18n/ko/broken";

/** Words come straight from the catalogue: whatever provides them may be what broke. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const broken = typeof document !== "undefined" && document.documentElement.lang === "en" ? en : ko;
  return (
    <main className="grid min-h-[60dvh] place-items-center">
      <StateBlock
        heading="h1"
        tone="failed"
        icon={<TriangleAlert aria-hidden />}
        title={broken.title}
        action={<Button onClick={reset}>{broken.again}</Button>}
        foot={error.digest}
      >
        {broken.text}
      </StateBlock>
    </main>
  );
}
