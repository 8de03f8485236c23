import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { requestLocale } from "@/lib/i18n/words";
import { preloadFont } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "도착", template: "%s · 도착" },
  robots: { index: false, follow: false },
};
export const viewport: Viewport = { width: "device-width", initialScale: 1 };

/** Every page is made per request: the nonce of its security policy is its own. */
export const dynamic = "force-dynamic";

export default async function RootLayout({ children }: { children: ReactNode }) {
  preloadFont();
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html lang={await requestLocale()} {...(theme === "light" || theme === "dark" ? { "data-theme": theme } : {})}>
      <body>{children}</body>
    </html>
  );
}
