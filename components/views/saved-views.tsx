"use client";
import { Bookmark } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Chip } from "@/components/ui/chip";
import { partOf } from "@/components/ui/load-part";
import { Popover } from "@/components/ui/popover";
import type { ViewPage } from "@/lib/views/schema";

const viewList = partOf(() => import("./view-list").then((module) => module.ViewList));

/** A list's saved views, and how it is narrowed now under a name of one's own. */
export function SavedViews({ page, address }: { page: ViewPage; address: string }) {
  const t = useTranslations("views");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label={t("label")}
      open={isOpen}
      onOpenChange={setOpen}
      className="w-80 max-w-[calc(100vw-32px)] p-3"
      trigger={
        <Chip icon={<Bookmark aria-hidden />} end="open">
          {t("label")}
        </Chip>
      }
      body={viewList}
      given={{ page, address, onPick: () => setOpen(false) }}
    />
  );
}
