"use client";
import { broken as en } from "@/lib/i18n/en/broken";
import { broken as ko } from "@/lib/i18n/ko/broken";
import "./globals.css";
import ErrorPage from "./error";

/** When even the frame broke. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  const isEnglish = typeof document !== "undefined" && /(?:^|; )locale=en/.test(document.cookie);
  return (
    <html lang={isEnglish ? "en" : "ko"}>
      <body>
        <title>{(isEnglish ? en : ko).title}</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
