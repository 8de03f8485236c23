"use client";
import { shell as en } from "@/lib/i18n/en/shell";
import { shell as ko } from "@/lib/i18n/ko/shell";
import "./globals.css";
import ErrorPage from "./error";

/** When even the frame broke. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  const isEnglish = typeof document !== "undefined" && /(?:^|; )locale=en/.test(document.cookie);
  return (
    <html lang={isEnglish ? "en" : "ko"}>
      <body>
        <title>{(isEnglish ? en : ko).broken.title}</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
