import { buttonClass } from "@/components/ui/button-look";
import { StateBlock } from "@/components/ui/states";
import { words } from "@/lib/i18n/words";

/** Outside the frame. Every page loads what this needs, so it is plain HTML. */
export default async function NotFound() {
  const t = await words("shell");
  return (
    <main className="grid min-h-dvh place-items-center">
      <StateBlock
        heading="h1"
        icon={
          <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden>
            <path d="m13.5 8.5-5 5M8.5 8.5l5 5M21 21l-4.3-4.3" />
            <circle cx="11" cy="11" r="8" />
          </svg>
        }
        title={t("notFound.title")}
        action={
          <a href="/" className={buttonClass()}>
            {t("notFound.home")}
          </a>
        }
      >
        {t("notFound.text")}
      </StateBlock>
    </main>
  );
}
