import type { NextConfig } from "next";

/** What a response carries even where the proxy's nonce doesn't reach: prefetches, files, errors. */
const securityHeaders = [
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingExcludes: { "*": [".data/**", "e2e/**", "scripts/**"] },
  serverExternalPackages: ["mysql2", "@node-rs/argon2", "pino", "sharp", "solapi"],
  poweredByHeader: false,
  skipTrailingSlashRedirect: true,
  turbopack: {
    resolveAlias: {
      // Messages come parsed (lib/i18n/catalogue.ts); this half of use-intl fills them in.
      "use-intl/format-message": "use-intl/format-message/format-only",
    },
  },
  // Fewer, larger chunks: small ones compress badly, and each is a request.
  experimental: { turbopackChunking: { minChunkSize: 120_000 } },
  // The optimizer is a decoder of strangers' bytes (security.md §0.10); thumbnails are ours.
  images: { unoptimized: true },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default config;
