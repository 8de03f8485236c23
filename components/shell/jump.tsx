"use client";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Modal } from "@/components/ui/overlay";
import { Kbd } from "@/components/ui/surface";
import { destinations } from "./destinations";

/** ⌘K: go to a page by its name. */
export function Jump() {
  const t = useTranslations("shell");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  const pages = [
    ...destinations.flatMap(({ items }) =>
      items.flatMap(({ key, href }) => (href ? [{ href, label: t(`to.${key}`) }] : [])),
    ),
    { href: "/schedules/new", label: t("newSchedule") },
    { href: "/settings/rooms", label: t("rooms") },
    { href: "/settings/sessions", label: t("mySessions") },
  ];
  const found = pages.filter((page) => page.label.toLowerCase().includes(asked.trim().toLowerCase()));
  const go = (href: string) => {
    setOpen(false);
    router.push(href);
  };
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-[34px] w-60 items-center gap-2 rounded-md border border-line bg-sunken px-2.5 text-ink-3 text-sm hover:bg-hover max-lg:w-auto max-md:size-11 max-md:justify-center max-md:border-0 max-md:bg-transparent"
      >
        <Search className="size-4" aria-hidden />
        <span className="max-lg:sr-only">{t("jump")}</span>
        <span className="ms-auto max-lg:hidden">
          <Kbd>⌘K</Kbd>
        </span>
      </button>
      <Modal open={open} onOpenChange={setOpen} title={t("jump")} wide>
        <input
          aria-label={t("jumpLabel")}
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && found[0] && !event.nativeEvent.isComposing) go(found[0].href);
          }}
          className="mb-2 h-10 w-full rounded-md border border-line-field bg-surface px-3"
        />
        <ul className="grid gap-0.5">
          {found.map((page) => (
            <li key={page.href}>
              <button
                type="button"
                onClick={() => go(page.href)}
                className="w-full rounded-sm px-2.5 py-2 text-start text-sm hover:bg-hover"
              >
                {page.label}
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p className="py-4 text-center text-ink-3 text-sm">{t("jumpNone")}</p>}
      </Modal>
    </>
  );
}
